/** Milliseconds for which a denial is believed: a right may be granted, and a stale session looks like a denial. */
const BELIEVED_MS = 5 * 60_000;

/**
 * The APIs that DSM still denied right after a new login, whichever that was: logging in anew for each request would not
 * help, and never trying again would miss what has changed.
 */
export class DeniedApis {
  readonly #since = new Map<string, number>();

  /** @param now gives milliseconds of a clock that never jumps; for tests */
  constructor(private readonly now: () => number = () => performance.now()) {}

  add(api: string): void {
    this.#since.set(api, this.now());
  }

  /** It was not denied this time. */
  forget(api: string): void {
    this.#since.delete(api);
  }

  has(api: string): boolean {
    return this.now() - (this.#since.get(api) ?? -Infinity) < BELIEVED_MS;
  }
}
