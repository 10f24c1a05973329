import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks `question` again and again until it answers something else than `undefined`, and answers that.
 * Rejects after `seconds` with `what` was waited for.
 */
export async function until<T>(
  what: string,
  seconds: number,
  question: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await pause(100);
  }
}
