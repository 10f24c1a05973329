import type { WireParameters } from '../dsm/method.js';
import { dsmList, type ListMethod } from './list-operation.js';
import { RESULT_LIST } from './methods.js';
import type { Access } from './operation.js';
import { newestFirst } from './pages.js';
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
export function historyFilter(filter: HistoryFilter): WireParameters {
  return {
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

/** Where Log.list_result has its rows. */
export const RESULTS = {
  method: RESULT_LIST,
  rowsIn: 'results',
  totalIn: 'count',
  idField: 'result_id',
} as const satisfies ListMethod;

const PAGE = 500;

/** How much of the history is read. */
export interface Extent {
  /** No more results than this. */
  readonly most: number;
  /** Results per request; 500 unless said otherwise. */
  readonly pageSize?: number;
}

/**
 * The newest results that match, newest first.
 * @yields the results of one request; whoever has seen enough makes no more of them
 */
export async function* resultPages(
  access: Access,
  filter: HistoryFilter,
  { most, pageSize = PAGE }: Extent,
): AsyncGenerator<Result[]> {
  const list = dsmList(access, RESULTS, historyFilter(filter));
  for await (const page of newestFirst(list, { offset: 0, limit: most, pageSize })) {
    yield page.rows.map(parseResult);
  }
}

/** The same in one list. */
export async function listResults(access: Access, filter: HistoryFilter, most: number): Promise<Result[]> {
  const results: Result[] = [];
  for await (const page of resultPages(access, filter, { most })) results.push(...page);
  return results;
}
