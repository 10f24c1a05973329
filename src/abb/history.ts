import type { WireParameters } from '../dsm/method.js';
import { number, row, rows } from './fields.js';
import { RESULT_LIST } from './methods.js';
import type { Access } from './operation.js';
import { given } from './task-list.js';
import { parseResult, type Result } from './shapes/result.js';

/** How the history of results may be narrowed. */
export interface HistoryFilter {
  readonly taskId?: number | undefined;
  /** DSM's number of an outcome. */
  readonly status?: number | undefined;
  readonly backupType?: number | undefined;
  /** DSM's number or numbers of an action. */
  readonly action?: number | readonly number[] | undefined;
  readonly keyword?: string | undefined;
  /** Epoch seconds. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The parameters of Log.list_result. Unlike in Task.list the task id stands beside the filter. */
export function historyParameters(filter: HistoryFilter, offset: number, limit: number): WireParameters {
  return {
    offset,
    limit,
    filter: given({
      key_word: filter.keyword,
      status: filter.status,
      backup_type: filter.backupType,
      job_action: filter.action,
      from_timestamp: filter.from,
      to_timestamp: filter.to,
    }),
    ...given({ task_id: filter.taskId }),
  };
}

const PAGE = 200;

/**
 * All results that match, in no particular order: DSM's order differs between versions.
 * @param most stop after this many rows
 */
export async function listResults(access: Access, filter: HistoryFilter, most: number): Promise<Result[]> {
  const found: Result[] = [];
  for (let total = Infinity; found.length < Math.min(total, most);) {
    const data = row(await access.call(RESULT_LIST, historyParameters(filter, found.length, PAGE)));
    const page = rows(data['results']);
    if (page.length === 0) break;
    found.push(...page.map(parseResult));
    total = number(data['count']) ?? found.length;
  }
  return found;
}
