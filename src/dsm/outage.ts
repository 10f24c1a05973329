import { pause } from './pause.js';

/** How often has reaching the NAS failed in a row, and what does that mean for the next attempt? */
export class Outage {
  #failures = 0;
  #lastAttemptAt = -Infinity;
  #automaticWaits = 0;
  readonly #waiting = new Set<() => void>();

  /** Whether there is one. */
  get lasts(): boolean {
    return this.#failures > 0;
  }

  /**
   * Keeps attempts apart that messages ask for: after a first failure the next may begin at once, later ones begin a
   * little apart, and never more than a second. So a flow that tries again and again does not hammer a NAS that is
   * starting, and a person never waits long.
   */
  async pace(signal: AbortSignal): Promise<void> {
    const dueIn = this.#lastAttemptAt + spacingMs(this.#failures) - performance.now();
    if (dueIn > 0) await pause(dueIn, signal);
    this.#lastAttemptAt = performance.now();
  }

  /** An attempt to reach the NAS has failed. */
  failed(): void {
    this.#failures += 1;
  }

  /** The NAS has been reached, or is not wanted any more: whoever waits need not do so any longer. */
  over(): void {
    this.#failures = 0;
    this.#automaticWaits = 0;
    for (const end of [...this.#waiting]) end();
  }

  /**
   * For callers that nobody waits for: during an outage it takes longer each time, and ends as soon as the NAS has
   * been reached, whoever has done it. Without an outage it does not wait.
   * @param signal ends the wait; its reason is thrown
   */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.lasts) return;
    const waitMs = automaticWaitMs(this.#automaticWaits, Math.random());
    this.#automaticWaits += 1;
    const early = new AbortController();
    const end = () => early.abort(OVER);
    const leave = () => early.abort(signal.reason);
    this.#waiting.add(end);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    try {
      await pause(waitMs, early.signal);
    } catch (reason) {
      if (reason !== OVER) throw reason;
    } finally {
      this.#waiting.delete(end);
      signal.removeEventListener('abort', leave);
    }
  }
}

const OVER = new Error('the outage is over');

/** Milliseconds between the beginnings of two attempts, after so many failures. */
export function spacingMs(failures: number): number {
  return failures < 2 ? 0 : Math.min(LONGEST_SPACING_MS, 100 * 2 ** (failures - 2));
}

/**
 * Milliseconds that an automatic caller waits: from 5 to 10 seconds at first, from 2.5 to 5 minutes at last.
 * @param waits how many waits there have been in this outage
 * @param chance from 0 to 1, so that many clients of a NAS do not come back at the same moment
 */
export function automaticWaitMs(waits: number, chance: number): number {
  return Math.min(LONGEST_WAIT_MS, 10_000 * 2 ** waits) * (0.5 + chance / 2);
}

const LONGEST_SPACING_MS = 1000;
const LONGEST_WAIT_MS = 300_000;
