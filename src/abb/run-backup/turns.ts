import { AbbError, type AbbErrorCode } from '../../dsm/errors.js';
import { unlessAborted } from '../../dsm/pause.js';
import type { Withdrawal } from '../../dsm/withdrawal.js';

/**
 * Lets those who look at the same tasks and then act upon what they saw do so one after the other: both would find an
 * idle task idle, and start it twice.
 */
export class Turns {
  readonly #taken = new Map<number, Promise<AbbError | undefined>>();

  /**
   * Does `work` when nobody else is at work on one of these tasks.
   * @param signal leaves the queue; its reason is thrown
   * @throws AbbError what `work` throws, or that the NAS gave no answer to the one before, who speaks for all who
   * waited meanwhile: one after the other they would wait for ever longer, and start late what nobody expects any more
   */
  async take<T>(taskIds: readonly number[], signal: Withdrawal, work: () => Promise<T>): Promise<T> {
    for (;;) {
      const before = taskIds.flatMap((id) => this.#taken.get(id) ?? []);
      if (before.length === 0) break;
      const failures = await unlessAborted(Promise.all(before), signal);
      const unanswered = failures.find((failure) => failure !== undefined);
      if (unanswered) throw unanswered;
    }
    const job = work();
    const end = job.then(() => undefined, unansweredBy);
    for (const id of taskIds) this.#taken.set(id, end);
    try {
      return await job;
    } finally {
      for (const id of taskIds) this.#taken.delete(id);
    }
  }
}

const UNANSWERED: ReadonlySet<AbbErrorCode> = new Set(['ABB_UNREACHABLE', 'ABB_TIMEOUT', 'ABB_BUSY']);

function unansweredBy(error: unknown): AbbError | undefined {
  return error instanceof AbbError && UNANSWERED.has(error.code) ? error : undefined;
}
