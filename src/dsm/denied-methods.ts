import { type DsmMethod, methodName } from './method.js';

/** Milliseconds for which a denial is believed: a right may be granted, and a stale session looks like a denial. */
const BELIEVED_MS = 5 * 60_000;

/** Each further denial doubles that, up to so many: DSM's own log would fill with the logins of a watch. */
const MOST_BELIEVED_MS = 60 * 60_000;

interface Denial {
  /** Milliseconds of the clock. */
  readonly until: number;
  readonly believedMs: number;
}

/**
 * The methods that DSM still denied when a new login had been of no help, or was not to be tried: logging in anew for
 * each request would not help, and never trying again would miss what has changed. An account may be allowed a part of
 * an API, so that one method of it says nothing about another.
 */
export class DeniedMethods {
  readonly #denials = new Map<string, Denial>();

  /** @param now gives milliseconds of a clock that never jumps; for tests */
  constructor(private readonly now: () => number = () => performance.now()) {}

  add(method: DsmMethod): void {
    const before = this.#denials.get(methodName(method))?.believedMs ?? BELIEVED_MS / 2;
    const believedMs = Math.min(before * 2, MOST_BELIEVED_MS);
    this.#denials.set(methodName(method), { until: this.now() + believedMs, believedMs });
  }

  /** It was not denied this time. */
  forget(method: DsmMethod): void {
    this.#denials.delete(methodName(method));
  }

  has(method: DsmMethod): boolean {
    return this.now() < (this.#denials.get(methodName(method))?.until ?? -Infinity);
  }
}
