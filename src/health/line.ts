import { ABANDONED_SECONDS } from '../abb/seconds.js';
import type { Task } from '../abb/shapes/task.js';
import type { Weekdays } from './active-time.js';
import type { Calendar } from './calendar.js';
import { type Expectation, expectation, settledAt } from './expectation.js';
import { typicalSeconds } from './rhythm.js';
import { byAge, isFailure, isSuccess, type Run } from './runs.js';
import type { HealthState } from './types.js';

/** What a line of backups is judged by: those of one task, or of one device by one task. Times are epoch seconds. */
export interface Line {
  readonly task: Task;
  /** In any order. */
  readonly runs: readonly Run[];
  /** Whether the NAS says that it runs now, beside what the runs say. */
  readonly runningNow: boolean;
  /** When it can have begun at the earliest; null where that is not known. */
  readonly knownSince: number | null;
  /** How far back the runs reach; null where they are all that there were. */
  readonly historyFrom: number | null;
  readonly weekdays: Weekdays;
  readonly maxAgeHours: number | undefined;
}

/** What is so about a line; the sentence is made of it. Times are epoch seconds. */
export interface Finding {
  readonly state: HealthState;
  readonly lastSuccess: Run | null;
  readonly successes: number;
  readonly isRunning: boolean;
  /** Null also where the NAS only says that it runs. */
  readonly runningSince: number | null;
  readonly consecutiveFailures: number;
  readonly typicalSeconds: number | null;
  readonly expectation: Expectation;
  readonly isOverdue: boolean;
  /** When it may become overdue although nothing happens until then; null where it does not, or is already. */
  readonly againAt: number | null;
  /** Whether no success is in the history, but one may have been before. */
  readonly isBeyondHistory: boolean;
}

/** So many backups in a row must have failed before anybody is told. */
export const FAILURES_TO_ALARM = 2;

/** Judges one line of backups. */
export function judgeLine(calendar: Calendar, line: Line, now: number): Finding {
  const runs = [...line.runs].sort(byAge);
  const successes = runs.filter(isSuccess).sort(byEnd);
  const lastSuccess = successes.at(-1) ?? null;
  const isBeyondHistory = lastSuccess === null && mayBeOlder(line);
  const ends = successes.map(endOf);
  const firstRun = runs[0]?.start ?? null;
  const since = isBeyondHistory ? null : earliest(line.knownSince, firstRun);
  const expected = expectation(calendar, line, {
    now,
    firstRun,
    successes: ends,
    from: lastSuccess ? endOf(lastSuccess) : since,
  });
  const runningSince = openRun(runs, now)?.start ?? null;
  const deadline = expected.by === 'nothing' ? null : expected.deadline;
  const isOverdue = expected.by !== 'nothing' && (deadline === null || now > deadline);
  const facts = {
    lastSuccess,
    successes: successes.length,
    isRunning: runningSince !== null || line.runningNow,
    runningSince,
    consecutiveFailures: countFailures(runs),
    typicalSeconds: typicalSeconds(ends),
    expectation: expected,
    isOverdue,
    againAt: isOverdue || deadline === null ? null : againAt(deadline, firstRun, now),
    isBeyondHistory,
  };
  return { ...facts, state: stateOf(facts) };
}

function againAt(deadline: number, firstRun: number | null, now: number): number {
  if (firstRun === null || settledAt(firstRun) <= now) return deadline;
  return Math.min(deadline, settledAt(firstRun));
}

/** The first state that applies, in the order in which they matter. */
function stateOf(facts: Omit<Finding, 'state'>): HealthState {
  const { expectation: expected, consecutiveFailures, isOverdue, lastSuccess, isBeyondHistory } = facts;
  if (facts.isRunning) return 'running';
  const isPaused = expected.by === 'nothing' && expected.why === 'paused';
  if (consecutiveFailures >= FAILURES_TO_ALARM && !isPaused) return 'failing';
  if (isOverdue) return lastSuccess === null && !isBeyondHistory ? 'never' : 'overdue';
  if (expected.by === 'nothing') return 'idle';
  return expected.isLearning ? 'learning' : 'ok';
}

/** When a run ended, epoch seconds; for one under way when it began. */
export function endOf({ start, end }: Run): number {
  return end ?? start;
}

function byEnd(a: Run, b: Run): number {
  return endOf(a) - endOf(b) || byAge(a, b);
}

function openRun(runs: readonly Run[], now: number): Run | undefined {
  return runs.findLast(
    ({ outcome, end, start }) => outcome === 'running' && end === null && now - start < ABANDONED_SECONDS,
  );
}

/** Failures since the last success; what was cancelled, or had nothing to back up, is neither. */
function countFailures(runs: readonly Run[]): number {
  const ended = runs.filter((run) => isFailure(run) || isSuccess(run));
  return ended.length - 1 - ended.findLastIndex(isSuccess);
}

/** Whether there may have been a success before the history that is known begins. */
function mayBeOlder({ task, knownSince, historyFrom }: Line): boolean {
  if (historyFrom === null || task.versionCount === 0 || task.lastJob === null) return false;
  return knownSince === null || knownSince < historyFrom;
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
