import { isRow, number, row, type Row, rows } from '../fields.js';
import { ABANDONED_SECONDS } from '../seconds.js';
import { isBackup, VERSION_STATUS } from '../words.js';
import { outcome } from './result.js';

/** What a task does at the moment. */
export type TaskState = 'idle' | 'running' | 'waiting' | 'cancelling' | 'deleting';

/** How far a running backup is; null for what DSM does not say. */
export interface Progress {
  readonly percent: number | null;
  readonly transferredBytes: number | null;
  readonly totalBytes: number | null;
}

/**
 * What a task does, from the signs in its row. Versions of Active Backup differ in which of them they show: a
 * `progress` with a status, one with only a process id, a result that is still open, a version being written.
 * @param now the current time, epoch seconds
 */
export function parseState(task: Row, now: number): TaskState {
  return (
    stateOfProgress(row(task['progress'])) ??
    stateOfResult(row(task['last_result']), now) ??
    stateOfVersions(task)
  );
}

// DSM's words: 0 waiting, 1 running, 2 pausing, 3 cancelling.
const STATES: Readonly<Record<number, TaskState>> = {
  0: 'waiting',
  1: 'running',
  2: 'running',
  3: 'cancelling',
};

function stateOfProgress(progress: Row): TaskState | undefined {
  const status = number(progress['running_task_status']);
  const alive = (number(progress['pid']) ?? 0) > 0;
  if (status === 0 && alive) return 'running';
  const isAtWork = alive || number(progress['percentage']) !== null;
  return (status === null ? undefined : STATES[status]) ?? (isAtWork ? 'running' : undefined);
}

// A purge, a restore or a check of a task's versions does not keep its backup from being started.
function stateOfResult(result: Row, now: number): TaskState | undefined {
  const jobAction = number(result['job_action']);
  if (!isOpen(result) || (jobAction !== null && !isBackup(jobAction))) return undefined;
  return now - (number(result['time_start']) ?? 0) < ABANDONED_SECONDS ? 'running' : undefined;
}

/** Whether the newest result of a task is open, of whatever job: a backup may go on in it, or hidden behind it. */
export function hasOpenResult(task: Row): boolean {
  return isOpen(row(task['last_result']));
}

function isOpen(result: Row): boolean {
  const startedAt = number(result['time_start']) ?? 0;
  return outcome(number(result['status']), startedAt, number(result['time_end']) ?? 0) === 'running';
}

function stateOfVersions(task: Row): TaskState {
  const statuses = rows(task['versions']).map((version) => number(version['status']));
  if (statuses.includes(VERSION_STATUS.codes.backing_up)) return 'running';
  return statuses.includes(VERSION_STATUS.codes.waiting) ? 'waiting' : 'idle';
}

/** How far the task is; null unless it is at work. */
export function parseProgress(task: Row, state: TaskState): Progress | null {
  if (state === 'idle' || state === 'deleting') return null;
  const progress = isRow(task['progress']) ? task['progress'] : {};
  const transferredBytes = number(progress['transfered_bytes']);
  const totalBytes = number(progress['total_bytes']);
  return {
    percent: percent(number(progress['percentage']), transferredBytes, totalBytes),
    transferredBytes,
    totalBytes,
  };
}

/**
 * Percent from 0 to 100. DSM writes a fraction from 0 to 1, but per cent have been seen as well: a value of up to 1
 * could be either, and the byte counts tell which.
 */
function percent(value: number | null, transferred: number | null, total: number | null): number | null {
  const known = transferred !== null && total !== null && total > 0 ? (transferred / total) * 100 : null;
  if (value === null) return known === null ? null : within(known);
  if (value > 1) return within(value);
  const isPercent = known !== null && Math.abs(known - value) < Math.abs(known - value * 100);
  return within(isPercent ? value : value * 100);
}

function within(value: number): number {
  return Math.round(Math.min(100, Math.max(0, value)) * 10) / 10;
}
