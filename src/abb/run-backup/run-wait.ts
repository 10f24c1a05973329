import { isForGood } from '../../dsm/codes.js';
import type { Row } from '../fields.js';
import { listResults } from '../history.js';
import type { Access, KnownTask } from '../operation.js';
import type { TaskState } from '../shapes/progress.js';
import { BACKUP_ACTION, hasEnded, isBackupResult, newestFirst, type Result } from '../shapes/result.js';
import { parseTask, type Task } from '../shapes/task.js';
import type { OutcomeWord } from '../words.js';
import { mayPass } from './passing.js';
import type { Run } from './start.js';

/** How a backup that was waited for came out. */
export interface RunOutcome {
  readonly task: KnownTask;
  /** `not_started`: it never showed a sign of life. `timeout`: it was still under way when patience ended. */
  readonly outcome: OutcomeWord | 'not_started' | 'timeout';
  readonly result: Result | null;
  readonly alreadyRunning: boolean;
  readonly waitedSeconds: number;
}

/** The wait for one run: what has been seen of it so far. */
export class RunWait {
  outcome: RunOutcome | undefined;
  #started: boolean;
  #reported = '';
  /** When something was last seen to happen, on the clock of `waitedMs`; an outage stops that clock. */
  #lastSignMs = 0;
  #hasMissed = false;
  /** How often its result could not be looked up though its row shows one. */
  #unread = 0;
  /** The job that its row showed while the task was at work. */
  #shownJob: number | null | undefined;

  constructor(
    readonly run: Run,
    private readonly access: Access,
  ) {
    this.#started = run.alreadyRunning;
  }

  /** Takes in what DSM says now. */
  async see(row: Row | undefined, state: TaskState | undefined, waitedMs: number): Promise<void> {
    // Time in which the NAS could not be asked is not held against the backup.
    if (this.#hasMissed) this.#lastSignMs = waitedMs;
    const task = row && parseTask(row, Date.now() / 1000, state);
    if (task && state) await this.#seeAtWork(task, state, waitedMs);
    else await this.#seeIdle(task, waitedMs);
  }

  async #seeAtWork(task: Task, state: TaskState, waitedMs: number): Promise<void> {
    this.#lastSignMs = waitedMs;
    this.#started ||= state !== 'waiting';
    const result = this.#isSameRun(task) ? undefined : await this.#earlierResult();
    this.#shownJob = task.lastJob?.id;
    if (result) this.end(result.outcome, result, waitedMs);
    else this.#report(task, waitedMs);
  }

  async #seeIdle(task: Task | undefined, waitedMs: number): Promise<void> {
    const result = await this.#ownResult(task);
    this.#hasMissed = false;
    if (result) this.end(result.outcome, result, waitedMs);
    else if (waitedMs - this.#lastSignMs >= this.access.patience.startWithinMs) {
      this.end(this.#started ? 'unknown(0)' : 'not_started', null, waitedMs);
    }
  }

  /** A look failed. */
  missed(): void {
    this.#hasMissed = true;
  }

  end(outcome: RunOutcome['outcome'], result: Result | null, waitedMs: number): RunOutcome {
    const { task, alreadyRunning } = this.run;
    this.outcome = { task, outcome, result, alreadyRunning, waitedSeconds: seconds(waitedMs) };
    return this.outcome;
  }

  /** Whether a task that is at work shows no sign that it might be at a later run than ours. */
  #isSameRun({ lastJob }: Task): boolean {
    const isSameJob = this.#shownJob === undefined || this.#shownJob === lastJob?.id;
    return isSameJob && !this.#hasMissed && !(lastJob && this.#isLater(lastJob) && isTimed(lastJob));
  }

  /** The result of our run, where the task is at a later one by now. */
  async #earlierResult(): Promise<Result | undefined> {
    try {
      const [first] = await this.#laterResults();
      this.#hasMissed = false;
      // DSM may write down an end without a time before the run is over; and what is open is what the task is at.
      return first && hasEnded(first) && isTimed(first) ? first : undefined;
    } catch (error) {
      // The task is at work all the same. The next look asks again.
      if (mayPass(error) || isForGood(error)) return undefined;
      throw error;
    }
  }

  async #ownResult(task: Task | undefined): Promise<Result | undefined> {
    const lastJob = task?.lastJob;
    const shown = lastJob && this.#isLater(lastJob) && hasEnded(lastJob) ? lastJob : undefined;
    try {
      const recorded = (await this.#laterResults()).find(hasEnded);
      // Only the row of the task says how much was transferred.
      return recorded && recorded.id !== shown?.id ? recorded : shown;
    } catch (error) {
      if (!shown) throw error;
      // What the row shows is nearly always right: it does not have to wait for a history that is not to be had, which
      // an account may not be allowed to see.
      if (isForGood(error) || (mayPass(error) && ++this.#unread >= ENOUGH_UNREAD)) return shown;
      throw error;
    }
  }

  /**
   * The backups after the start, the first before all: it is ours, whatever has been run since. The history also knows
   * runs that no look has seen: begun and ended in between, or hidden by a later job.
   */
  async #laterResults(): Promise<Result[]> {
    const { task, previousStart } = this.run;
    const results = await listResults(
      this.access,
      { taskId: task.id, action: BACKUP_ACTION, from: previousStart },
      MOST_ROWS,
    );
    return results.filter((result) => this.#isLater(result)).sort((a, b) => newestFirst(b, a));
  }

  #isLater(result: Result): boolean {
    return isBackupResult(result) && (result.id ?? 0) > this.run.previousResultId;
  }

  #report({ state, progress }: Task, waitedMs: number): void {
    const news = JSON.stringify([state, progress]);
    if (news === this.#reported) return;
    this.#reported = news;
    this.access.report({ task: this.run.task, state, progress, waitedSeconds: seconds(waitedMs) });
  }
}

const ENOUGH_UNREAD = 3;

function isTimed({ endedAt }: Result): boolean {
  return endedAt !== null;
}

// More backups of one task than can begin and end while one is waited for.
const MOST_ROWS = 400;

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
