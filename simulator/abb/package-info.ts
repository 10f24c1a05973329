/** Small APIs about the package itself: SYNO.ActiveBackup.Delegation and SYNO.ActiveBackup.Activation. */
import { method } from './backup-api.js';
import type { Methods } from './backup-api.js';
import { secret } from './secrets.js';

/** Nobody but administrators may use the package. */
export function delegationMethods(): Methods {
  return { list: method(() => ({ total: 0, users: [] })) };
}

export function activationMethods(): Methods {
  return { get: method(() => ({ activated: true, serial_number: secret('serial-number', 1) })) };
}
