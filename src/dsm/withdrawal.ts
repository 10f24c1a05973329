import { setMaxListeners } from 'node:events';

/** Tells that somebody does not want an answer any more: what is used of an AbortSignal on the way of a request. */
export interface Withdrawal {
  readonly aborted: boolean;
  /** What to throw then; means nothing before. */
  readonly reason: Error;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

const NOT_WITHDRAWN = new Error('not withdrawn');

/** For work that nobody gives up. */
export const NEVER: Withdrawal = {
  aborted: false,
  reason: NOT_WITHDRAWN,
  throwIfAborted: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
};

/** Lets any number of calls share a withdrawal; Node.js warns of a leak at the eleventh that listens to an AbortSignal. */
export function manyListeners(withdrawal: Withdrawal): void {
  if (withdrawal instanceof AbortSignal) setMaxListeners(0, withdrawal);
}

/**
 * A withdrawal of our own, each listener of which is called once. Every read has one, nearly always in vain: an
 * AbortController, which is an EventTarget, would cost it more than its parameters and its turn together.
 */
export class OwnWithdrawal implements Withdrawal {
  #reason: Error | undefined;
  #listeners: (() => void)[] = [];

  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  get reason(): Error {
    return this.#reason ?? NOT_WITHDRAWN;
  }

  abort(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    for (const listener of this.#listeners.splice(0)) listener();
  }

  throwIfAborted(): void {
    if (this.#reason) throw this.#reason;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners = this.#listeners.filter((other) => other !== listener);
  }
}
