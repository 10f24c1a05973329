import { AbbError } from './errors.js';
import { OwnWithdrawal, type Withdrawal } from './withdrawal.js';

/** Equal reads that are under way at the same time become one; each caller may leave without disturbing the others. */
export class SharedReads {
  readonly #underWay = new Map<string, Flight>();
  /** Part of every key: reads of different eras are not equal. */
  #era = 0;
  #eraBegan = -Infinity;

  /** @param most how many callers may wait for one read */
  constructor(private readonly most: number) {}

  /**
   * Joins the read with this key, or starts it.
   * @param start begins the read; its flight is aborted when the last caller has left
   * @throws AbbError ABB_BUSY when too many wait for it
   * @throws the reason of `signal` when this caller leaves
   */
  join(key: string, signal: Withdrawal, start: (flight: Withdrawal) => Promise<unknown>): Promise<unknown> {
    const keyNow = `${this.#era} ${key}`;
    const flight = this.#underWay.get(keyNow) ?? this.#begin(keyNow, start);
    if (flight.callers >= this.most) throw new AbbError('ABB_BUSY', 'busy.queue', { count: this.most });
    return flight.board(signal);
  }

  /** Who asks from now on does not join what is under way already: it may say how things were before. */
  beginEra(): void {
    this.#era += 1;
    this.#eraBegan = performance.now();
  }

  /** Milliseconds since the era began: so old may be what is joined. */
  get eraMs(): number {
    return performance.now() - this.#eraBegan;
  }

  /** Gives up all reads; `reason` is what their callers get. */
  abandon(reason: Error): void {
    for (const flight of this.#underWay.values()) flight.abort(reason);
  }

  #begin(key: string, start: (flight: Withdrawal) => Promise<unknown>): Flight {
    const flight: Flight = new Flight(() => {
      if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
    });
    this.#underWay.set(key, flight);
    flight.begin(start);
    return flight;
  }
}

interface Caller {
  readonly resolve: (outcome: unknown) => void;
  readonly reject: (reason: Error) => void;
  /** Stops listening to its signal. */
  readonly end: () => void;
}

/**
 * A read that is under way, and who waits for it. Nothing that it holds leads to the answer once that has been given:
 * what was removed from a map or a list of listeners stays linked to what comes after it until the next full collection
 * of garbage, and with it every answer would.
 */
class Flight {
  readonly #withdrawal = new OwnWithdrawal();
  readonly #callers = new Map<object, Caller>();

  /** @param forget called when nobody may board any more */
  constructor(private readonly forget: () => void) {}

  get callers(): number {
    return this.#callers.size;
  }

  begin(start: (flight: Withdrawal) => Promise<unknown>): void {
    start(this.#withdrawal).then(
      (outcome) => this.#land(({ resolve }) => resolve(outcome)),
      (error: unknown) => this.#land(({ reject }) => reject(error as Error)),
    );
  }

  board(signal: Withdrawal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ticket = {};
      const leave = () => this.#leave(ticket, signal.reason);
      const end = () => signal.removeEventListener('abort', leave);
      this.#callers.set(ticket, { resolve, reject, end });
      signal.addEventListener('abort', leave, { once: true });
      if (signal.aborted) leave();
    });
  }

  abort(reason: Error): void {
    this.#withdrawal.abort(reason);
  }

  #leave(ticket: object, reason: Error): void {
    const caller = this.#callers.get(ticket);
    this.#callers.delete(ticket);
    if (this.#callers.size === 0) {
      this.forget();
      this.abort(reason);
    }
    caller?.reject(reason);
  }

  #land(tell: (caller: Caller) => void): void {
    this.forget();
    const callers = [...this.#callers.values()];
    this.#callers.clear();
    for (const caller of callers) {
      caller.end();
      tell(caller);
    }
  }
}
