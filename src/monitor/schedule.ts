import { fnv1a } from './fnv1a.js';

/** When to poll next. */
export interface Pace {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How many polls have failed in a row. */
  readonly failures: number;
  /** Milliseconds between two polls, as things are. */
  readonly intervalMs: number;
  /** The shortest pause after a failure, milliseconds. */
  readonly busyMs: number;
  /** Where in the interval polls lie, 0 up to 1. */
  readonly phase: number;
}

const LONGEST_PAUSE_MS = 5 * 60_000;

/**
 * Milliseconds until the next poll. Polls lie at fixed places on the clock, so that sessions with different phases
 * never poll at once for long; after failures the pauses grow, each a little different.
 */
export function pauseBefore({ now, failures, intervalMs, busyMs, phase }: Pace): number {
  if (failures > 0) {
    const pause = Math.min(LONGEST_PAUSE_MS, busyMs * 2 ** Math.min(failures - 1, 20));
    return pause * (0.75 + Math.random() / 4);
  }
  const earliest = now + intervalMs / 2;
  const place = phase * intervalMs;
  return Math.ceil((earliest - place) / intervalMs) * intervalMs + place - now;
}

/** The phase of a session: the same for the same id, and different for most others. */
export function phaseOf(id: string): number {
  let hash = fnv1a(id);
  // Ids that differ in their last letter alone must not lie side by side: the mixing of MurmurHash spreads them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
