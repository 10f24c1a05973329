/** SYNO.ActiveBackup.Version: the restore points of one task. */
import { DsmRefusal } from '../api.js';
import type { Parameters } from '../api.js';
import { method } from './backup-api.js';
import type { Backup, Methods } from './backup-api.js';
import { integer, integers, optionalFlag } from './parameters.js';
import { inDsmCodes } from './refusals.js';
import { versionRow, versionsOf } from './rows/version-row.js';

export function versionMethods(backup: Backup): Methods {
  return {
    list: method((parameters) => list(backup, parameters), ['task_id']),
    delete: method((parameters) => remove(backup, parameters), ['task_id', 'version_ids']),
    lock: method((parameters) => lock(backup, parameters), ['task_id']),
  };
}

function list(backup: Backup, parameters: Parameters): unknown {
  const task = inDsmCodes(() => backup.world.task(integer(parameters, 'task_id')));
  const versions = versionsOf(task, backup).map((version) => ({
    ...versionRow(version),
    task_id: task.id,
    task_name: task.name,
  }));
  return { total: versions.length, versions };
}

function remove({ world }: Backup, parameters: Parameters): void {
  const taskId = integer(parameters, 'task_id');
  const versionIds = integers(parameters, 'version_ids');
  inDsmCodes(() => {
    world.deleteVersions(taskId, versionIds);
  });
}

/** One method locks and unlocks; what its flag is called is not published, so both likely names are taken. */
function lock({ world }: Backup, parameters: Parameters): void {
  const task = inDsmCodes(() => world.task(integer(parameters, 'task_id')));
  const versionIds = integers(parameters, 'version_ids');
  const locked = optionalFlag(parameters, 'locked') ?? optionalFlag(parameters, 'lock') ?? true;
  const versions = versionIds.map((id) => {
    const version = world.versions.of(task).find((candidate) => candidate.id === id);
    if (version === undefined) throw new DsmRefusal(1103);
    return version;
  });
  for (const version of versions) version.locked = locked;
}
