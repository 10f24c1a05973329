/** SYNO.ActiveBackup.Task: what is set up, what runs, and starting, cancelling, removing. */
import { DsmRefusal } from '../api.js';
import type { CallContext, Parameters } from '../api.js';
import type { Result, Task } from '../world/model.js';
import { isScheduled } from '../world/schedule.js';
import { method } from './backup-api.js';
import type { Backup, Methods } from './backup-api.js';
import {
  flag,
  integerOrIntegers,
  integers,
  optionalId,
  optionalInteger,
  optionalIntegers,
  optionalMoment,
  optionalWord,
  paging,
  record,
} from './parameters.js';
import { inDsmCodes, INVALID_VALUE } from './refusals.js';
import { deviceRow } from './rows/device-row.js';
import { progressFields } from './rows/progress-row.js';
import { lastResultRow } from './rows/result-row.js';
import { presenceFlags, taskDevices, taskRow } from './rows/task-row.js';
import { versionRow, versionsOf } from './rows/version-row.js';
import type { Loads } from './shape.js';
import { taskChange } from './task-change.js';

type StatusWord = 'backingup' | 'waiting' | 'deleting' | 'unscheduled';

export function taskMethods(backup: Backup): Methods {
  return {
    list: method((parameters) => list(backup, parameters)),
    list_with_device: method(() => listWithDevice(backup)),
    backup: method((parameters, context) => start(backup, parameters, context), ['task_ids']),
    cancel: method((parameters) => cancel(backup, parameters), ['task_ids']),
    cancel_waiting_backup: method((parameters) => cancelWaiting(backup, parameters)),
    remove: method((parameters) => remove(backup, parameters), ['task_ids']),
    set: method((parameters) => set(backup, parameters), ['task_ids']),
  };
}

/** `task_id` beside the filter is ignored, as on a real NAS; it has to be inside. */
function list(backup: Backup, parameters: Parameters): unknown {
  const { world, shape } = backup;
  const filter = record(parameters, 'filter');
  const loads = shape.loads({
    status: flag(parameters, 'load_status'),
    result: flag(parameters, 'load_result'),
    devices: flag(parameters, 'load_devices'),
    versions: flag(parameters, 'load_versions'),
  });
  const { offset, limit } = paging({ ...filter, ...parameters }, Infinity);
  const matches = taskFilter(backup, filter);
  const tasks = shape.listed([...world.fleet.tasks.values()].filter(matches));
  return {
    ...presenceFlags(backup),
    tasks: tasks.slice(offset, offset + limit).map((task) => listedTask(task, backup, loads)),
    total: tasks.length,
  };
}

function taskFilter(backup: Backup, filter: Parameters): (task: Task) => boolean {
  const { world } = backup;
  const taskIds = integerOrIntegers(filter, 'task_id');
  const deviceId = optionalId(filter, 'device_id');
  const backupType = optionalId(filter, 'backup_type');
  const status = optionalWord(filter, 'status', ['backingup', 'waiting', 'deleting', 'unscheduled']);
  const from = optionalMoment(filter, 'from_timestamp');
  const to = optionalMoment(filter, 'to_timestamp');
  return (task) => {
    if (taskIds?.includes(task.id) === false) return false;
    if (deviceId !== undefined && !task.deviceIds.includes(deviceId)) return false;
    if (backupType !== undefined && task.backupType !== backupType) return false;
    if (status !== undefined && !hasStatus(backup, task, status)) return false;
    if (from === undefined && to === undefined) return true;
    const last = world.results.newestBackup(task.id)?.endedAt;
    return last !== undefined && last >= (from ?? 0) && last <= (to ?? Infinity);
  };
}

function hasStatus({ world }: Backup, task: Task, status: StatusWord): boolean {
  const phase = world.runs.of(task.id)?.phase;
  switch (status) {
    case 'backingup':
      return phase === 'running' || phase === 'cancelling';
    case 'waiting':
      return phase === 'waiting';
    case 'deleting':
      return world.removals.isRemovingTask(task.id);
    case 'unscheduled':
      return !isScheduled(task.schedule);
  }
}

