/** SYNO.ActiveBackup.Overview: what runs, what was sent, how it went. There is no `get` and no `list`. */
import type { Parameters } from '../api.js';
import { JOB_ACTION, RESULT_STATUS } from '../world/codes.js';
import type { Result } from '../world/model.js';
import { groupBy } from '../world/group.js';
import { DAY, HOUR } from '../world/time.js';
import { listActivity } from './activity.js';
import { method } from './backup-api.js';
import type { Backup, Methods } from './backup-api.js';
import { integer, optionalInteger, optionalMoment, record } from './parameters.js';
import { deviceRow } from './rows/device-row.js';
import { transferRow } from './rows/result-row.js';

export function overviewMethods(backup: Backup): Methods {
  return {
    list_device_transfer_size: method((parameters) => deviceTransfers(backup, parameters), ['time_start']),
    list_device_last_backup: method(() => lastBackups(backup)),
    list_activity: method(() => listActivity(backup)),
    list_result_status_summary: method((parameters) => statusSummary(backup, parameters)),
    list_type_transfer_size: method((parameters) => typeTransfers(backup, parameters)),
  };
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/** Backups that started in a window, oldest first. */
function backupsIn({ world, shape }: Backup, { from, to }: Window): Result[] {
  const query = {
    actions: [JOB_ACTION.backup],
    from,
    to,
    hideRunning: shape.hidesRunning ? true : undefined,
  };
  return world.results.page(query, { offset: 0, limit: Infinity, newestFirst: false }).rows;
}

/** Every device, those without runs with an empty list, also devices whose task is gone. */
function deviceTransfers(backup: Backup, parameters: Parameters): unknown {
  const { world, shape } = backup;
  const from = integer(parameters, 'time_start');
  const to = optionalInteger(parameters, 'time_end') ?? world.now;
  const parts = backupsIn(backup, { from, to }).flatMap((result) => world.results.devicesOf(result));
  const partsOf = groupBy(parts, (part) => part.deviceId);
  const rows = [...world.fleet.devices.values()].map((device) => ({
    device: deviceRow(device, { newer: shape.isNewer, live: false }),
    transfer_list: shape.rows(partsOf.get(device.id) ?? []).map((part) => transferRow(part, device.hostName)),
  }));
  return { device_list: shape.listed(rows), total: rows.length };
}

/** The newest backup of each device, whatever its outcome: the row has no status. */
function lastBackups({ world, shape }: Backup): unknown {
  const rows = [...world.fleet.devices.values()].flatMap((device) => {
    const tasks = world.fleet.tasksOf(device.id);
    const results = tasks.flatMap((task) => world.results.newestBackup(task.id) ?? []);
    const last = results.sort((a, b) => b.endedAt - a.endedAt)[0];
    if (last === undefined) return [];
    return {
      device_id: device.id,
      device_name: device.hostName,
      task_name: last.taskName,
      time_end: last.endedAt,
      time_start: last.startedAt,
    };
  });
  return { device_list: shape.listed(rows), total: rows.length };
}

function windowOf({ world }: Backup, parameters: Parameters): Window {
  const filter = record(parameters, 'filter');
  return {
    from: optionalMoment(filter, 'time_start') ?? world.now - DAY,
    to: optionalMoment(filter, 'time_end') ?? world.now,
  };
}

function hourOf(moment: number): number {
  return Math.floor(moment / HOUR) * HOUR;
}

/** One row per hour and outcome. */
function statusSummary(backup: Backup, parameters: Parameters): unknown {
  const finished = backupsIn(backup, windowOf(backup, parameters)).filter(
    (result) => result.status !== RESULT_STATUS.running,
  );
  const groups = groupBy(finished, (result) => hourOf(result.startedAt) * 10 + result.status);
  const rows = [...groups.values()].flatMap((results) => {
    const [first] = results;
    if (first === undefined) return [];
    const start = hourOf(first.startedAt);
    return { count: results.length, status: first.status, time_end: start + HOUR, time_start: start };
  });
  return { info_list: rows, total: rows.length };
}

/** One row per hour and type of backup. */
function typeTransfers(backup: Backup, parameters: Parameters): unknown {
  const results = backupsIn(backup, windowOf(backup, parameters));
  const groups = groupBy(results, (result) => hourOf(result.startedAt) * 10 + result.backupType);
  const rows = [...groups.values()].flatMap((hour) => {
    const [first] = hour;
    if (first === undefined) return [];
    const start = hourOf(first.startedAt);
    const parts = hour.flatMap((result) => backup.world.results.devicesOf(result));
    return {
      backup_type: first.backupType,
      elapsed_time: hour.reduce((sum, { startedAt, endedAt }) => sum + Math.max(0, endedAt - startedAt), 0),
      processed_bytes: parts.reduce((sum, part) => sum + part.processedBytes, 0),
      time_end: start + HOUR,
      time_start: start,
      transfered_bytes: parts.reduce((sum, part) => sum + part.transferredBytes, 0),
    };
  });
  return { info_list: rows, total: rows.length };
}
