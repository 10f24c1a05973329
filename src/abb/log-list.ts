import type { ListMethod } from './list-operation.js';
import { LOG_LIST } from './methods.js';

/** Where Log.list_log has its rows. */
export const LOGS = {
  method: LOG_LIST,
  rowsIn: 'logs',
  totalIn: 'count',
  idField: 'log_id',
} as const satisfies ListMethod;