function listedTask(task: Task, backup: Backup, loads: Loads): Record<string, unknown> {
  const run = backup.world.runs.of(task.id);
  const row = taskRow(task, backup);
  if (loads.devices) row['devices'] = taskDevices(task, backup, loads.status);
  if (loads.status) row['target_status'] = 'online';
  if (loads.result) Object.assign(row, lastResult(task, backup));
  return Object.assign(row, progressFields(run, backup, loads.result), versionFields(task, backup, loads));
}

/** The newest job; a task that has none has `last_result: null` in older packages, and no such field in newer ones. */
function lastResult(task: Task, backup: Backup): Record<string, unknown> {
  const { world, shape } = backup;
  const result = openResult(task, backup) ?? world.results.newestJob(task.id);
  const finished = world.versions.of(task).filter((version) => version.endedAt > 0);
  const last_version_id = finished.at(-1)?.id ?? 0;
  if (result !== undefined) return { last_result: lastResultRow(result, backup), last_version_id };
  return shape.isNewer ? { last_version_id } : { last_result: null, last_version_id };
}

function openResult({ id }: Task, { world, shape }: Backup): Result | null | undefined {
  if (shape.showsOpenJobs) {
    return world.results.live.findLast(({ taskId, endedAt }) => taskId === id && endedAt === 0);
  }
  return shape.runningShows === 'open_result' ? world.runs.of(id)?.result : undefined;
}

function versionFields(task: Task, backup: Backup, loads: Loads): Record<string, unknown> {
  if (!loads.versionCount) return {};
  const versions = versionsOf(task, backup);
  return {
    version_count: versions.length,
    ...(loads.versions ? { versions: versions.map(versionRow) } : {}),
  };
}

function listWithDevice(backup: Backup): unknown {
  const { world, shape } = backup;
  const tasks = shape.listed([...world.fleet.tasks.values()]);
  const { has_hyperv_inventories, has_vmware_inventories } = presenceFlags(backup);
  return {
    cms_info: {
      is_managed: false,
      leader_address: '',
      local_address: '',
      unfiltered_task_size: tasks.length,
    },
    has_hyperv_inventories,
    has_vmware_inventories,
    tasks: tasks.flatMap((task) =>
      world.fleet.devicesOf(task).map((device) => ({
        ...taskRow(task, backup),
        ...lastResult(task, backup),
        device_info: deviceRow(device, { newer: shape.isNewer, live: true }),
        unique_id: `${String(task.id)}-${String(device.id)}`,
      })),
    ),
  };
}

function start({ world }: Backup, parameters: Parameters, { account }: CallContext): void {
  const taskIds = integers(parameters, 'task_ids');
  optionalInteger(parameters, 'trigger_type');
  inDsmCodes(() => {
    world.startBackup(taskIds, { trigger: 'manual', account });
  });
}

function cancel({ world }: Backup, parameters: Parameters): void {
  const taskIds = integers(parameters, 'task_ids');
  inDsmCodes(() => {
    world.cancelBackup(taskIds);
  });
}

/** Without `task_ids` everything that waits is cancelled. */
function cancelWaiting({ world }: Backup, parameters: Parameters): void {
  world.cancelWaiting(optionalIntegers(parameters, 'task_ids') ?? null);
}

function remove({ world }: Backup, parameters: Parameters): void {
  const taskIds = integers(parameters, 'task_ids');
  inDsmCodes(() => {
    world.removeTasks(taskIds);
  });
}

function set({ world }: Backup, parameters: Parameters): void {
  const taskIds = integers(parameters, 'task_ids');
  const change = taskChange(parameters);
  if (change.name !== undefined && taskIds.length > 1) throw new DsmRefusal(INVALID_VALUE);
  inDsmCodes(() => {
    for (const id of taskIds) world.task(id);
    for (const id of taskIds) world.changeTask(id, change);
  });
}
