import { DAY_SECONDS } from '../abb/seconds.js';
import type { Schedule } from '../abb/shapes/schedule.js';
import { afterActiveSeconds, EVERY_DAY, type Weekdays } from './active-time.js';
import { type Calendar, type Day, weekdayOf } from './calendar.js';

/** How long after a scheduled run its success may come, on days on which the device is on. */
const GRACE_SECONDS = DAY_SECONDS;

/** Whether a schedule says when backups run. Those that only events start have a rhythm instead. */
export function hasTimes(schedule: Schedule): boolean {
  return schedule.triggers.includes('schedule') && schedule.weekdays.length > 0 && schedule.hour !== null;
}

/** A scheduled run, and when it counts as missed. Epoch seconds. */
export interface Expected {
  readonly at: number;
  readonly deadline: number;
}

/**
 * The first run that a schedule demands after a moment, and when it is missed. Days on which the device should have
 * been backed up but is never on do not count; days without a run say nothing about the device and do.
 */
export function nextExpected(
  calendar: Calendar,
  schedule: Schedule,
  weekdaysOn: Weekdays,
  after: number,
): Expected {
  const weekdays = schedule.weekdays.some((weekday) => weekdaysOn.has(weekday)) ? weekdaysOn : EVERY_DAY;
  const off = schedule.weekdays.filter((weekday) => !weekdays.has(weekday));
  const at = nextSlot(calendar, schedule, off, after);
  const counted = new Set([...EVERY_DAY].filter((weekday) => !off.includes(weekday)));
  return { at, deadline: afterActiveSeconds(calendar, counted, at, GRACE_SECONDS) };
}

function nextSlot(calendar: Calendar, schedule: Schedule, off: readonly number[], after: number): number {
  const today = calendar.dayOf(after);
  // Every weekday comes within a week, and today once more a week on.
  for (let day = today; day <= today + 7; day++) {
    const weekday = weekdayOf(day);
    if (!schedule.weekdays.includes(weekday) || off.includes(weekday)) continue;
    const slot = slotsOfDay(calendar, day, schedule).find((at) => at > after);
    if (slot !== undefined) return slot;
  }
  return after;
}

/** When runs are due on a day, epoch seconds. Whatever DSM sends, these are no more than one per hour of the day. */
function slotsOfDay(calendar: Calendar, day: Day, { hour, minute, everyHours }: Schedule): number[] {
  const first = within(hour ?? 0, 23) * 3600 + within(minute ?? 0, 59) * 60;
  const step = everyHours === null ? DAY_SECONDS : Math.max(1, everyHours) * 3600;
  const slots = [];
  for (let clock = first; clock < DAY_SECONDS; clock += step) slots.push(moment(calendar, day, clock));
  return slots;
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

/**
 * When the clock shows so many seconds after midnight. Where it does so twice, the first of them counts; where it never
 * does, because the clocks are put forward past that time, as many seconds after the day began.
 */
function moment(calendar: Calendar, day: Day, clock: number): number {
  const start = calendar.startOf(day);
  const end = calendar.startOf(day + 1);
  const beforeChange = start + clock;
  if (end - start === DAY_SECONDS || calendar.clockOf(beforeChange) === clock) return beforeChange;
  const afterChange = end - (DAY_SECONDS - clock);
  return calendar.clockOf(afterChange) === clock ? afterChange : beforeChange;
}
