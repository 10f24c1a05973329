import { DAY_SECONDS } from '../../abb/seconds.js';
import { hasEnded, isBackupResult, type Result } from '../../abb/shapes/result.js';
import type { ResultsPosition } from '../position/position.js';
import type { Numbered, Snapshot } from '../snapshot.js';
import type { Happening } from './happening.js';
import { endOf, progressOf, startOf } from './result-events.js';
import { openJob, openJobs, type Told } from './result-position.js';
import { identify, newRows, readOn, streamOf } from './stream.js';

/**
 * What the history says to a watch that has not read it yet.
 * @param isTold whether a job is told of; the others are taken for past, but the end of one that runs is told
 */
export function beginResults(snapshot: Snapshot, isTold: (row: Numbered<Result>) => boolean): Told {
  const { results, running, now } = snapshot;
  const open = results.rows.filter(({ item }) => !hasEnded(item));
  const shown = new Set(open.map(({ item }) => item.taskId));
  // Where runs are shown, one that is not was wiped from the history: its end is not going to appear either.
  const hidden = results.showsRuns === true ? [] : running;
  const unseen = hidden.map(({ task }) => task.id ?? 0).filter((id) => !shown.has(id));
  // A run may be older than all that a short history holds, for it is not listed while it runs.
  const isShort = results.rows.length < SHORT_HISTORY;
  const before = isShort ? 0 : (results.rows[0]?.id ?? 1) - 1;
  return {
    happenings: results.rows.filter(isTold).flatMap((row) => wholeOf(row, snapshot)),
    position: {
      ...streamOf(results),
      open: open.map((row) => openJob(row, now)),
      gaps: unseen.length > 0 ? gapsIn(results.rows, before, now / 1000) : [],
      unseen,
    },
    vanished: [],
  };
}

const SHORT_HISTORY = 20;

/** What the history says that the position does not know. */
export function compareResults(position: ResultsPosition, snapshot: Snapshot): Told {
  const { results } = snapshot;
  const identity = identify(position, results);
  const fresh = newRows(position, results, identity);
  const gaps = new Set(position.gaps.map(([id]) => id));
  const late = results.rows.filter(({ id }) => gaps.has(id));
  const open = new Map(position.open.map((job) => [job.id, job]));
  const ended = results.rows.filter(({ id, at, item }) => open.get(id)?.at === at && hasEnded(item));
  const appeared = [...late, ...fresh];
  const told = appeared.flatMap((row) =>
    wasUnseen(position, row, appeared, results) ? partOf(row, snapshot) : wholeOf(row, snapshot),
  );
  const begun = appeared.filter(({ item }) => !hasEnded(item));
  const known = openJobs(position, snapshot, begun);
  const progress = progressOf(known.open, snapshot);
  return {
    happenings: [...told, ...ended.flatMap((row) => endOf(row, snapshot)), ...progress.happenings],
    position: {
      ...readOn(position, results, fresh, identity),
      open: progress.open,
      gaps: nextGaps(position, snapshot, fresh, late),
      unseen: stillUnseen(position, snapshot, appeared),
    },
    vanished: known.vanished,
  };
}

/** The events of a job that nothing has been told of: its start, and its end if it has ended. */
function wholeOf(row: Numbered<Result>, snapshot: Snapshot): Happening[] {
  return [...startOf(row), ...partOf(row, snapshot)];
}

/** The same without its start. */
function partOf(row: Numbered<Result>, snapshot: Snapshot): Happening[] {
  return hasEnded(row.item) ? endOf(row, snapshot) : [];
}

/** Only the first run that appears of a task is the one that ran unseen; what the task did after it is new. */
function wasUnseen(
  { unseen }: ResultsPosition,
  { id, item }: Numbered<Result>,
  appeared: readonly Numbered<Result>[],
  { showsRuns }: Snapshot['results'],
): boolean {
  if (!isBackupResult(item) || !unseen.includes(item.taskId ?? 0)) return false;
  // A NAS that shows runs would have shown that one, too, had its row not been wiped.
  if (showsRuns === true) return false;
  return !appeared.some(
    (other) => other.id < id && other.item.taskId === item.taskId && isBackupResult(other.item),
  );
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
const GAP_SECONDS = 7 * DAY_SECONDS;
const MOST_GAPS = 100;

type Gap = ResultsPosition['gaps'][number];

function nextGaps(
  { gaps, high }: ResultsPosition,
  { results, now }: Snapshot,
  fresh: readonly Numbered<Result>[],
  late: readonly Numbered<Result>[],
): readonly Gap[] {
  if (results.showsRuns === true) return [];
  const seconds = now / 1000;
  const found = new Set(late.map(({ id }) => id));
  const old = gaps.filter(([id, since]) => !found.has(id) && seconds - since < GAP_SECONDS);
  return [...old, ...gapsIn(fresh, high, seconds)].slice(-MOST_GAPS);
}

/** The ids above `from` that are missing among these rows, which are in order. */
function gapsIn(rows: readonly Numbered<Result>[], from: number, now: number): Gap[] {
  const gaps: Gap[] = [];
  let last = from;
  for (const { id } of rows) {
    for (let missing = Math.max(last + 1, id - MOST_GAPS); missing < id; missing++) {
      gaps.push([missing, Math.floor(now)]);
    }
    last = id;
  }
  return gaps;
}
