import { number, row, type Row, rows, string, time } from '../fields.js';
import {
  ACTION,
  type ActionWord,
  actionWord,
  BACKUP_TYPE,
  type BackupTypeWord,
  OUTCOME,
  type OutcomeWord,
} from '../words.js';
import { durationOf } from './duration.js';

/** How one run of a job ended, or that it still runs. */
export interface Result {
  readonly id: number | null;
  readonly taskId: number | null;
  readonly taskName: string | null;
  readonly backupType: BackupTypeWord | null;
  readonly action: ActionWord | null;
  readonly outcome: OutcomeWord;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationSeconds: number | null;
  readonly transferredBytes: number | null;
  readonly devices: readonly Named[];
  readonly successCount: number | null;
  readonly warningCount: number | null;
  readonly errorCount: number | null;
}

/** A task or device as others refer to it. */
export interface Named {
  readonly id: number | null;
  readonly name: string | null;
}

/**
 * Reads a result row, as Log.list_result gives it and as Task.list attaches it to a task. Only the latter knows
 * how much was transferred. DSM's counts may all be 0 on a success, so the outcome rests on the status alone.
 */
export function parseResult(result: Row): Result {
  const startedAt = number(result['time_start']) ?? 0;
  const endedAt = number(result['time_end']) ?? 0;
  const jobAction = number(result['job_action']);
  return {
    id: number(result['result_id']),
    taskId: number(result['task_id']),
    taskName: string(result['task_name']),
    backupType: BACKUP_TYPE.wordOrNull(number(result['backup_type'])),
    action: jobAction === null ? null : actionWord(jobAction),
    outcome: outcome(number(result['status']), startedAt, endedAt),
    startedAt: time(startedAt),
    endedAt: time(endedAt),
    durationSeconds: durationOf(startedAt, endedAt),
    transferredBytes: number(result['transfered_bytes']),
    devices: rows(row(result['task_config'])['device_list']).map((device) => ({
      id: number(device['device_id']),
      name: string(device['host_name']),
    })),
    successCount: number(result['success_count']),
    warningCount: number(result['warning_count']),
    errorCount: number(result['error_count']),
  };
}

/** The word for a status; a run without an end is running, whatever else its row says. */
export function outcome(status: number | null, startedAt: number, endedAt: number): OutcomeWord {
  if (status !== null && status !== NONE) return OUTCOME.word(status);
  return startedAt > 0 && endedAt === 0 ? 'running' : OUTCOME.word(NONE);
}

const NONE = 0;

/** Whether the result is that of a backup; other jobs (deletion, restore) leave results too. */
export function isBackupResult(result: Result): boolean {
  // A row without an action would be a backup's on systems that know no other jobs.
  return result.action === 'backup' || result.action === null;
}

/** Whether the job of this result has ended. Not every DSM gives the end of those that failed early a time. */
export function hasEnded({ outcome, endedAt }: Result): boolean {
  return outcome !== 'running' && (endedAt !== null || outcome !== 'unknown(0)');
}

/** Newest first: by id, which rises with every job. */
export function newestFirst(a: { readonly id: number | null }, b: { readonly id: number | null }): number {
  return (b.id ?? 0) - (a.id ?? 0);
}

/** The number of a backup's action, as the history is filtered by it. */
export const BACKUP_ACTION = ACTION.codes.backup;
