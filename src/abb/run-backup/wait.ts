import { isForGood } from '../../dsm/codes.js';
import { AbbError, type AbbErrorCode } from '../../dsm/errors.js';
import { pause } from '../../dsm/pause.js';
import { findActiveTasks } from '../active-tasks.js';
import { number, type Row } from '../fields.js';
import { listResults } from '../history.js';
import type { Access, KnownTask } from '../operation.js';
import type { TaskState } from '../shapes/progress.js';
import { BACKUP_ACTION, hasEnded, isBackupResult, type Result } from '../shapes/result.js';
import { parseTask, type Task } from '../shapes/task.js';
import { listTaskRows } from '../task-list.js';
import type { OutcomeWord } from '../words.js';
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

// Failures that an outage or a reboot of the NAS brings about: the backup may go on behind them. DSM is up before
// its packages are, and an update of the package stops it for minutes.
const PASSING: ReadonlySet<AbbErrorCode> = new Set([
  'ABB_UNREACHABLE',
  'ABB_TIMEOUT',
  'ABB_BUSY',
  'ABB_BAD_REPLY',
  'ABB_NOT_INSTALLED',
]);

/**
 * Waits until each of these backups has ended.
 * @param timeoutMs end the wait after so many milliseconds; undefined waits as long as it takes
 */
export async function waitForRuns(
  access: Access,
  runs: readonly Run[],
  timeoutMs: number | undefined,
): Promise<RunOutcome[]> {
  const begin = performance.now();
  const waited = () => performance.now() - begin;
  const waits = runs.map((run) => new RunWait(run, access));
  const open = () => waits.filter((wait) => !wait.outcome);
  while (open().length > 0) {
    const left = timeoutMs === undefined ? Infinity : timeoutMs - waited();
    if (left <= 0) break;
    await pause(Math.min(access.patience.pollMs, left), access.signal);
    await look(access, open(), waited());
  }
  return waits.map((wait) => wait.outcome ?? wait.end('timeout', null, waited()));
}

async function look(access: Access, waits: readonly RunWait[], waitedMs: number): Promise<void> {
  try {
    const ids = waits.map((wait) => wait.run.task.id);
    const [only] = ids;
    const found = await listTaskRows(access, ids.length === 1 ? { taskId: only } : {});
    const active = await findActiveTasks(access, found, ids);
    for (const wait of waits)
      await wait.see(rowOf(found, wait.run.task.id), active.get(wait.run.task.id), waitedMs);
  } catch (error) {
    if (!mayPass(error)) throw error;
    for (const wait of waits) wait.missed();
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof AbbError)) return false;
  // While DSM starts it takes no session, and says so to a new login's first request as well.
  return PASSING.has(error.code) || (error.code === 'ABB_REFUSED' && !isForGood(error));
}

function rowOf(found: readonly Row[], taskId: number): Row | undefined {
  return found.find((task) => number(task['task_id']) === taskId);
}

/** The wait for one run: what has been seen of it so far. */
class RunWait {
  outcome: RunOutcome | undefined;
  #started: boolean;
  #reported = '';
  /** When something was last seen to happen, on the clock of `waitedMs`; an outage stops that clock. */
  #lastSignMs = 0;
  #hasMissed = false;
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
    const isAtWork = task !== undefined && state !== undefined;
    const result = isAtWork && this.#isSameRun(task) ? undefined : await this.#ownResult(task, isAtWork);
    this.#hasMissed = false;
    if (result) this.end(result.outcome, result, waitedMs);
    else if (isAtWork) {
      this.#lastSignMs = waitedMs;
      this.#started ||= state !== 'waiting';
      this.#shownJob = task.lastJob?.id;
      this.#report(task, waitedMs);
    } else if (waitedMs - this.#lastSignMs >= this.access.patience.startWithinMs) {
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
  #isSameRun(task: Task): boolean {
    const isSameJob = this.#shownJob === undefined || this.#shownJob === task.lastJob?.id;
    return isSameJob && !this.#hasMissed && !this.#shownResult(task);
  }

  async #ownResult(task: Task | undefined, isAtWork: boolean): Promise<Result | undefined> {
    const shown = this.#shownResult(task);
    try {
      const recorded = await this.#recordedResult();
      // Only the row of the task says how much was transferred.
      return recorded && recorded.id !== shown?.id ? recorded : shown;
    } catch (error) {
      // An account may be allowed to see its tasks, and not their history.
      const isEnough = shown !== undefined || isAtWork;
      if (isEnough && error instanceof AbbError && isForGood(error)) return shown;
      throw error;
    }
  }

  #shownResult(task: Task | undefined): Result | undefined {
    const result = task?.lastJob;
    return result && this.#isAfterStart(result) ? result : undefined;
  }

  /**
   * The first result after the start, which is that of this run whatever has been run since. The history also knows
   * runs that no look has seen: begun and ended in between, or hidden by a later job.
   */
  async #recordedResult(): Promise<Result | undefined> {
    const { task, previousStart } = this.run;
    const results = await listResults(
      this.access,
      { taskId: task.id, action: BACKUP_ACTION, from: previousStart },
      MOST_ROWS,
    );
    const later = results.filter((result) => this.#isAfterStart(result));
    return later.sort((a, b) => (a.id ?? 0) - (b.id ?? 0))[0];
  }

  #isAfterStart(result: Result): boolean {
    return isBackupResult(result) && hasEnded(result) && (result.id ?? 0) > this.run.previousResultId;
  }

  #report({ state, progress }: Task, waitedMs: number): void {
    const news = JSON.stringify([state, progress]);
    if (news === this.#reported) return;
    this.#reported = news;
    this.access.report({ task: this.run.task, state, progress, waitedSeconds: seconds(waitedMs) });
  }
}

// More backups of one task than can begin and end while one is waited for.
const MOST_ROWS = 400;

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
