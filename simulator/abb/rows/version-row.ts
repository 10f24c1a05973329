import type { Task, Version } from '../../world/model.js';
import type { Backup } from '../backup-api.js';

function folderName(startedAt: number): string {
  const [date, time] = new Date(startedAt * 1000).toISOString().slice(0, 19).split('T');
  return `ActiveBackup_${date ?? ''}_${(time ?? '').replaceAll(':', '')}`;
}

/** A version as it stands in Task.list and Version.list. */
export function versionRow(version: Version): object {
  return {
    crypto_key_id: 0,
    data_format: 1,
    folder_name: folderName(version.startedAt),
    is_snapshot: true,
    locked: version.locked,
    status: version.status,
    time_end: version.endedAt,
    time_start: version.startedAt,
    used_size: 0,
    version_id: version.id,
  };
}

/** The versions of a task as this dialect shows them. */
export function versionsOf(task: Task, { world, shape }: Backup): Version[] {
  const versions = world.versions.of(task);
  return shape.rows(shape.hidesRunning ? versions.filter((version) => version.endedAt > 0) : versions);
}
