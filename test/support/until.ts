import { setTimeout as pause } from 'node:timers/promises';

import type { Simulator } from '../../simulator/index.js';

/**
 * Asks `question` again and again until it answers something else than `undefined`, and answers that.
 * Rejects after `seconds` with `what` was waited for. While this process stands still, so does what it waits for: such
 * a moment hardly counts.
 */
export async function until<T>(
  what: string,
  seconds: number,
  question: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  let left = seconds * 1000;
  for (;;) {
    const begin = performance.now();
    const answer = await question();
    if (answer !== undefined) return answer;
    if (left <= 0) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await pause(100);
    left -= Math.min(performance.now() - begin, MOST_AT_ONCE_MS);
  }
}

const MOST_AT_ONCE_MS = 1000;

/** Waits until a NAS is asked nothing any more; what was on its way to it may still arrive. */
export async function untilSilent({ journal }: Pick<Simulator, 'journal'>): Promise<void> {
  await until('the NAS to be left alone', 10, async () => {
    const { length } = journal.entries;
    await pause(300);
    return journal.entries.length === length ? true : undefined;
  });
}
