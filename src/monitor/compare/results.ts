import { isBackupResult, type Result } from '../../abb/shapes/result.js';
import type { ResultsPosition } from '../position/position.js';
import type { Numbered, Snapshot } from '../snapshot.js';
import type { Start } from '../options.js';
import { endOf, isOver, progressOf, startOf } from './result-events.js';
import { openJob, openJobs, type Told } from './result-position.js';
import { seconds } from './happening.js';
import { identify, type Identity, newRows, readOn, streamOf } from './stream.js';

const HOUR_SECONDS = 3600;

/** What the history says to a watch that has not read it yet. */
export function beginResults(snapshot: Snapshot, start: Start): Told {
  const { results, running, now } = snapshot;
  const nowSeconds = now / 1000;
  const since = typeof start === 'object' ? nowSeconds - start.hours * HOUR_SECONDS : Infinity;
  const open = results.rows.filter(({ item }) => !isOver(item));
  const shown = new Set(open.map(({ item }) => item.taskId));
  const unseen = running.map(({ task }) => task.id ?? 0).filter((id) => !shown.has(id));
  return {
    happenings: results.rows.flatMap((row) => {
      if (isOver(row.item)) return endedAt(row) >= since ? [...startOf(row), ...endOf(row, snapshot)] : [];
      return row.at >= since ? startOf(row) : [];
    }),
    position: {
      ...streamOf(results),
      open: open.map((row) => openJob(row, now)),
      gaps: unseen.length > 0 ? gapsIn(results.rows, (results.rows[0]?.id ?? 1) - 1, nowSeconds) : [],
      unseen,
    },
    vanished: [],
  };
}

/** What the history says that the position does not know. */
export function compareResults(
  position: ResultsPosition,
  snapshot: Snapshot,
  identity: Identity = identify(position, snapshot.results),
  wanted: (row: Numbered<Result>) => boolean = () => true,
): Told {
  const { results } = snapshot;
  const fresh = newRows(position, results, identity).filter(wanted);
  const gaps = new Set(position.gaps.map(([id]) => id));
  const isSame = identity !== 'other' && !fresh.some(({ id }) => id <= position.high);
  const late = isSame ? results.rows.filter(({ id }) => gaps.has(id)) : [];
  const open = new Map(isSame ? position.open.map((job) => [job.id, job]) : []);
  const followed = results.rows.filter(({ id, at }) => open.get(id)?.at === at);
  const told = [...late, ...fresh].flatMap((row) => [
    ...(wasUnseen(position, row) ? [] : startOf(row)),
    ...(isOver(row.item) ? endOf(row, snapshot) : []),
  ]);
  const ended = followed.filter(({ item }) => isOver(item)).flatMap((row) => endOf(row, snapshot));
  const known = openJobs(
    position,
    snapshot,
    isSame,
    [...late, ...fresh].filter(({ item }) => !isOver(item)),
  );
  const progress = progressOf(known.open, snapshot);
  return {
    happenings: [...told, ...ended, ...progress.happenings],
    position: {
      ...readOn(position, results, fresh, identity),
      open: progress.open,
      gaps: nextGaps(position, snapshot, fresh, late, isSame),
      unseen: stillUnseen(position, snapshot, [...late, ...fresh]),
    },
    vanished: known.vanished,
  };
}

function endedAt({ item }: Numbered<Result>): number {
  return seconds(item.endedAt ?? item.startedAt);
}

function wasUnseen({ unseen }: ResultsPosition, { item }: Numbered<Result>): boolean {
  return isBackupResult(item) && unseen.includes(item.taskId ?? 0);
}

function stillUnseen(
  { unseen }: ResultsPosition,
  { running }: Snapshot,
  appeared: readonly Numbered<Result>[],
): number[] {
  return unseen.filter(
    (taskId) =>
      running.some(({ task }) => task.id === taskId) &&
      !appeared.some(({ item }) => item.taskId === taskId && isBackupResult(item)),
  );
}

// Longer than any backup takes, and not so many that looking for them costs anything to speak of.
const GAP_SECONDS = 7 * 24 * HOUR_SECONDS;
const MOST_GAPS = 100;

function nextGaps(
  { gaps, high }: ResultsPosition,
  { results, now }: Snapshot,
  fresh: readonly Numbered<Result>[],
  late: readonly Numbered<Result>[],
  isSame: boolean,
): readonly OpenGap[] {
  if (results.showsRuns === true || !isSame) return [];
  const seconds = now / 1000;
  const found = new Set(late.map(({ id }) => id));
  const old = gaps.filter(([id, since]) => !found.has(id) && seconds - since < GAP_SECONDS);
  return [...old, ...gapsIn(fresh, high, seconds)].slice(-MOST_GAPS);
}

type OpenGap = ResultsPosition['gaps'][number];

/** The ids above `from` that are missing among these rows, which are in order. */
function gapsIn(rows: readonly Numbered<Result>[], from: number, now: number): OpenGap[] {
  const gaps: OpenGap[] = [];
  let last = from;
  for (const { id } of rows) {
    for (let missing = Math.max(last + 1, id - MOST_GAPS); missing < id; missing++) {
      gaps.push([missing, Math.floor(now)]);
    }
    last = id;
  }
  return gaps;
}
