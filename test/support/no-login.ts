import type { FaultSubject } from '../../simulator/index.js';

/** DSM does not answer a login with the end of a session; a client would take it for a refusal, and rightly stop. */
export function isNoLogin({ api }: Pick<FaultSubject, 'api'>): boolean {
  return api !== 'SYNO.API.Auth';
}
