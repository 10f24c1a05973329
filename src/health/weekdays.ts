import { EVERY_DAY, type Weekdays } from './active-time.js';
import { type Calendar, weekdayOf } from './calendar.js';
import type { Run } from './runs.js';

// Of the weeks in which there was anything, so that a holiday takes no day away. In a month of weeks one odd
// Saturday makes no working day.
const SHARE_OF_WEEKS = 1 / 3;

// Two weekends may both have been odd ones.
const FEWEST_WEEKS = 3;

/**
 * The weekdays on which a device is on: those on which it has sent something in at least a third of its weeks. A run
 * that failed proves nothing, because the NAS may have looked for the device in vain.
 * @returns every day as long as there are fewer than three weeks to go by
 */
export function weekdaysOn(calendar: Calendar, runs: readonly Run[]): Weekdays {
  const days = new Set(runs.filter(hasSent).map(({ start }) => calendar.dayOf(start)));
  const weeks = new Set([...days].map((day) => Math.floor((day - MONDAY) / 7)));
  if (weeks.size < FEWEST_WEEKS) return EVERY_DAY;
  const counts = new Map<number, number>();
  for (const day of days) counts.set(weekdayOf(day), (counts.get(weekdayOf(day)) ?? 0) + 1);
  const on = [...counts].filter(([, count]) => count >= weeks.size * SHARE_OF_WEEKS);
  return on.length === 0 ? EVERY_DAY : new Set(on.map(([weekday]) => weekday));
}

// 1970-01-05 was one.
const MONDAY = 4;

function hasSent({ outcome }: Run): boolean {
  return outcome === 'success' || outcome === 'partial_success';
}
