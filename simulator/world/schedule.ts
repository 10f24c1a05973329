import type { Schedule } from './model.js';
import { DAY, HOUR, MINUTE, weekdayOf } from './time.js';
import type { TimeZone } from './time.js';

/** The schedule of a task that only starts by hand. */
export const UNSCHEDULED: Schedule = { enabled: false, hour: 0, minute: 0, weekdays: [], repeatHours: 0 };

/** Whether the schedule ever starts anything: switched on, and with at least one weekday. */
export function isScheduled(schedule: Schedule): boolean {
  return schedule.enabled && schedule.weekdays.length > 0;
}

/** The seconds of the day at which a schedule starts a backup on each of its weekdays, ascending. */
export function timesOfDay(schedule: Schedule): number[] {
  const first = schedule.hour * HOUR + schedule.minute * MINUTE;
  if (schedule.repeatHours <= 0) return [first];
  const times: number[] = [];
  for (let time = first; time < DAY; time += schedule.repeatHours * HOUR) times.push(time);
  return times;
}

/** The first moment after `after` at which the schedule starts a backup, or 0 when it never does. */
export function nextTrigger(schedule: Schedule, after: number, zone: TimeZone): number {
  if (!isScheduled(schedule)) return 0;
  const today = zone.dayOf(after);
  for (let day = today; day <= today + 7; day += 1) {
    if (!schedule.weekdays.includes(weekdayOf(day))) continue;
    for (const time of timesOfDay(schedule)) {
      const moment = zone.toMoment(day, time);
      if (moment > after) return moment;
    }
  }
  return 0;
}
