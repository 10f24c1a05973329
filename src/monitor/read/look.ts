import type { Snapshot } from '../snapshot.js';
import type { Watch } from '../watch.js';
import { ListReader } from './list-reader.js';
import { dataOf, type Nas } from './nas.js';
import { HISTORY } from './results.js';
import { parseRunning, RUNNING } from './running.js';

/** Asks the NAS what its watchers want to know, and no more. */
export class Look {
  readonly #history = new ListReader(HISTORY);

  constructor(private readonly nas: Nas) {}

  /**
   * @param now milliseconds since the epoch
   * @throws AbbError when the NAS does not answer, or refuses what no watcher can do without
   */
  async take(watches: readonly Watch[], now: number): Promise<Snapshot> {
    const [running, history] = await this.nas.callAll([RUNNING, this.#history.first()]);
    const needs = watches.map((watch) => watch.needOfResults(now));
    const results = await this.#history.finish(dataOf(history), needs, this.nas);
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
