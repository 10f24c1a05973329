import { HOUR_SECONDS } from '../../abb/seconds.js';
import { hasEnded, type Result } from '../../abb/shapes/result.js';
import { text } from '../../texts/texts.js';
import type { WatcherOptions } from '../options.js';
import type { Position, StreamPosition } from '../position/position.js';
import type { Numbered, Snapshot } from '../snapshot.js';
import { compareEntities } from './entities.js';
import { eventOf, type Happening, inOrder, noticed, seconds } from './happening.js';
import { beginLogs, compareLogs } from './logs.js';
import { Numbering } from './numbering.js';
import { compareOverdue } from './overdue.js';
import { recognise, type Recognised } from './recognise.js';
import type { Told } from './result-position.js';
import { beginResults, compareResults } from './results.js';
import { identify } from './stream.js';

/** What is new to a watcher, and how far it has been told then. */
export interface Comparison {
  readonly happenings: readonly Happening[];
  readonly position: Position;
  /** What a person should know, in sentences. */
  readonly notices: readonly string[];
}

export type CompareOptions = Pick<WatcherOptions, 'start' | 'storageLowPercent'>;

/** Compares what a watcher knows with what a poll has found. */
export function compare(before: Position, snapshot: Snapshot, options: CompareOptions): Comparison {
  const nas = recognise(before, snapshot);
  const position = nas === 'same' ? before : begunAnew(before, nas);
  const numbering = new Numbering(position);
  const results = resultsOf(before, snapshot, options, nas);
  const logs = logsOf(position, snapshot, options, nas);
  const entities = compareEntities(position, snapshot, numbering, options);
  const { health, now } = snapshot;
  const overdue = health?.devices && compareOverdue(position.overdue ?? [], health.devices, now);
  const reachable = position.unreachable ? [contact('nas.reachable', numbering, now)] : [];
  return {
    happenings: inOrder([
      ...reachable,
      ...results.happenings,
      ...logs.happenings,
      ...entities.happenings,
      ...(overdue?.happenings ?? []),
    ]),
    position: {
      ...position,
      ...logs.position,
      ...entities.position,
      ...(overdue ? { overdue: overdue.position } : {}),
      results: results.position,
      polledAt: Math.floor(snapshot.now / 1000),
      unreachable: false,
      keys: keysOf(snapshot) ?? position.keys,
      counts: numbering.counts,
    },
    notices: [...noticesOf(before, snapshot, nas, results), ...(health?.problem ? [health.problem] : [])],
  };
}

/** That the NAS does not answer any more. @param now milliseconds since the epoch */
export function lost(position: Position, now: number): Comparison {
  const numbering = new Numbering(position);
  return {
    happenings: [contact('nas.unreachable', numbering, now)],
    position: { ...position, unreachable: true, counts: numbering.counts },
    notices: [],
  };
}

function contact(event: 'nas.reachable' | 'nas.unreachable', numbering: Numbering, now: number): Happening {
  const id = numbering.idFor(event, 'nas/nas');
  return { turn: 'reachable', time: 0, tasks: 'all', event: eventOf({ id, event, at: noticed(now) }) };
}

/** What is left of a position when tasks, machines and versions are not the ones that it speaks of. */
function begunAnew(position: Position, nas: Recognised): Position {
  const { version, birth, polledAt, unreachable, counts, keys, errors, warnings } = position;
  const rest = { version, birth, polledAt, unreachable, counts };
  if (nas === 'replaced') return { ...rest, keys: [] };
  return { ...rest, keys, ...(errors ? { errors } : {}), ...(warnings ? { warnings } : {}) };
}

function resultsOf(
  { results, polledAt }: Position,
  snapshot: Snapshot,
  { start }: CompareOptions,
  nas: Recognised,
): Told {
  const { now, clockOffset } = snapshot;
  if (!results) {
    if (typeof start !== 'object') return beginResults(snapshot, () => false);
    const since = now / 1000 + clockOffset - start.hours * HOUR_SECONDS;
    return beginResults(snapshot, (row) => lastSignOf(row) >= since);
  }
  if (nas === 'same') return compareResults(results, snapshot);
  // A history that began anew holds nothing that is older than the last poll; that of another NAS does.
  const since = nas === 'renumbered' ? 0 : polledAt + clockOffset;
  // What came before the new numbering was recognised has been told.
  const known = new Map(results.recent);
  const isNews = ({ id, at }: Numbered<Result>) => at >= since && known.get(id) !== at;
  return { ...beginResults(snapshot, isNews), vanished: results.open };
}

function lastSignOf({ item, at }: Numbered<Result>): number {
  return hasEnded(item) ? seconds(item.endedAt ?? item.startedAt) : at;
}

function logsOf(position: Position, snapshot: Snapshot, { start }: CompareOptions, nas: Recognised) {
  const { now, clockOffset } = snapshot;
  const hours = typeof start === 'object' ? start.hours : -Infinity;
  const from = nas === 'replaced' ? position.polledAt : now / 1000 - hours * HOUR_SECONDS;
  const since = from + clockOffset;
  const happenings: Happening[] = [];
  const read: { errors?: StreamPosition; warnings?: StreamPosition } = {};
  for (const [part, event] of [
    ['errors', 'log.error'],
    ['warnings', 'log.warning'],
  ] as const) {
    const reading = snapshot[part];
    const known = position[part];
    if (!reading) continue;
    // With the history the log has begun anew: ids say nothing then, and all that it holds is news.
    const isNew = nas === 'renumbered' && known !== undefined && identify(known, reading) !== 'same';
    const told =
      known && !isNew ? compareLogs(event, known, reading) : beginLogs(event, reading, isNew ? 0 : since);
    happenings.push(...told.happenings);
    read[part] = told.position;
  }
  return { happenings, position: read };
}

// Enough to recognise a NAS by, and never a large part of the file.
const MOST_KEYS = 50;

function keysOf({ tasks }: Snapshot): readonly string[] | undefined {
  const keys = tasks?.map(({ key }) => key).filter((key) => key !== '');
  return keys && keys.length > 0 ? keys.sort().slice(0, MOST_KEYS) : undefined;
}

function noticesOf(
  { results }: Position,
  snapshot: Snapshot,
  nas: Recognised,
  { vanished, position }: Told,
): string[] {
  if (nas !== 'same') return [text(nas === 'replaced' ? 'watch.replaced' : 'watch.renumbered')];
  if (!results) return [];
  const isEmpty = position.emptied === true && results.emptied !== true;
  const isOthers =
    position.high > results.high &&
    results.recent.length > 0 &&
    results.emptied !== true &&
    identify(results, snapshot.results) === 'unknown';
  const names = vanished.map(({ taskName, taskId }) => taskName ?? String(taskId)).join(', ');
  return [
    ...(isEmpty || isOthers ? [text('watch.cleared')] : []),
    ...(names === '' ? [] : [text('watch.vanished', { names })]),
  ];
}
