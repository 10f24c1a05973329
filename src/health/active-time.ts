import { type Calendar, weekdayOf } from './calendar.js';

/** The weekdays on which a device is on; 0 is Sunday. */
export type Weekdays = ReadonlySet<number>;

export const EVERY_DAY: Weekdays = new Set([0, 1, 2, 3, 4, 5, 6]);

/**
 * The seconds between two moments that lie on the given weekdays; a weekend does not make a backup late on a
 * computer that nobody switches on then.
 */
export function activeSeconds(calendar: Calendar, weekdays: Weekdays, from: number, to: number): number {
  if (weekdays.size === EVERY_DAY.size) return Math.max(0, to - from);
  let active = 0;
  for (const { start, end } of activeSpans(calendar, weekdays, from)) {
    if (start >= to) break;
    active += Math.min(end, to) - start;
  }
  return active;
}

/** The moment at which so many seconds on the given weekdays have passed. */
export function afterActiveSeconds(
  calendar: Calendar,
  weekdays: Weekdays,
  from: number,
  seconds: number,
): number {
  if (weekdays.size === EVERY_DAY.size) return from + seconds;
  let left = seconds;
  for (const { start, end } of activeSpans(calendar, weekdays, from)) {
    if (end - start >= left) return start + left;
    left -= end - start;
  }
  return from + seconds;
}

// Longer than any pause that is looked at, so that nothing goes on for ever.
const MOST_DAYS = 2 * 366;

/** The days that count from a moment on, one by one, the first of them from that moment. */
function* activeSpans(
  calendar: Calendar,
  weekdays: Weekdays,
  from: number,
): Generator<{ start: number; end: number }> {
  const first = calendar.dayOf(from);
  for (let day = first; day < first + MOST_DAYS; day++) {
    if (!weekdays.has(weekdayOf(day))) continue;
    yield { start: Math.max(from, calendar.startOf(day)), end: calendar.startOf(day + 1) };
  }
}
