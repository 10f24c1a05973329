import { type Call, type CallOutcome, oneByOne } from '../dsm/compound.js';
import type { DsmMethod, WireParameters } from '../dsm/method.js';
import { NEVER, type Withdrawal } from '../dsm/withdrawal.js';
import type { ListOperation } from './list-operation.js';
import type { Access, Answer, Deletion, NasTraits, Operation, Patience, RunProgress } from './operation.js';
import { type Given, readParameters, type Schema } from './parameters/read.js';
import { redact } from './redact.js';
import { Turns } from './run-backup/turns.js';

/** What the client needs of a DSM session. */
export interface Caller {
  call(method: DsmMethod, parameters: WireParameters, signal?: Withdrawal): Promise<unknown>;
  /** Several reads in one request; without it they are made one after the other. */
  callAll?(calls: readonly Call[], signal?: Withdrawal): Promise<readonly CallOutcome[]>;
  /** Sees to it that reads asked for from now on do not join older ones; without it none ever may. */
  lookAnew?(): void;
  /** Whether the NAS could not be reached when that was last tried; without it that is not known. */
  isAway?(): boolean;
  /** See `ActiveBackup.onBack`; without it nobody is told. */
  onBack?(listener: () => void): () => void;
}

/** How one operation is to be run. */
export interface RunOptions {
  /** Withdraws from the operation; its reason, an AbbError, is thrown. What DSM has begun goes on. */
  readonly signal?: Withdrawal;
  readonly patience?: Partial<Patience>;
  /** Needed by operations that delete; without it nothing is deleted. */
  readonly deletion?: Deletion;
  /** Called when a backup that is waited for comes along. */
  readonly onProgress?: (progress: RunProgress) => void;
}

/** The result of an operation, and what there is to say about it. */
export interface Completed<R> {
  readonly result: R;
  readonly about: About;
}

export interface About {
  readonly operation: string;
  readonly api: string;
  readonly method: string;
  /** How many rows DSM has, and how many came; null where rows make no sense. */
  readonly total: number | null;
  readonly count: number | null;
  readonly tookMs: number;
}

const DEFAULT_PATIENCE: Patience = { pollMs: 5000, startWithinMs: 300_000 };

const NO_DELETION: Deletion = { armed: false, dryRun: true };

/** Active Backup for Business on one NAS. */
export class ActiveBackup {
  readonly #traits: NasTraits = { rowsShowRuns: undefined, lastBackups: new Map() };

  readonly #turns = new Turns();

  constructor(private readonly session: Caller) {}

  /**
   * Runs an operation.
   * @param given its parameters by name; see the operation for what it knows
   * @throws AbbError every failure, in the contract's words
   */
  run<S extends Schema, R>(
    operation: Operation<S, R>,
    given: Given = {},
    options: RunOptions = {},
  ): Promise<Completed<R>> {
    return this.#perform(operation, given, options, (answer) => answer.result());
  }

  /** Runs an operation and gives back DSM's own data, with secrets redacted. */
  runRaw<S extends Schema>(
    operation: Operation<S>,
    given: Given = {},
    options: RunOptions = {},
  ): Promise<Completed<unknown>> {
    return this.#perform(operation, given, options, (answer) => redact(answer.raw));
  }

  /**
   * Runs a list page by page, so that no more than one page is ever held; the next page is asked for when the
   * previous one has been taken.
   * @param options `output: 'raw'` gives DSM's own rows, with secrets redacted
   */
  pages<S extends Schema, Item>(
    operation: ListOperation<S, Item>,
    given?: Given,
    options?: RunOptions & { readonly output?: 'normalised' },
  ): AsyncGenerator<Completed<readonly Item[]>>;
  pages<S extends Schema>(
    operation: ListOperation<S>,
    given: Given,
    options: RunOptions & { readonly output: 'normalised' | 'raw' },
  ): AsyncGenerator<Completed<readonly unknown[]>>;
  async *pages<S extends Schema, Item>(
    operation: ListOperation<S, Item>,
    given: Given = {},
    options: RunOptions & { readonly output?: 'normalised' | 'raw' } = {},
  ): AsyncGenerator<Completed<readonly unknown[]>> {
    const now = new Date();
    const values = readParameters(operation.parameters, given, now);
    let begin = performance.now();
    for await (const answer of operation.pages(this.access(options, now), values)) {
      const result = options.output === 'raw' ? answer.rows.map(redact) : await answer.result();
      yield { result, about: about(operation, answer, begin) };
      begin = performance.now();
    }
  }

  /** Whether the NAS could not be reached when that was last tried. */
  isAway(): boolean {
    return this.session.isAway?.() ?? false;
  }

  /**
   * Calls `listener` when the NAS has been reached after it could not be, whoever's call it was; until the returned
   * function is called. For those who have put off their next call.
   */
  onBack(listener: () => void): () => void {
    return this.session.onBack?.(listener) ?? (() => undefined);
  }

  /** What an operation may use; for what looks at the NAS in its own way. */
  access(options: RunOptions = {}, now = new Date()): Access {
    const { signal = NEVER, patience, deletion = NO_DELETION, onProgress = () => undefined } = options;
    return {
      now,
      signal,
      traits: this.#traits,
      turns: this.#turns,
      patience: { ...DEFAULT_PATIENCE, ...patience },
      deletion,
      report: onProgress,
      call: (method, parameters) => this.session.call(method, parameters, signal),
      callAll: (calls) => this.#callAll(calls, signal),
    };
  }

  #callAll(calls: readonly Call[], signal: Withdrawal): Promise<readonly CallOutcome[]> {
    const { session } = this;
    if (session.callAll) return session.callAll(calls, signal);
    return oneByOne((method, parameters) => session.call(method, parameters, signal), calls, signal);
  }

  async #perform<S extends Schema, A, R>(
    operation: Operation<S, A>,
    given: Given,
    options: RunOptions,
    finish: (answer: Answer<A>) => R | Promise<R>,
  ): Promise<Completed<R>> {
    const begin = performance.now();
    const now = new Date();
    const values = readParameters(operation.parameters, given, now);
    if (operation.weight !== 'reads') this.session.lookAnew?.();
    const answer = await operation.run(this.access(options, now), values);
    const result = await finish(answer);
    return { result, about: about(operation, answer, begin) };
  }
}

type Counted = Pick<Answer<unknown>, 'total' | 'count'>;

function about({ name, method }: Pick<Operation, 'name' | 'method'>, answer: Counted, begin: number): About {
  return {
    operation: name,
    api: method.api,
    method: method.method,
    total: answer.total,
    count: answer.count,
    tookMs: Math.round(performance.now() - begin),
  };
}
