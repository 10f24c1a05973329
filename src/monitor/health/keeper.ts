import { deviceRunsSince, olderSuccesses, resultsSince } from '../../abb/health-history.js';
import type { Access } from '../../abb/operation.js';
import { DAY_SECONDS } from '../../abb/seconds.js';
import { hasEnded, isBackupResult, type Result } from '../../abb/shapes/result.js';
import type { Task } from '../../abb/shapes/task.js';
import { AbbError } from '../../dsm/errors.js';
import { text } from '../../texts/texts.js';
import { isDue } from '../due.js';
import type { DeviceOutcome } from '../events.js';
import type { Numbered, SeenTask } from '../snapshot.js';
import { DeviceLedger } from './ledger.js';
import type { HealthReading } from './reading.js';

// Long enough to see the rhythm of weeks.
const HISTORY_DAYS = 31;

// What is older than the history is forgotten then, and what was missed is made good.
const RELOAD_MS = DAY_SECONDS * 1000;

// A history that cannot be read must not burden every poll.
const RETRY_MS = 10 * 60_000;

/** What a poll has found that the judgement goes by. */
export interface News {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Undefined when the poll did not look at them. */
  readonly tasks: readonly SeenTask[] | undefined;
  /** Backups that have ended. */
  readonly ended: readonly Numbered<Result>[];
  readonly outcomes: ReadonlyMap<number, readonly DeviceOutcome[]>;
}

/**
 * Knows which devices are overdue. Reads the history of a month once, then goes by what polls find, and judges anew
 * only those devices that something happened to or whose time has come.
 */
export class HealthKeeper {
  #ledger: DeviceLedger | undefined;
  #triedAt = -Infinity;
  #loadedAt = -Infinity;
  #problem: string | undefined;
  #tasks: readonly Task[] | undefined;

  constructor(private readonly access: Access) {}

  /** The backups among these that have ended and are new to it: what became of their devices has to be asked. */
  newlyEnded(rows: readonly Numbered<Result>[]): readonly Numbered<Result>[] {
    const ledger = this.#ledger;
    if (!ledger) return [];
    return rows.filter((row) => isBackupResult(row.item) && hasEnded(row.item) && !ledger.knows(row));
  }

  /** Has the history read again: it may be another one. */
  doubt(): void {
    this.#loadedAt = -Infinity;
  }

  /** Forgets everything: another history has taken the place of the one that was read. */
  forget(): void {
    this.#ledger = undefined;
    this.#loadedAt = -Infinity;
    this.#triedAt = -Infinity;
  }

  /** @returns undefined as long as there is nothing to go by */
  async read(news: News): Promise<HealthReading | undefined> {
    this.#tasks = news.tasks?.map(({ task }) => task) ?? this.#tasks;
    if (!this.#tasks) return undefined;
    const problem = await this.#load(news.now, this.#tasks);
    const ledger = this.#ledger;
    if (!ledger) return problem === undefined ? undefined : { devices: undefined, problem };
    // The whole history tells what an answer about these runs alone has not.
    if (!ledger.add(news.ended, news.outcomes)) this.doubt();
    return { devices: await ledger.judge(this.#tasks, news.now), problem };
  }

  /** Reads the history when it is time to. @returns what a person should know of it, once */
  async #load(now: number, tasks: readonly Task[]): Promise<string | undefined> {
    if (!isDue(this.#loadedAt, RELOAD_MS, now) || !isDue(this.#triedAt, RETRY_MS, now)) return undefined;
    this.#triedAt = now;
    const from = Math.floor(now / 1000) - HISTORY_DAYS * DAY_SECONDS;
    const access = { ...this.access, now: new Date(now) };
    const devices = tasks.reduce((sum, task) => sum + (task.deviceCount ?? task.devices.length), 0);
    try {
      const results = await resultsSince(access, from, undefined);
      const runs = await deviceRunsSince(access, from, devices);
      const older = await olderSuccesses(access, tasks, results.found);
      this.#ledger = new DeviceLedger([...results.found, ...older], runs.found, from);
      this.#loadedAt = now;
      this.#problem = undefined;
      return undefined;
    } catch (error) {
      if (error instanceof AbbError && error.code === 'ABB_CLOSED') throw error;
      const known = this.#problem;
      this.#problem = error instanceof Error ? error.message : String(error);
      return known === undefined ? text('watch.healthUnread', { reason: this.#problem }) : undefined;
    }
  }
}
