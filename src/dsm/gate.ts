import { AbbError } from './errors.js';
import type { Withdrawal } from './withdrawal.js';

/** Lets a limited number of tasks run at a time and a limited number wait, first come, first served. */
export class Gate {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /**
   * @param width how many may run at a time
   * @param queueLength how many may wait; one more is turned away with ABB_BUSY
   */
  constructor(
    private readonly width: number,
    private readonly queueLength: number,
  ) {}

  /** Runs `work` when its turn comes, unless `signal` is aborted first: then its reason is thrown. */
  async run<T>(work: () => Promise<T>, signal: Withdrawal): Promise<T> {
    signal.throwIfAborted();
    if (this.#running >= this.width) await this.#turn(signal);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on rather than freed, so nobody can slip in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  #turn(signal: Withdrawal): Promise<void> {
    if (this.#waiting.length >= this.queueLength) {
      throw new AbbError('ABB_BUSY', 'busy.queue', { count: this.#waiting.length });
    }
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(enter);
    });
  }
}
