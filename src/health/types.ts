import type { Device } from '../abb/shapes/device.js';
import type { Named, Result } from '../abb/shapes/result.js';
import type { Task } from '../abb/shapes/task.js';
import type { OutcomeWord } from '../abb/words.js';

/** The part that one device had in one run of a task. */
export interface DeviceRun {
  readonly deviceId: number | null;
  /** Rises with every job of the NAS. */
  readonly resultId: number | null;
  /** Null where it is not known; then the task of the result counts. */
  readonly taskId: number | null;
  readonly outcome: OutcomeWord;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly transferredBytes: number | null;
}

/** Everything that is known when tasks and devices are judged. Nothing else is looked at, not even the clock. */
export interface HealthInput {
  readonly now: Date;
  readonly tasks: readonly Task[];
  readonly devices: readonly Device[];
  /** What became of each device in each run. */
  readonly runs: readonly DeviceRun[];
  /** The backups of the history; other jobs among them are left out. */
  readonly results: readonly Result[];
  /** How far back runs and results reach; without it they are all that ever happened. */
  readonly historyFrom?: Date;
  readonly options?: HealthOptions;
}

/** How to judge. */
export interface HealthOptions {
  /** How many days the strips show: 1 to 365. Default 30. */
  readonly windowDays?: number;
  /** An IANA time zone for days, weekdays and the hours of schedules. Default that of this computer. */
  readonly timeZone?: string;
  readonly maxAgeHours?: MaxAgeHours;
}

/**
 * Fixed ages, in hours, instead of what rhythm and schedule allow: of the last success, on the clock. Tasks and
 * devices are named by their name or their id; a device's goes before its task's, and both before `all`.
 */
export interface MaxAgeHours {
  readonly all?: number | undefined;
  readonly tasks?: Readonly<Record<string, number>>;
  readonly devices?: Readonly<Record<string, number>>;
}

/** How a task or device stands; where several apply, the one that stands first here. */
export const HEALTH_STATES = ['running', 'failing', 'never', 'overdue', 'idle', 'learning', 'ok'] as const;

export type HealthState = (typeof HEALTH_STATES)[number];

/** How many there are of each state. */
export type StateCounts = Readonly<Record<HealthState, number>>;

/** What became of the backups that began on one day. */
export type DayOutcome = 'success' | 'partial' | 'fail' | 'cancel' | 'none';

/** One day of a heat strip. */
export interface DayCell {
  /** As `2026-03-29`, in the time zone of the report. */
  readonly date: string;
  /** That of the day's last backup that was neither cancelled nor empty; `cancel` when there were only such. */
  readonly outcome: DayOutcome;
  readonly bytes: number;
  /** How many backups began on this day and have ended. */
  readonly runs: number;
}

/** What is said of a task, of a device, and of the backups of a device by one of its tasks. */
export interface Verdict {
  readonly state: HealthState;
  /** A sentence, in the language of the texts. */
  readonly reason: string;
  readonly lastSuccessAt: string | null;
  /** The result of the last success; null when there is none. */
  readonly lastSuccessResultId: number | null;
  /** Seconds since the last success, never negative. */
  readonly ageSeconds: number | null;
  /** How old the last success may become, on the clock; null where nothing is expected. */
  readonly allowanceSeconds: number | null;
  /** Whether more than the allowance has passed, whatever the state: a run or failures do not hide it. */
  readonly overdue: boolean;
  /** When it is overdue, or since when; null where nothing is expected, or where only that it is late is known. */
  readonly overdueAt: string | null;
  /** The usual time from one success to the next, on the clock. */
  readonly typicalIntervalSeconds: number | null;
  /** Failed and partial backups since the last success; cancelled ones are neither. */
  readonly consecutiveFailures: number;
  readonly nextRunAt: string | null;
}

/** A task, judged by its runs. */
export interface TaskHealth extends Verdict {
  readonly id: number | null;
  readonly name: string | null;
  /** The weekdays on which its backups happen; 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Oldest first, today last. */
  readonly days: readonly DayCell[];
}

/**
 * A device, judged task by task. State, reason, allowance, typical interval and failures are those of the task that
 * stands worst; the last success is the newest of all.
 */
export interface DeviceHealth extends Verdict {
  readonly id: number | null;
  readonly name: string | null;
  /** Whether its agent is connected; null where there is no agent. */
  readonly online: boolean | null;
  /** The weekdays on which it is on, from its runs; 0 is Sunday. */
  readonly weekdays: readonly number[];
  readonly tasks: readonly DeviceTaskHealth[];
  /** Oldest first, today last. */
  readonly days: readonly DayCell[];
}

/** The backups of a device by one of its tasks. */
export interface DeviceTaskHealth extends Named, Verdict {}

/** The judgement. */
export interface HealthReport {
  readonly at: string;
  readonly timeZone: string;
  readonly windowDays: number;
  /** Devices by state. */
  readonly summary: StateCounts;
  /** Tasks by state. */
  readonly taskSummary: StateCounts;
  /** By name. */
  readonly tasks: readonly TaskHealth[];
  /** By name. */
  readonly devices: readonly DeviceHealth[];
}
