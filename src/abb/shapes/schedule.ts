import { boolean, number, numbers, positive, row, type Row } from '../fields.js';

/** When a task runs by itself. Hours and minutes are in the time zone of the NAS. */
export interface Schedule {
  /** What starts it. */
  readonly triggers: readonly Trigger[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  readonly hour: number | null;
  readonly minute: number | null;
  /** Hours between runs within a day; null for one run a day. */
  readonly everyHours: number | null;
  readonly paused: boolean;
  /** Whether backups are only allowed at certain hours. */
  readonly windowed: boolean;
}

export type Trigger = 'schedule' | 'event' | 'continuous';

const TRIGGERS: readonly { readonly name: Trigger; readonly flag: number }[] = [
  { name: 'schedule', flag: 1 },
  { name: 'event', flag: 2 },
  { name: 'continuous', flag: 4 },
];

/** Reads `sched_content`; null when nothing starts the task by itself. */
export function parseSchedule(value: unknown): Schedule | null {
  const content = row(value);
  const type = number(content['schedule_setting_type']) ?? 0;
  const weekdays = inOrder(numbers(content['run_weekday']));
  const triggers = TRIGGERS.filter(
    // A weekly schedule without a day never comes round.
    ({ name, flag }) => (type & flag) !== 0 && (name !== 'schedule' || weekdays.length > 0),
  );
  if (triggers.length === 0) return null;
  const repeatHours = number(content['repeat_hour']) ?? 0;
  return {
    triggers: triggers.map(({ name }) => name),
    weekdays,
    hour: number(content['run_hour']),
    minute: number(content['run_min']),
    everyHours: repeatHours > 0 ? repeatHours : null,
    paused: boolean(content['is_continuous_paused']) ?? false,
    windowed: boolean(content['enable_backup_window']) ?? false,
  };
}

// DSM gives the days in order; sorting them all the same took most of the time of reading a schedule.
function inOrder(days: number[]): number[] {
  const areInOrder = days.every((day, index) => index === 0 || (days[index - 1] ?? day) <= day);
  return areInOrder ? days : days.sort((a, b) => a - b);
}

/** How long versions are kept. */
export interface Retention {
  readonly keepAll: boolean;
  readonly versions: number | null;
  readonly days: number | null;
  /** Grandfather-father-son: one version kept per day, week, month, year for so many of each. */
  readonly daily: number | null;
  readonly weekly: number | null;
  readonly monthly: number | null;
  readonly yearly: number | null;
}

/** Reads `retention_policy`, whose numbers are text in one field and numbers in the next. */
export function parseRetention(value: unknown): Retention {
  const policy: Row = row(value);
  return {
    keepAll: boolean(policy['keep_all']) ?? false,
    versions: positive(policy['keep_versions']),
    days: positive(policy['keep_days']),
    daily: positive(policy['gfs_days']),
    weekly: positive(policy['gfs_weeks']),
    monthly: positive(policy['gfs_months']),
    yearly: positive(policy['gfs_years']),
  };
}
