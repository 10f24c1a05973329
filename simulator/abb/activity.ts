/** Overview.list_activity: the jobs that run or wait now. */
import { JOB_ACTION } from '../world/codes.js';
import type { Run } from '../world/run.js';
import type { Backup } from './backup-api.js';
import { deviceRow } from './rows/device-row.js';
import { taskDevices, taskRow } from './rows/task-row.js';
import { secret } from './secrets.js';

/** `job.status` and `job.stage` of the reference. */
const JOB_STATUS = { waiting: 1, running: 3, cancelling: 4, ended: 0 } as const;
const STAGE = { none: 0, subJobs: 2 } as const;
const BTRFS = 3;

/** No public reply shows a filled list; the fields are those that public clients read. */
export function listActivity(backup: Backup): unknown {
  const rows = backup.world.runs.all.map((run) => activityRow(run, backup));
  return { activity_list: rows, total: rows.length };
}

function activityRow(run: Run, backup: Backup): object {
  const { world, shape } = backup;
  const { task } = run;
  const storage = world.fleet.storages.get(task.storageId);
  return {
    device: run.devices.map((part) => deviceRow(part.device, { newer: shape.isNewer, live: false })),
    job: jobRow(run),
    storage: {
      automount_iv: secret('automount-iv', task.storageId),
      automount_location: secret('automount-location', task.storageId),
      fs_type: BTRFS,
      repo_dir: '@ActiveBackup',
      share_name: storage?.shareName ?? '',
      storage_id: task.storageId,
      volume_path: storage?.volumePath ?? '',
    },
    task: { ...taskRow(task, backup), devices: taskDevices(task, backup, false) },
  };
}

function jobRow(run: Run): object {
  const { task } = run;
  const waits = run.phase === 'waiting';
  const common = {
    action: JOB_ACTION.backup,
    backup_type: task.backupType,
    job_type: 1,
    params: {},
    stage: waits ? STAGE.none : STAGE.subJobs,
    storage_id: task.storageId,
    task_id: task.id,
  };
  return {
    ...common,
    job_id: run.pid,
    max_parallel: task.maxConcurrentDevices,
    status: JOB_STATUS[run.phase],
    sub_jobs: run.devices.map((part) => ({
      ...common,
      config_device_id: part.device.id,
      job_id: run.pid * 1000 + part.position,
      pid: part.row?.endedAt === 0 ? run.pid + 1 + part.position : 0,
      status: part.row === null ? JOB_STATUS.waiting : JOB_STATUS[run.phase],
    })),
    trigger_uid: run.account === '' ? 0 : 1026,
    user_name: run.account,
  };
}
