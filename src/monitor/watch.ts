import { compare } from './compare/compare.js';
import { newestTime } from './compare/stream.js';
import type { AbbEvent } from './events.js';
import type { WatcherOptions } from './options.js';
import { newPosition, type Position, readPosition } from './position/position.js';
import type { Need } from './read/list-reader.js';
import type { Snapshot } from './snapshot.js';

const DAY_SECONDS = 24 * 3600;
const HOUR_SECONDS = 3600;

/** One user of a monitor: what it wants, and how far it has been told. */
export class Watch {
  /** Settles when the position has been read; never rejects. */
  readonly ready: Promise<void>;
  readonly #options: WatcherOptions;
  readonly #session: string | undefined;
  #position: Position;
  #saved = '';
  #closed = false;

  /** @param now gives milliseconds since the epoch */
  constructor(options: WatcherOptions, now: () => number, session: string | undefined) {
    this.#options = options;
    this.#session = session;
    this.#position = newPosition(Math.floor(now() / 1000));
    this.ready = (options.start ?? 'stopped') === 'stopped' ? this.#load() : Promise.resolve();
  }

  /** What it needs of the history. @param now milliseconds since the epoch */
  needOfResults(now: number): Need {
    const { results, polledAt } = this.#position;
    const { start } = this.#options;
    if (!results) {
      const hours = typeof start === 'object' ? start.hours : -Infinity;
      return { position: undefined, since: now / 1000 - hours * HOUR_SECONDS, ids: [] };
    }
    const newest = newestTime(results);
    return {
      position: results,
      since: Math.min(newest === 0 ? polledAt : newest, polledAt) - DAY_SECONDS,
      ids: [...results.open.map(({ id }) => id), ...results.gaps.map(([id]) => id)],
    };
  }

  /** Tells what is new, and remembers that it has. */
  async tell(snapshot: Snapshot): Promise<void> {
    if (this.#closed) return;
    const { events, position } = compare(this.#position, snapshot, this.#options);
    for (const event of events) this.#hand(event);
    this.#position = position;
    this.#options.onPoll?.(snapshot.running.length);
    await this.#save();
  }

  failed(error: Error): Promise<void> {
    if (!this.#closed) this.#options.onError?.(error);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#save();
  }

  #hand(event: AbbEvent): void {
    const { events } = this.#options;
    if (events && !events.includes(event.event)) return;
    this.#options.onEvent(this.#session === undefined ? event : { ...event, session: this.#session });
  }

  async #load(): Promise<void> {
    const saved = await this.#options.position.load();
    if (saved !== undefined) this.#position = readPosition(saved);
  }

  async #save(): Promise<void> {
    const text = JSON.stringify(this.#position);
    if (text === this.#saved) return;
    this.#saved = text;
    await this.#options.position.save(this.#position);
  }
}
