import type { LogEntry } from '../../abb/shapes/log-entry.js';
import type { StreamPosition } from '../position/position.js';
import type { ListReading, Numbered } from '../snapshot.js';
import { eventOf, type Happening } from './happening.js';
import { identify, newRows, readOn, streamOf } from './stream.js';

type LogEvent = 'log.error' | 'log.warning';

/** @param since epoch seconds: lines from then on are told, though they are older than the watch */
export function beginLogs(
  event: LogEvent,
  reading: ListReading<LogEntry>,
  since: number,
): { happenings: Happening[]; position: StreamPosition } {
  const told = reading.rows.filter(({ at }) => at >= since);
  return { happenings: told.map((row) => lineOf(event, row)), position: streamOf(reading) };
}

/** Lines of the log that are new. */
export function compareLogs(
  event: LogEvent,
  known: StreamPosition,
  reading: ListReading<LogEntry>,
): { happenings: Happening[]; position: StreamPosition } {
  const identity = identify(known, reading);
  const fresh = newRows(known, reading, identity);
  return {
    happenings: fresh.map((row) => lineOf(event, row)),
    position: readOn(known, reading, fresh, identity),
  };
}

function lineOf(event: LogEvent, { id, at, item: log }: Numbered<LogEntry>): Happening {
  const { task, device } = log;
  return {
    turn: 'timed',
    time: at,
    // What is about no task and no machine is about the NAS.
    tasks: task ? [task] : device ? [] : 'all',
    event: eventOf({ id: `${event}/${id}@${at}`, event, at: log.at ?? '', task, device, log }),
  };
}
