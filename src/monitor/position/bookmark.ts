import { text } from '../../texts/texts.js';
import { isDue } from '../due.js';
import { type Position, readPosition } from './position.js';
import type { PositionStore } from './store.js';

// The time of the last poll is good to know, but not worth wearing out a memory card.
const TIME_ALONE_MS = 15 * 60_000;

/** The position of one watch, and its copy that survives a restart. */
export class Bookmark {
  #saved = '';
  #savedAt = 0;
  #savedPosition: Position | undefined;
  #saving: Promise<void> = Promise.resolve();
  #hasComplained = false;

  /** @param position where it begins, unless something else was saved */
  constructor(
    private readonly store: PositionStore,
    public position: Position,
    private readonly notice: (sentence: string) => void,
  ) {}

  /**
   * Goes to where it was. What makes no sense is said, put aside, and taken for nothing.
   * @throws Error when it cannot be read just now: it may be sound, and must not be written over
   */
  async load(): Promise<void> {
    try {
      const saved = await this.store.load();
      if (saved === undefined) return;
      this.position = readPosition(saved);
      this.#saved = essence(this.position);
      this.#savedAt = this.position.polledAt * 1000;
      this.#savedPosition = this.position;
    } catch (error) {
      if (!isNonsense(error)) throw error;
      this.notice(text('watch.positionLost', { reason: reasonOf(error) }));
      await this.store.setAside?.().catch(() => undefined);
    }
  }

  /** Goes on, and saves it when something has changed. @param now milliseconds since the epoch */
  async move(position: Position, now: number): Promise<void> {
    this.position = position;
    const told = essence(position);
    if (told !== this.#saved || isDue(this.#savedAt, TIME_ALONE_MS, now)) await this.#save(told, now);
  }

  /** Saves what has not been saved yet. */
  async close(): Promise<void> {
    await this.#saving;
    const { polledAt, results } = this.position;
    const isBegun = results !== undefined || this.#saved !== '';
    if (isBegun && this.position !== this.#savedPosition) {
      await this.#save(essence(this.position), polledAt * 1000);
    }
  }

  async #save(told: string, now: number): Promise<void> {
    this.#saved = told;
    this.#savedAt = now;
    this.#savedPosition = this.position;
    this.#saving = this.store.save(this.position).then(
      () => {
        this.#hasComplained = false;
      },
      (error: unknown) => {
        // The next poll tries again.
        this.#saved = '';
        this.#savedPosition = undefined;
        if (!this.#hasComplained) this.notice(text('watch.positionUnsaved', { reason: reasonOf(error) }));
        this.#hasComplained = true;
      },
    );
    await this.#saving;
  }
}

/** Whether it was read, and is no position: no JSON, or other JSON. */
function isNonsense(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof TypeError;
}

/** Everything but what only moves along: repeated after a crash, it does no harm. */
function essence(position: Position): string {
  const { results } = position;
  const still = results && { ...results, open: results.open.map((job) => ({ ...job, percent: 0 })) };
  return JSON.stringify({ ...position, polledAt: 0, results: still });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
