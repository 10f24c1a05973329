import type { LogEntry } from '../abb/shapes/log-entry.js';
import type { Result } from '../abb/shapes/result.js';
import type { Storage } from '../abb/shapes/storage.js';
import type { Task } from '../abb/shapes/task.js';
import type { Version } from '../abb/shapes/version.js';
import type { HealthReading } from './health/reading.js';
import type { DeviceOutcome } from './events.js';
import type { RunningTask } from './options.js';

/** What one poll has found. What nobody wanted to know is undefined. */
export interface Snapshot {
  /** When it was asked, milliseconds since the epoch by our own clock. */
  readonly now: number;
  /** Seconds by which the clock of the NAS is ahead of ours; 0 where nobody needed to know. */
  readonly clockOffset: number;
  readonly results: ListReading<Result>;
  readonly errors: ListReading<LogEntry> | undefined;
  readonly warnings: ListReading<LogEntry> | undefined;
  /** The tasks that are at work; none where the NAS did not say. */
  readonly running: readonly RunningTask[];
  /** Whether the NAS could not answer all of it at the moment: then what is missing is as it was, as far as one knows. */
  readonly isPartial: boolean;
  readonly tasks: readonly SeenTask[] | undefined;
  readonly storages: readonly Storage[] | undefined;
  /** Versions by the id of their task, of the tasks that were looked at. */
  readonly versions: ReadonlyMap<number, readonly Version[]> | undefined;
  /** How the machines of runs that ended came out, by the id of the result. */
  readonly outcomes: ReadonlyMap<number, readonly DeviceOutcome[]>;
  /** How the devices stand; undefined also as long as nobody can tell. */
  readonly health: HealthReading | undefined;
}

/** A task with what the normalised shape leaves out. */
export interface SeenTask {
  readonly task: Task;
  /** DSM's unique key of it; '' where DSM sends none. */
  readonly key: string;
  /** How many of its machines may be backed up at once. */
  readonly maxDevices: number | null;
  /** Null where DSM does not say. */
  readonly lastVersionId: number | null;
}

/** A row of a list whose ids rise. */
export interface Numbered<T> {
  readonly id: number;
  /** Its time, epoch seconds: a row keeps it for ever. */
  readonly at: number;
  readonly item: T;
}

/** What was read of a list: at least everything that is newer than what the watchers know. */
export interface ListReading<T> {
  /** By id, the lowest first. */
  readonly rows: readonly Numbered<T>[];
  /** Rows that were looked up by their id, each with its time; null for those that do not exist. */
  readonly lookedUp: ReadonlyMap<number, number | null>;
  /** Whether the NAS shows jobs in it while they run; undefined until one was seen. */
  readonly showsRuns: boolean | undefined;
}
