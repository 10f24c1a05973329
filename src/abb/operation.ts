import type { DsmMethod, WireParameters } from '../dsm/method.js';
import { number, type Row, row, rows } from './fields.js';
import type { Schema, Values } from './parameters/read.js';
import type { Progress, TaskState } from './shapes/progress.js';

/** What an operation does to the NAS: the first can be repeated at will, the last cannot be undone. */
export type Weight = 'reads' | 'acts' | 'destroys';

/** What an operation may use while it runs. */
export interface Access {
  /** Calls a method of DSM; only those on the client's list get through. */
  call(method: DsmMethod, parameters: WireParameters): Promise<unknown>;
  /** When the operation began. */
  readonly now: Date;
  /** Aborted, with an AbbError as its reason, when the caller does not want the answer any more. */
  readonly signal: AbortSignal;
  /** What has been learned about this NAS so far. */
  readonly traits: NasTraits;
  /** How patiently to wait for backups. */
  readonly patience: Patience;
  /** Tells the caller how a backup that it waits for comes along. */
  report(progress: RunProgress): void;
}

/** What differs between versions of Active Backup and shows only with time. */
export interface NasTraits {
  /** Whether the rows of tasks show that one is running; undefined until one was seen running. */
  rowsShowRuns: boolean | undefined;
}

/** How long to wait for what. */
export interface Patience {
  /** Milliseconds between two looks at a running backup. */
  readonly pollMs: number;
  /** Milliseconds within which a backup must show a sign of life after it was accepted. */
  readonly startWithinMs: number;
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

/** A read that gives a list: how it is asked for, where its rows are, and what becomes of each. */
export interface ListDeclaration<S extends Schema, Item> {
  readonly name: string;
  readonly method: DsmMethod;
  readonly alsoCalls?: readonly DsmMethod[];
  readonly parameters: S;
  toWire(values: Values<S>, access: Access): WireParameters | Promise<WireParameters>;
  /** The field of the reply that holds the rows, and the one that counts all there are. */
  readonly rowsIn: string;
  readonly totalIn: string;
  parse(found: readonly Row[], values: Values<S>, access: Access): readonly Item[] | Promise<readonly Item[]>;
}

/** Makes an operation of a list's declaration. */
export function listOperation<S extends Schema, Item>(
  declaration: ListDeclaration<S, Item>,
): Operation<S, readonly Item[]> {
  const { name, method, alsoCalls = [], parameters, rowsIn, totalIn } = declaration;
  return {
    name,
    weight: 'reads',
    method,
    alsoCalls,
    parameters,
    async run(access, values) {
      const raw = await access.call(method, await declaration.toWire(values, access));
      const data = row(raw);
      const found = rows(data[rowsIn]);
      return {
        result: () => declaration.parse(found, values, access),
        raw,
        total: number(data[totalIn]) ?? found.length,
        count: found.length,
      };
    },
  };
}
