import type { Schedule } from '../abb/shapes/schedule.js';
import { afterActiveSeconds } from './active-time.js';
import type { Calendar } from './calendar.js';
import type { Line } from './line.js';
import { allowedActiveSeconds, FLOOR_SECONDS, LEARNING_FLOOR_SECONDS, SUCCESSES_TO_LEARN } from './rhythm.js';
import { hasTimes, nextExpected } from './schedule-slots.js';

/** What may be expected of a line of backups, and by what. Times are epoch seconds. */
export type Expectation = Expected | NothingExpected;

interface Expected {
  /** The fixed age, the task's schedule, or the line's own rhythm. */
  readonly by: 'age' | 'schedule' | 'rhythm';
  /** When a success is missing; null where nobody knows since when to count. */
  readonly deadline: number | null;
  /** The scheduled run that is due; null where it is not the schedule that counts. */
  readonly slot: number | null;
  readonly isLearning: boolean;
}

interface NothingExpected {
  readonly by: 'nothing';
  readonly why: 'unscheduled' | 'paused';
}

/** What has been seen of the line. Times are epoch seconds. */
export interface Seen {
  readonly now: number;
  /** When the first run began. */
  readonly firstRun: number | null;
  /** When the successes ended, oldest first. */
  readonly successes: readonly number[];
  /** What ages count from: the last success or, without one, when the line can have begun. */
  readonly from: number | null;
}

/** Works out until when the next success must come. A fixed age goes before the schedule, that before the rhythm. */
export function expectation(calendar: Calendar, line: Line, seen: Seen): Expectation {
  const { schedule } = line.task;
  if (schedule?.paused === true) return { by: 'nothing', why: 'paused' };
  if (line.maxAgeHours !== undefined) return byAge(line.maxAgeHours, seen);
  if (schedule === null) return { by: 'nothing', why: 'unscheduled' };
  return hasTimes(schedule) ? bySchedule(calendar, line, schedule, seen) : byRhythm(calendar, line, seen);
}

function byAge(hours: number, { from, successes }: Seen): Expected {
  const deadline = from === null ? null : from + hours * 3600;
  return { by: 'age', deadline, slot: null, isLearning: successes.length === 0 };
}

function bySchedule(calendar: Calendar, { weekdays }: Line, schedule: Schedule, seen: Seen): Expected {
  const isLearning = isNew(seen) || seen.successes.length === 0;
  if (seen.from === null) return { by: 'schedule', deadline: null, slot: null, isLearning };
  const { at, deadline } = nextExpected(calendar, schedule, weekdays, seen.from);
  const floor = isLearning ? LEARNING_FLOOR_SECONDS : FLOOR_SECONDS;
  return { by: 'schedule', deadline: Math.max(deadline, seen.from + floor), slot: at, isLearning };
}

function byRhythm(calendar: Calendar, { weekdays }: Line, seen: Seen): Expected {
  const isLearning = isNew(seen) || seen.successes.length < SUCCESSES_TO_LEARN;
  const floor = isLearning ? LEARNING_FLOOR_SECONDS : FLOOR_SECONDS;
  const allowed = allowedActiveSeconds(calendar, weekdays, seen.successes, floor);
  const deadline = seen.from === null ? null : afterActiveSeconds(calendar, weekdays, seen.from, allowed);
  return { by: 'rhythm', deadline, slot: null, isLearning };
}

/** Whether the first run is so recent that nothing is settled. */
function isNew({ now, firstRun }: Seen): boolean {
  return firstRun === null || now < settledAt(firstRun);
}

/** When the first run is not recent any more: the deadline may come nearer then, although nothing happens. */
export function settledAt(firstRun: number): number {
  return firstRun + LEARNING_FLOOR_SECONDS;
}
