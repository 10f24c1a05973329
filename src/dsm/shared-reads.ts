/** Equal reads that are under way at the same time become one; each caller may leave without disturbing the others. */
export class SharedReads {
  readonly #underWay = new Map<string, Flight>();

  /**
   * Joins the read with this key, or starts it.
   * @param start begins the read; its signal is aborted when the last caller has left
   * @throws the reason of `signal` when this caller leaves
   */
  join(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
    const flight = this.#underWay.get(key) ?? this.#begin(key, start);
    flight.callers += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        flight.callers -= 1;
        if (flight.callers === 0) {
          this.#forget(key, flight);
          flight.abort.abort(signal.reason);
        }
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      flight.outcome.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
      if (signal.aborted) leave();
    });
  }

  /** Gives up all reads; `reason` is what their callers get. */
  abandon(reason: Error): void {
    for (const { abort } of this.#underWay.values()) abort.abort(reason);
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<unknown>): Flight {
    const abort = new AbortController();
    const flight: Flight = { callers: 0, abort, outcome: start(abort.signal) };
    this.#underWay.set(key, flight);
    const end = () => this.#forget(key, flight);
    flight.outcome.then(end, end);
    return flight;
  }

  #forget(key: string, flight: Flight): void {
    if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
  }
}

interface Flight {
  callers: number;
  readonly abort: AbortController;
  readonly outcome: Promise<unknown>;
}
