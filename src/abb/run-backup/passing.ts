import { isStarting } from '../../dsm/codes.js';
import { AbbError, type AbbErrorCode } from '../../dsm/errors.js';

// Failures that an outage or a reboot of the NAS brings about: the backup may go on behind them. DSM is up before
// its packages are, and an update of the package stops it for minutes.
const PASSING: ReadonlySet<AbbErrorCode> = new Set([
  'ABB_UNREACHABLE',
  'ABB_TIMEOUT',
  'ABB_BUSY',
  'ABB_BAD_REPLY',
  'ABB_NOT_INSTALLED',
]);

/** Whether a failure is one of those that a wait outlasts. */
export function mayPass(error: unknown): boolean {
  return isStarting(error) || (error instanceof AbbError && PASSING.has(error.code));
}
