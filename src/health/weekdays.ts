import { EVERY_DAY, type Weekdays } from './active-time.js';
import { type Calendar, weekdayOf } from './calendar.js';
import type { Run } from './runs.js';

// Of the busiest weekday: in a month, one odd Saturday makes no working day.
const SHARE_OF_BUSIEST = 1 / 3;

// Below that it may be chance on which days backups fell.
const FEWEST_WEEKS = 3;
const FEWEST_DAYS = 10;

/**
 * The weekdays on which a device is on: those on which it has sent something at least a third as often as on its
 * busiest one, so that a holiday takes no day away. A run that failed proves nothing, because the NAS may have
 * looked for the device in vain.
 * @returns every day as long as there are fewer than ten days in three weeks to go by
 */
export function weekdaysOn(calendar: Calendar, runs: readonly Run[]): Weekdays {
  const days = new Set(runs.filter(hasSent).map(({ start }) => calendar.dayOf(start)));
  const weeks = new Set([...days].map((day) => Math.floor((day - MONDAY) / 7)));
  if (days.size < FEWEST_DAYS || weeks.size < FEWEST_WEEKS) return EVERY_DAY;
  const counts = new Map<number, number>();
  for (const day of days) counts.set(weekdayOf(day), (counts.get(weekdayOf(day)) ?? 0) + 1);
  const least = Math.max(...counts.values()) * SHARE_OF_BUSIEST;
  return new Set([...counts].filter(([, count]) => count >= least).map(([weekday]) => weekday));
}

// 1970-01-05 was one.
const MONDAY = 4;

function hasSent({ outcome }: Run): boolean {
  return outcome === 'success' || outcome === 'partial_success';
}
