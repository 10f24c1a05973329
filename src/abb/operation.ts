import type { Call, CallOutcome } from '../dsm/compound.js';
import type { DsmMethod, WireParameters } from '../dsm/method.js';
import type { Withdrawal } from '../dsm/withdrawal.js';
import type { Schema, Values } from './parameters/read.js';
import type { Turns } from './run-backup/turns.js';
import type { Progress, TaskState } from './shapes/progress.js';
import type { Result } from './shapes/result.js';

/** What an operation does to the NAS: the first can be repeated at will, the last cannot be undone. */
export type Weight = 'reads' | 'acts' | 'destroys';

/** What an operation may use while it runs. */
export interface Access {
  /** Calls a method of DSM; only those on the client's list get through. */
  call(method: DsmMethod, parameters: WireParameters): Promise<unknown>;
  /** Makes several reads, in one request where DSM allows it; a refusal of one leaves the others alone. */
  callAll(calls: readonly Call[]): Promise<readonly CallOutcome[]>;
  /** When the operation began. */
  readonly now: Date;
  /** Aborted, with an AbbError as its reason, when the caller does not want the answer any more. */
  readonly signal: Withdrawal;
  /** What has been learned about this NAS so far. */
  readonly traits: NasTraits;
  /** For who looks at tasks and then starts them. */
  readonly turns: Turns;
  /** How patiently to wait for backups. */
  readonly patience: Patience;
  /** Whether something may be deleted. */
  readonly deletion: Deletion;
  /** Tells the caller how a backup that it waits for comes along. */
  report(progress: RunProgress): void;
}

/** What differs between versions of Active Backup and shows only with time. */
export interface NasTraits {
  /** Whether the rows of tasks show that one is running; undefined until one was seen running. */
  rowsShowRuns: boolean | undefined;
  /** The last backup of tasks whose newest job hides it, with that job: while it is the newest, nothing changes. */
  readonly lastBackups: Map<number, { readonly job: JobName; readonly backup: Result | null }>;
}

/** What tells a job from every other one. */
export type JobName = Pick<Result, 'id' | 'startedAt'>;

/** How long to wait for what. */
export interface Patience {
  /** Milliseconds between two looks at a running backup. */
  readonly pollMs: number;
  /** Milliseconds within which a backup must show a sign of life after it was accepted. */
  readonly startWithinMs: number;
}

/** The first of the two keys to a deletion; the other is the parameter `confirm`. */
export interface Deletion {
  readonly armed: boolean;
  /** Answer what would be deleted, and send nothing. */
  readonly dryRun: boolean;
}

/** How a backup that somebody waits for comes along. */
export interface RunProgress {
  readonly task: KnownTask;
  readonly state: TaskState;
  readonly progress: Progress | null;
  readonly waitedSeconds: number;
}

/** A task that exists. */
export interface KnownTask {
  readonly id: number;
  readonly name: string;
}

/** What an operation gives back. */
export interface Answer<R> {
  /** Makes the normalised result; who wants the raw data alone saves the work. */
  readonly result: () => R | Promise<R>;
  /** DSM's own data, as it came: it may hold secrets. */
  readonly raw: unknown;
  /** How many rows DSM has, and how many are in the result; null where rows make no sense. */
  readonly total: number | null;
  readonly count: number | null;
}

/** One thing that Active Backup can do. Declaring it is all that the client and the nodes need. */
export interface Operation<S extends Schema = Schema, R = unknown> {
  /** What it is called in messages, such as `tasks` or `runBackup`. */
  readonly name: string;
  readonly weight: Weight;
  /** The method that does the work. */
  readonly method: DsmMethod;
  /** What else it may call on the way. */
  readonly alsoCalls: readonly DsmMethod[];
  readonly parameters: S;
  run(access: Access, values: Values<S>): Promise<Answer<R>>;
}
