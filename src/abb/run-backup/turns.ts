import { unlessAborted } from '../../dsm/pause.js';
import type { Withdrawal } from '../../dsm/withdrawal.js';

/**
 * Lets those who look at the same tasks and then act upon what they saw do so one after the other: both would find an
 * idle task idle, and start it twice.
 */
export class Turns {
  readonly #taken = new Map<number, Promise<unknown>>();

  /**
   * Does `work` when nobody else is at work on one of these tasks.
   * @param signal leaves the queue; its reason is thrown
   */
  async take<T>(taskIds: readonly number[], signal: Withdrawal, work: () => Promise<T>): Promise<T> {
    for (;;) {
      const before = taskIds.flatMap((id) => this.#taken.get(id) ?? []);
      if (before.length === 0) break;
      await unlessAborted(Promise.all(before), signal);
    }
    const job = work();
    const end = job.catch(() => undefined);
    for (const id of taskIds) this.#taken.set(id, end);
    try {
      return await job;
    } finally {
      for (const id of taskIds) this.#taken.delete(id);
    }
  }
}
