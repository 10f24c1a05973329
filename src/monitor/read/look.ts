import type { Access } from '../../abb/operation.js';
import { AbbError } from '../../dsm/errors.js';
import type { Snapshot } from '../snapshot.js';
import type { Watch } from '../watch.js';
import { ListReader } from './list-reader.js';
import { type Call, type CallOutcome, dataOf, type Nas } from './nas.js';
import { HISTORY } from './results.js';
import { parseRunning, RUNNING } from './running.js';

/** Asks the NAS what its watchers want to know, and no more. */
export class Look {
  readonly #nas: Nas;
  readonly #history = new ListReader(HISTORY);

  constructor(access: Pick<Access, 'call'>) {
    this.#nas = {
      call: (method, parameters) => access.call(method, parameters),
      callAll: (calls) => oneByOne(access, calls),
    };
  }

  /**
   * @param now milliseconds since the epoch
   * @throws AbbError when the NAS does not answer, or refuses what no watcher can do without
   */
  async take(watches: readonly Watch[], now: number): Promise<Snapshot> {
    const [running, history] = await this.#nas.callAll([RUNNING, this.#history.first()]);
    const needs = watches.map((watch) => watch.needOfResults(now));
    const results = await this.#history.finish(dataOf(history), needs, this.#nas);
    return {
      now,
      running: parseRunning(dataOf(running), now / 1000),
      results,
      errors: undefined,
      warnings: undefined,
      tasks: undefined,
      storages: undefined,
      versions: new Map(),
      outcomes: new Map(),
    };
  }
}

async function oneByOne(access: Pick<Access, 'call'>, calls: readonly Call[]): Promise<CallOutcome[]> {
  const outcomes: CallOutcome[] = [];
  for (const { method, parameters } of calls) {
    outcomes.push(await access.call(method, parameters).then((data) => ({ data }), refused));
  }
  return outcomes;
}

/** What DSM refuses is an answer; that it does not answer at all is a failure of all calls. */
function refused(error: unknown): CallOutcome {
  if (error instanceof AbbError && error.cause !== undefined) return { error };
  throw error;
}
