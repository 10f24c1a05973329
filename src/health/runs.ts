import type { Result } from '../abb/shapes/result.js';
import type { OutcomeWord } from '../abb/words.js';
import { clockCorrections, type Stamp } from './clock.js';
import type { DeviceRun } from './types.js';

/** A run as the judgement sees it: of a task, or the part that a device had in it. Times are epoch seconds. */
export interface Run {
  readonly resultId: number;
  readonly taskId: number | null;
  readonly outcome: OutcomeWord;
  readonly start: number;
  /** Null while it runs, and where DSM gives an end no time. */
  readonly end: number | null;
  readonly bytes: number;
  /** Whether the NAS's own times were not believed. */
  readonly corrected: boolean;
}

/** What runs and results have in common. */
interface Timed {
  readonly outcome: OutcomeWord;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly transferredBytes: number | null;
}

/** Turns rows into runs, with times that can be believed. */
export class RunReader {
  readonly #corrections: ReadonlyMap<number, number>;

  /** @param now epoch seconds */
  constructor(
    results: readonly Result[],
    deviceRuns: readonly DeviceRun[],
    private readonly now: number,
  ) {
    this.#corrections = clockCorrections(stamps(results, deviceRuns), now);
  }

  /** The run of a result; undefined for one without id or begin. */
  ofResult(result: Result): Run | undefined {
    return this.#read(result, result.id, result.taskId);
  }

  /** @param taskId the task where the run itself does not say it */
  ofDevice(run: DeviceRun, taskId: number | null): Run | undefined {
    return this.#read(run, run.resultId, run.taskId ?? taskId);
  }

  #read(row: Timed, resultId: number | null, taskId: number | null): Run | undefined {
    const start = seconds(row.startedAt);
    if (resultId === null || start === null) return undefined;
    const shift = this.#corrections.get(resultId) ?? 0;
    const end = seconds(row.endedAt);
    return {
      resultId,
      taskId,
      outcome: row.outcome,
      start: Math.min(start + shift, this.now),
      end: end === null ? null : Math.min(end + shift, this.now),
      bytes: row.transferredBytes ?? 0,
      corrected: shift !== 0,
    };
  }
}

/** When each result began; that of its earliest device where the result itself is not known. */
function stamps(results: readonly Result[], deviceRuns: readonly DeviceRun[]): Stamp[] {
  const begins = new Map<number, number>();
  for (const { id, startedAt } of results) {
    const start = seconds(startedAt);
    if (id !== null && start !== null) begins.set(id, start);
  }
  const ofResults = new Set(begins.keys());
  for (const { resultId, startedAt } of deviceRuns) {
    if (resultId === null || ofResults.has(resultId)) continue;
    const start = seconds(startedAt);
    if (start === null) continue;
    begins.set(resultId, Math.min(start, begins.get(resultId) ?? Infinity));
  }
  return [...begins].map(([resultId, startedAt]) => ({ resultId, startedAt }));
}

/** A time of the contract in epoch seconds. */
export function seconds(time: string | null): number | null {
  if (time === null) return null;
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}

/** Oldest first. */
export function byAge(a: Run, b: Run): number {
  return a.resultId - b.resultId || a.start - b.start;
}

/** Whether a run has ended with a backup that is not whole. */
export function isFailure({ outcome }: Run): boolean {
  return outcome === 'fail' || outcome === 'partial_success';
}

export function isSuccess({ outcome, end }: Run): boolean {
  return outcome === 'success' && end !== null;
}
