import { historyFilter, RESULTS } from '../../abb/history.js';
import { hasEnded, parseResult, type Result } from '../../abb/shapes/result.js';
import { seconds } from '../compare/happening.js';
import type { WatchedList } from './list-reader.js';

/** The history of jobs. */
export const HISTORY: WatchedList<Result> = {
  ...RESULTS,
  wire: historyFilter({}),
  lookUpBy: 'result_id',
  parse(row) {
    const item = parseResult(row);
    return item.id === null ? undefined : { id: item.id, at: seconds(item.startedAt), item };
  },
  isRunning: (result) => !hasEnded(result),
};
