import { boolean, number, type Row, string, time } from '../fields.js';
import { VERSION_STATUS, type VersionStatusWord } from '../words.js';

/** One state of a task's machines that can be restored. */
export interface Version {
  readonly id: number | null;
  readonly taskId: number | null;
  readonly folderName: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly status: VersionStatusWord | null;
  readonly locked: boolean | null;
  readonly snapshot: boolean | null;
  /** 0 on storages that share blocks between versions: no version has a size of its own there. */
  readonly usedBytes: number | null;
}

/** Reads a version row; rows inside a task do not name it, hence `taskId`. */
export function parseVersion(version: Row, taskId: number | null): Version {
  return {
    id: number(version['version_id']),
    taskId: number(version['task_id']) ?? taskId,
    folderName: string(version['folder_name']),
    startedAt: time(version['time_start']),
    endedAt: time(version['time_end']),
    status: VERSION_STATUS.wordOrNull(number(version['status'])),
    locked: boolean(version['locked']),
    snapshot: boolean(version['is_snapshot']),
    usedBytes: number(version['used_size']),
  };
}
