import type { DsmMethod } from '../../src/dsm/method.js';

/** Methods for the tests of the session, which knows none itself. */
export const LIST_TASKS: DsmMethod = {
  api: 'SYNO.ActiveBackup.Task',
  method: 'list',
  version: 1,
  effect: 'read',
};
/** A read that takes an offset, so that many different ones can be made. */
export const LIST_RESULTS: DsmMethod = {
  api: 'SYNO.ActiveBackup.Log',
  method: 'list_result',
  version: 1,
  effect: 'read',
};
/** An action; takes `task_ids` and `trigger_type`. */
export const BACK_UP: DsmMethod = {
  api: 'SYNO.ActiveBackup.Task',
  method: 'backup',
  version: 1,
  effect: 'action',
};
