import { activeSeconds, type Weekdays } from './active-time.js';
import type { Calendar } from './calendar.js';

/** No device is overdue sooner: one missed night is no reason to wake anybody. */
export const FLOOR_SECONDS = 36 * 3600;

/** Nor one whose rhythm is not known yet. */
export const LEARNING_FLOOR_SECONDS = 72 * 3600;

/** So many successes show a rhythm. */
export const SUCCESSES_TO_LEARN = 5;

/**
 * How much time on active weekdays may pass after a success: half as much again as nine of ten pauses took, or twice
 * the usual pause, but not less than the floor.
 * @param successes when they ended, epoch seconds, oldest first
 */
export function allowedActiveSeconds(
  calendar: Calendar,
  weekdays: Weekdays,
  successes: readonly number[],
  floorSeconds: number,
): number {
  const active = gaps(successes).map(([from, to]) => activeSeconds(calendar, weekdays, from, to));
  return Math.max(floorSeconds, 1.5 * (percentile(active, 0.9) ?? 0), 2 * (percentile(active, 0.5) ?? 0));
}

/** The usual time between two successes, on the clock; null for fewer than two. */
export function typicalSeconds(successes: readonly number[]): number | null {
  return percentile(
    gaps(successes).map(([from, to]) => to - from),
    0.5,
  );
}

function gaps(successes: readonly number[]): (readonly [from: number, to: number])[] {
  return successes.slice(1).map((to, index) => [successes[index] ?? to, to]);
}

/** The value that this part of the values does not exceed; null where there are none. */
function percentile(values: readonly number[], part: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
}
