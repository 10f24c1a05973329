import { pause } from './pause.js';

/** How often has reaching the NAS failed in a row, and what does that mean for the next attempt? */
export class Outage {
  #failures = 0;
  #lastAttemptAt = -Infinity;

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

  /** The NAS has been reached. */
  over(): void {
    this.#failures = 0;
  }
}

/** Milliseconds between the beginnings of two attempts, after so many failures. */
export function spacingMs(failures: number): number {
  return failures < 2 ? 0 : Math.min(LONGEST_SPACING_MS, 100 * 2 ** (failures - 2));
}

const LONGEST_SPACING_MS = 1000;
