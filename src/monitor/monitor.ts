import type { ActiveBackup } from '../abb/active-backup.js';
import { AbbError } from '../dsm/errors.js';
import type { MonitorOptions, Watcher, WatcherOptions } from './options.js';
import { Look } from './read/look.js';
import { Watch } from './watch.js';

/**
 * Watches one NAS for any number of watchers: they share what it asks. It asks only while it has watchers, and only
 * what they want to know.
 */
export class Monitor {
  readonly #watches = new Set<Watch>();
  readonly #closing = new AbortController();
  readonly #look: Look;
  #polling: Promise<void> | undefined;
  #again: Promise<void> | undefined;

  constructor(
    backup: ActiveBackup,
    private readonly options: MonitorOptions = {},
  ) {
    this.#look = new Look(backup.access({ signal: this.#closing.signal }));
  }

  /** Adds a watcher. It is told of what follows from the next poll on. */
  watch(options: WatcherOptions): Watcher {
    const watch = new Watch(options, this.#now, this.options.session);
    this.#watches.add(watch);
    return {
      close: async () => {
        this.#watches.delete(watch);
        await watch.close();
      },
    };
  }

  /**
   * Asks the NAS now, and tells the watchers. A poll that is under way is waited for first. Never rejects: watchers
   * are told of failures.
   */
  poll(): Promise<void> {
    if (!this.#polling) return this.#begin();
    this.#again ??= this.#polling.then(() => {
      this.#again = undefined;
      return this.#begin();
    });
    return this.#again;
  }

  /** Ends it, and every watcher. */
  async close(): Promise<void> {
    this.#closing.abort(new AbbError('ABB_CLOSED', 'closed.node'));
    const watches = [...this.#watches];
    this.#watches.clear();
    await this.#polling;
    await Promise.all(watches.map((watch) => watch.close()));
  }

  #begin(): Promise<void> {
    this.#polling = this.#perform().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  async #perform(): Promise<void> {
    const watches = [...this.#watches];
    await Promise.all(watches.map((watch) => watch.ready));
    if (watches.length === 0 || this.#closing.signal.aborted) return;
    try {
      const snapshot = await this.#look.take(watches, this.#now());
      await Promise.all(watches.map((watch) => watch.tell(snapshot)));
    } catch (error) {
      await Promise.all(watches.map((watch) => watch.failed(error as Error)));
    }
  }

  readonly #now = (): number => (this.options.now ?? Date.now)();
}
