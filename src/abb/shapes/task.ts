import { boolean, number, row, type Row, rows, string, time } from '../fields.js';
import { BACKUP_TYPE, type BackupTypeWord, SOURCE, type SourceWord } from '../words.js';
import { type Device, parseDevice } from './device.js';
import { parseProgress, parseState, type Progress, type TaskState } from './progress.js';
import { hasEnded, isBackupResult, newestFirst, parseResult, type Result } from './result.js';
import { parseRetention, parseSchedule, type Retention, type Schedule } from './schedule.js';
import { parseVersion, type Version } from './version.js';

/** A backup task with what it does now, what it did last and when it runs next. */
export interface Task {
  readonly id: number | null;
  readonly name: string | null;
  readonly backupType: BackupTypeWord | null;
  /** Which part of the machines is backed up; null where that makes no sense (virtual machines, file servers). */
  readonly source: SourceWord | null;
  readonly state: TaskState;
  readonly progress: Progress | null;
  readonly deviceCount: number | null;
  readonly devices: readonly Device[];
  /** The newest backup that has ended, never another kind of job and never a run under way. */
  readonly lastBackup: Result | null;
  /** The newest job of any kind, also one under way. */
  readonly lastJob: Result | null;
  readonly nextRunAt: string | null;
  readonly schedule: Schedule | null;
  readonly retention: Retention;
  readonly versionCount: number | null;
  /** Newest first; null unless they were asked for. */
  readonly versions: readonly Version[] | null;
  readonly storageId: number | null;
  readonly shareName: string | null;
  /** `online`, or DSM's word for what is wrong with the target. */
  readonly targetStatus: string | null;
  readonly options: TaskOptions;
}

/** The switches of a task. */
export interface TaskOptions {
  readonly manualBackup: boolean | null;
  readonly compressTransfer: boolean | null;
  readonly encryptTransfer: boolean | null;
  readonly deduplicate: boolean | null;
  readonly applicationAware: boolean | null;
  readonly verification: boolean | null;
  readonly notify: boolean | null;
  readonly wakeUp: boolean | null;
  readonly shutDownAfterwards: boolean | null;
}

/**
 * Reads a row of Task.list.
 * @param now the current time, epoch seconds
 * @param known what the task does when DSM has said so otherwise, by listing it under that status
 */
export function parseTask(task: Row, now: number, known?: TaskState): Task {
  const id = number(task['task_id']);
  const name = string(task['task_name']);
  const source = number(task['source_type']);
  const shown = parseState(task, now);
  const state = shown === 'idle' ? (known ?? shown) : shown;
  const lastJob = 'last_result' in task ? parseLastJob(task['last_result']) : null;
  return {
    id,
    name,
    backupType: BACKUP_TYPE.wordOrNull(number(task['backup_type'])),
    source: source === 0 ? null : SOURCE.wordOrNull(source),
    state,
    progress: parseProgress(task, state),
    deviceCount: number(task['device_count']),
    devices: rows(task['devices']).map((device) => parseDevice(device, [{ id, name }], null)),
    lastBackup: lastJob && isBackupResult(lastJob) && hasEnded(lastJob) ? lastJob : null,
    lastJob,
    nextRunAt: time(task['next_trigger_time']),
    schedule: parseSchedule(task['sched_content']),
    retention: parseRetention(task['retention_policy']),
    versionCount: number(task['version_count']),
    versions: Array.isArray(task['versions']) ? parseVersions(task['versions'], id) : null,
    storageId: number(task['storage_id']),
    shareName: string(task['share_name']),
    targetStatus: string(task['target_status']),
    options: parseOptions(task),
  };
}

function parseLastJob(value: unknown): Result | null {
  const result = row(value);
  // A task that never ran has an empty object, or one of zeros.
  return (number(result['result_id']) ?? 0) > 0 ? parseResult(result) : null;
}

function parseVersions(versions: unknown, taskId: number | null): Version[] {
  return rows(versions)
    .map((version) => parseVersion(version, taskId))
    .sort(newestFirst);
}

function parseOptions(task: Row): TaskOptions {
  return {
    manualBackup: boolean(task['allow_manual_backup']),
    compressTransfer: boolean(task['enable_compress_transfer']),
    encryptTransfer: boolean(task['enable_encrypt_transfer']),
    deduplicate: boolean(task['enable_dedup']),
    applicationAware: boolean(task['enable_app_aware_bkp']),
    verification: boolean(task['enable_verification']),
    notify: boolean(task['enable_notify']),
    wakeUp: boolean(task['enable_wake_up']),
    shutDownAfterwards: boolean(task['enable_shutdown_after_complete']),
  };
}
