/**
 * The methods of Active Backup that this client calls. Version 1 of each: every known client speaks it, and
 * DSM 7.4 has been reported to refuse list methods at its highest version.
 */
import type { DsmMethod, Effect } from '../dsm/method.js';

function backupMethod(api: string, method: string, effect: Effect): DsmMethod {
  return { api: `SYNO.ActiveBackup.${api}`, method, version: 1, effect };
}

export const TASK_LIST = backupMethod('Task', 'list', 'read');
export const TASK_BACKUP = backupMethod('Task', 'backup', 'action');
export const LOG_LIST_RESULT = backupMethod('Log', 'list_result', 'read');
