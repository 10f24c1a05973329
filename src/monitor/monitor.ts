import type { ActiveBackup } from '../abb/active-backup.js';
import type { Access } from '../abb/operation.js';
import { DAY_SECONDS } from '../abb/seconds.js';
import { AbbError, type AbbErrorCode } from '../dsm/errors.js';
import { isDue } from './due.js';
import type { MonitorOptions, Watcher, WatcherOptions } from './options.js';
import { overheard } from './overheard.js';
import { Look } from './read/look.js';
import { pauseBefore } from './schedule.js';
import type { Snapshot } from './snapshot.js';
import { StateKeeper } from './state.js';
import { Watch } from './watch.js';

const IDLE_MS = 60_000;
const BUSY_MS = 10_000;

// The first poll of several sessions that start together is spread over so long.
const START_WITHIN_MS = 2000;

// A timer cannot wait much longer: Node.js lets one of a month go off at once, and again and again.
const LONGEST_WAIT_MS = 7 * DAY_SECONDS * 1000;

// One lost request is no outage.
const FAILURES_OF_AN_OUTAGE = 2;

/**
 * Watches one NAS for any number of watchers: they share what it asks. It asks only while it has watchers, and only
 * what they want to know.
 */
export class Monitor {
  readonly #watches = new Set<Watch>();
  readonly #closing = new AbortController();
  readonly #access: () => Access;
  readonly #look: Look;
  readonly #state = new StateKeeper();
  readonly #forget: () => void;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<Error | undefined> | undefined;
  #again: Promise<Error | undefined> | undefined;
  #failures = 0;
  #lostContacts = 0;
  #thoroughAt = -Infinity;
  #isBusy = false;

  constructor(
    backup: ActiveBackup,
    private readonly options: MonitorOptions = {},
  ) {
    this.#access = () => backup.access({ signal: this.#closing.signal });
    this.#look = new Look(this.#access());
    // Pauses grow during an outage; a message that gets through shows that there is no more to wait for.
    this.#forget = backup.onBack(() => {
      if (this.#failures > 0 && !this.#polling) this.#later(0);
    });
  }

  /** Adds a watcher. It is told of what follows from the next poll on. */
  watch(options: WatcherOptions): Watcher {
    const watch = new Watch(options, this.#now(), this.options.session);
    this.#watches.add(watch);
    this.#later(this.#phase * START_WITHIN_MS);
    return {
      get problem() {
        return watch.problem;
      },
      close: async () => {
        this.#watches.delete(watch);
        if (this.#watches.size === 0) clearTimeout(this.#timer);
        await watch.close();
      },
    };
  }

  /**
   * Asks the NAS now, for everything that is wanted, and tells the watchers, also when it fails. A poll that is under
   * way is waited for first.
   */
  async poll(): Promise<void> {
    await this.#poll();
  }

  /** The same for who wants to know whether it went well. @throws Error why it did not */
  async pollOrFail(): Promise<void> {
    const error = await this.#poll();
    if (error) throw error;
  }

  #poll(): Promise<Error | undefined> {
    this.#again ??= (this.#polling ?? Promise.resolve()).then(() => {
      this.#again = undefined;
      return this.#begin(true);
    });
    return this.#again;
  }

  /** Ends it, and every watcher. Where they are is saved. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#forget();
    const watches = [...this.#watches];
    this.#watches.clear();
    const closed = watches.map((watch) => watch.close());
    this.#closing.abort(new AbbError('ABB_CLOSED', 'closed.node'));
    await this.#again;
    await this.#polling;
    await Promise.all(closed);
  }

  get #phase(): number {
    return this.options.phase ?? 0;
  }

  #begin(isThorough: boolean): Promise<Error | undefined> {
    clearTimeout(this.#timer);
    const polling = this.#perform(isThorough)
      .catch(overheard)
      .finally(() => {
        this.#polling = undefined;
        this.#later(this.#pause());
      });
    this.#polling = polling;
    return polling;
  }

  async #perform(isThorough: boolean): Promise<Error | undefined> {
    const begun = await Promise.all(
      [...this.#watches].map(async (watch) => [watch, await watch.begin().catch(overheard)] as const),
    );
    const watches = begun.flatMap(([watch, problem]) => (problem ? [] : watch));
    if (watches.length === 0 || this.#closing.signal.aborted) return begun[0]?.[1];
    const now = this.#now();
    try {
      const snapshot = await this.#look.take(watches, now, isThorough);
      // It has answered: should it be lost before the state is complete, that is a first failure again.
      this.#lostContacts = 0;
      if (isThorough) this.#thoroughAt = now;
      for (const watch of watches) await watch.tell(snapshot);
      await this.#tellState(watches, snapshot);
      this.#isBusy = snapshot.running.length > 0 || watches.some((watch) => watch.isBusy(now));
      this.#failures = 0;
      for (const watch of watches) watch.polled(snapshot.running.length);
      return undefined;
    } catch (error) {
      return this.#failed(watches, error, now);
    }
  }

  async #failed(watches: readonly Watch[], error: unknown, now: number): Promise<Error | undefined> {
    const reason = error instanceof Error ? error : new Error(String(error));
    if (this.#closing.signal.aborted) return reason;
    this.#failures += 1;
    this.#lostContacts = isLostContact(reason) ? this.#lostContacts + 1 : 0;
    const isAway = this.#lostContacts >= FAILURES_OF_AN_OUTAGE;
    for (const watch of watches) await watch.failed(reason, isAway, now);
    if (isAway) for (const watch of watches) watch.tellAway(this.#state.away(now));
    return reason;
  }

  async #tellState(watches: readonly Watch[], snapshot: Snapshot): Promise<void> {
    const interested = watches.filter(({ isReadyForState }) => isReadyForState);
    if (interested.length === 0) return;
    const state = await this.#state.update(snapshot, this.#access());
    for (const watch of interested) watch.tellState(state);
  }

  #pause(): number {
    const busyMs = this.#interval('busyMs', BUSY_MS);
    const intervalMs = this.#isBusy ? busyMs : Math.max(busyMs, this.#interval('idleMs', IDLE_MS));
    // Its own clock counts, not one that a test has set.
    return pauseBefore({ now: Date.now(), failures: this.#failures, intervalMs, busyMs, phase: this.#phase });
  }

  /** The shortest interval that anybody wants. */
  #interval(name: 'idleMs' | 'busyMs', usual: number): number {
    const wanted = [...this.#watches].flatMap(({ options }) => options[name] ?? []);
    return Math.min(...wanted, this.options[name] ?? (wanted.length > 0 ? Infinity : usual));
  }

  /** Sees to it that the next poll comes, at the latest after so many milliseconds. */
  #later(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.options.automatic !== true || this.#watches.size === 0) return;
    this.#timer = setTimeout(() => this.#tick(), Math.min(milliseconds, LONGEST_WAIT_MS));
  }

  #tick(): void {
    if (this.#polling || this.#again) return;
    void this.#begin(isDue(this.#thoroughAt, this.#interval('idleMs', IDLE_MS) * ALMOST, this.#now()));
  }

  readonly #now = (): number => (this.options.now ?? Date.now)();
}

// A poll that comes a little early must not put off the thorough look by a whole interval.
const ALMOST = 0.75;

/** Whether this is how it looks when the NAS is off, starting, or out of reach. */
function isLostContact(error: Error): boolean {
  return error instanceof AbbError && LOST_CONTACT.includes(error.code);
}

const LOST_CONTACT: readonly AbbErrorCode[] = ['ABB_UNREACHABLE', 'ABB_TIMEOUT', 'ABB_BAD_REPLY'];
