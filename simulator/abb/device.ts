/** SYNO.ActiveBackup.Device: what is protected. */
import { DsmRefusal } from '../api.js';
import type { Parameters } from '../api.js';
import type { Device, Result } from '../world/model.js';
import { containsWord } from '../world/results.js';
import { method } from './backup-api.js';
import type { Backup, Methods } from './backup-api.js';
import {
  flag,
  integer,
  integers,
  optionalFlag,
  optionalId,
  optionalText,
  paging,
  record,
} from './parameters.js';
import { deviceRow } from './rows/device-row.js';
import { lastResultRow } from './rows/result-row.js';
import { versionRow, versionsOf } from './rows/version-row.js';

/** The package of DSM 7.4 knows the versions of a device under another name. */
export function deviceMethods(backup: Backup): Methods {
  const versions = method((parameters) => listVersions(backup, parameters), ['device_id']);
  return {
    list: method((parameters) => list(backup, parameters)),
    list_tasks: method((parameters) => listTasks(backup, parameters), ['device_ids']),
    ...(backup.shape.isNewer ? { list_restorable_version: versions } : { list_version: versions }),
  };
}

function list(backup: Backup, parameters: Parameters): unknown {
  const { world, shape } = backup;
  const filter = record(parameters, 'filter');
  const hostName = optionalText(filter, 'host_name');
  const backupType = optionalId(filter, 'backup_type');
  optionalFlag(filter, 'load_available');
  const { offset, limit } = paging(parameters, Infinity);
  const withResult = shape.loads({
    status: false,
    result: flag(parameters, 'load_result'),
    devices: true,
    versions: false,
  }).result;
  const ofType = [...world.fleet.devices.values()].filter(
    (device) => backupType === undefined || device.backupType === backupType,
  );
  const devices = shape.listed(
    ofType.filter((device) => hostName === undefined || containsWord(hostName, [device.hostName])),
  );
  return {
    devices: devices.slice(offset, offset + limit).map((device) => listedDevice(device, backup, withResult)),
    total: devices.length,
    total_devices_of_backup_type: ofType.length,
  };
}

function listedDevice(device: Device, backup: Backup, withResult: boolean): object {
  const { world, shape } = backup;
  const row: Record<string, unknown> = { ...deviceRow(device, { newer: shape.isNewer, live: true }) };
  row['task_count'] = world.fleet.tasksOf(device.id).length;
  const last = withResult ? lastResultOf(device, backup) : undefined;
  if (last !== undefined) row['last_result'] = lastResultRow(last, backup);
  return row;
}

function lastResultOf(device: Device, { world }: Backup): Result | undefined {
  const results = world.fleet.tasksOf(device.id).flatMap((task) => world.results.newestBackup(task.id) ?? []);
  return results.sort((a, b) => b.endedAt - a.endedAt)[0];
}

/** The shape of this reply is not published; it names the pairs of devices and tasks. */
function listTasks({ world }: Backup, parameters: Parameters): unknown {
  const pairs = integers(parameters, 'device_ids').flatMap((deviceId) =>
    world.fleet.tasksOf(deviceId).map((task) => ({
      backup_type: task.backupType,
      device_id: deviceId,
      task_id: task.id,
      task_name: task.name,
    })),
  );
  return { tasks: pairs, total: pairs.length };
}

function listVersions(backup: Backup, parameters: Parameters): unknown {
  const { world } = backup;
  const deviceId = integer(parameters, 'device_id');
  optionalFlag(parameters, 'load_available');
  if (!world.fleet.devices.has(deviceId)) throw new DsmRefusal(1103);
  const versions = world.fleet.tasksOf(deviceId).flatMap((task) =>
    versionsOf(task, backup).map((version) => ({
      ...versionRow(version),
      share_name: world.fleet.storages.get(task.storageId)?.shareName ?? '',
      storage_compressed: false,
      storage_encrypted: false,
      task_id: task.id,
      task_name: task.name,
    })),
  );
  return { versions };
}
