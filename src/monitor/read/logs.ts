import { LOGS } from '../../abb/log-list.js';
import { type LogEntry, parseLogEntry } from '../../abb/shapes/log-entry.js';
import { LOG_LEVEL } from '../../abb/words.js';
import { seconds } from '../compare/happening.js';
import type { WatchedList } from './list-reader.js';

/** The lines of the log of one level. */
export function logOf(level: 'error' | 'warning'): WatchedList<LogEntry> {
  return {
    ...LOGS,
    wire: { filter: { log_level: LOG_LEVEL.codes[level] } },
    parse(row) {
      const item = parseLogEntry(row);
      return item.id === null ? undefined : { id: item.id, at: seconds(item.at), item };
    },
    isRunning: () => false,
  };
}
