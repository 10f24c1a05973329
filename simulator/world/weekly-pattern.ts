/**
 * The past repeats every week: this is the week. Each job of the week is a slot with a start and a finish; all
 * starts and finishes are events in order of time. With that any row of the past can be computed from its number.
 */
import { JOB_ACTION } from './codes.js';
import type { JobAction } from './codes.js';
import type { Task } from './model.js';
import type { Random } from './random.js';
import { isScheduled, timesOfDay } from './schedule.js';
import { DAY, HOUR, WEEK } from './time.js';

/** A job of the week; `time` and `duration` in seconds, counted from local midnight of Sunday. */
interface Slot {
  readonly time: number;
  readonly task: number;
  readonly action: JobAction;
  readonly duration: number;
}

export interface WeeklyPattern {
  readonly slotCount: number;
  /** Per slot: position of the task in the list, what is done, and the events at which it starts and finishes. */
  readonly slotTask: Int32Array;
  readonly slotAction: Int32Array;
  readonly slotStart: Int32Array;
  readonly slotFinish: Int32Array;
  /** Per slot: 1 when it finishes in the week after the one in which it starts. */
  readonly slotWraps: Uint8Array;
  /** Per event: second of the week, by how much it may come later without overtaking the next, its slot, its kind. */
  readonly eventTime: Int32Array;
  readonly eventSlack: Int32Array;
  readonly eventSlot: Int32Array;
  readonly eventIsFinish: Uint8Array;
  /** Slots of each task, ascending. */
  readonly taskSlots: readonly (readonly number[])[];
  /** The longest time between start and finish, slack included. */
  readonly longestSeconds: number;
}

export interface PatternOptions {
  /** Shortest and longest duration of a backup in seconds. */
  readonly backupSeconds: readonly [number, number];
  /** At least so many jobs a week: what schedules do not give is added as backups started by hand. */
  readonly atLeast: number;
  /** Second of the day at which retention runs. */
  readonly retentionTime: number;
}

/** Starts are at most this late, finishes at most this much later than planned (seconds). */
const START_SLACK = 15;
const FINISH_SLACK = 600;

function scheduledSlots(tasks: readonly Task[], options: PatternOptions, random: Random): Slot[] {
  const [shortest, longest] = options.backupSeconds;
  const slots: Slot[] = [];
  tasks.forEach((task, index) => {
    const weekdays = isScheduled(task.schedule) ? task.schedule.weekdays : [];
    for (const weekday of weekdays) {
      for (const time of timesOfDay(task.schedule)) {
        const duration = random.integer(shortest, longest, task.id, weekday * DAY + time);
        slots.push({ time: weekday * DAY + time, task: index, action: JOB_ACTION.backup, duration });
      }
      if (task.retention.keepAll) continue;
      const purgeAt = weekday * DAY + ((options.retentionTime + 20 * (index % 180)) % DAY);
      slots.push({ time: purgeAt, task: index, action: JOB_ACTION.deleteVersion, duration: 12 });
    }
    for (let run = 0; run < task.manualRunsPerWeek; run += 1) {
      const time = random.integer(0, WEEK - 1, -task.id, run);
      const duration = random.integer(shortest, longest, -task.id, run + 100);
      slots.push({ time, task: index, action: JOB_ACTION.backup, duration });
    }
    if (index % 5 === 0 && (weekdays.length > 0 || task.manualRunsPerWeek > 0)) {
      slots.push({
        time: 3 * DAY + 10 * HOUR + index,
        task: index,
        action: JOB_ACTION.restoreFiles,
        duration: 45,
      });
    }
  });
  return slots;
}

function addManualSlots(slots: Slot[], taskCount: number, options: PatternOptions, random: Random): void {
  const missing = options.atLeast - slots.length;
  if (missing <= 0 || taskCount === 0) return;
  const spacing = WEEK / missing;
  const roomPerRun = Math.max(2, Math.floor((spacing * taskCount) / 2));
  for (let run = 0; run < missing; run += 1) {
    const duration = Math.min(roomPerRun, random.integer(...options.backupSeconds, run, 7));
    slots.push({
      time: Math.floor(run * spacing),
      task: run % taskCount,
      action: JOB_ACTION.backup,
      duration,
    });
  }
}

interface Event {
  readonly time: number;
  readonly slot: number;
  readonly finish: boolean;
}

function eventsOf(slots: readonly Slot[]): Event[] {
  const events: Event[] = [];
  slots.forEach(({ time, duration }, slot) => {
    events.push({ time, slot, finish: false }, { time: (time + duration) % WEEK, slot, finish: true });
  });
  return events.sort((a, b) => a.time - b.time || a.slot - b.slot);
}

/** Lays the jobs of all tasks out over a week. */
export function weeklyPattern(
  tasks: readonly Task[],
  options: PatternOptions,
  random: Random,
): WeeklyPattern {
  const slots = scheduledSlots(tasks, options, random);
  addManualSlots(slots, tasks.length, options, random);
  slots.sort((a, b) => a.time - b.time || a.task - b.task || a.action - b.action);
  const events = eventsOf(slots);
  const pattern = {
    slotCount: slots.length,
    slotTask: Int32Array.from(slots, (slot) => slot.task),
    slotAction: Int32Array.from(slots, (slot) => slot.action),
    slotStart: new Int32Array(slots.length),
    slotFinish: new Int32Array(slots.length),
    slotWraps: Uint8Array.from(slots, (slot) => (slot.time + slot.duration >= WEEK ? 1 : 0)),
    eventTime: Int32Array.from(events, (event) => event.time),
    eventSlack: new Int32Array(events.length),
    eventSlot: Int32Array.from(events, (event) => event.slot),
    eventIsFinish: Uint8Array.from(events, (event) => (event.finish ? 1 : 0)),
  };
  events.forEach((event, index) => {
    const next = events[index + 1]?.time ?? WEEK;
    const most = event.finish ? Math.min(FINISH_SLACK, slots[event.slot]?.duration ?? 0) : START_SLACK;
    pattern.eventSlack[index] = Math.min(most, next - event.time);
    (event.finish ? pattern.slotFinish : pattern.slotStart)[event.slot] = index;
  });
  const taskSlots: number[][] = tasks.map(() => []);
  slots.forEach((slot, index) => taskSlots[slot.task]?.push(index));
  const longest = slots.reduce((most, slot) => Math.max(most, slot.duration), 0);
  return { ...pattern, taskSlots, longestSeconds: longest + START_SLACK + Math.min(FINISH_SLACK, longest) };
}
