import { JOB_ACTION } from '../../world/codes.js';
import type { DeviceResult, Result } from '../../world/model.js';
import { Random } from '../../world/random.js';
import type { Backup } from '../backup-api.js';

const ACTIVITY = new Random(31);

/** A row of Log.list_result. In a purge the devices have names only (seen so in a public reply). */
export function resultRow(result: Result, backup: Backup): object {
  return row(result, backup, undefined);
}

function row(result: Result, { world, shape }: Backup, sent: number | undefined): object {
  const withIds = result.action === JOB_ACTION.backup;
  const names = world.fleet.hostNamesOf(result.deviceIds);
  return {
    activity_uuid: shape.isNewer ? ACTIVITY.uuid(result.id) : undefined,
    backup_type: result.backupType,
    detail_path: '',
    error_count: result.errorCount,
    job_action: result.action,
    none_count: 0,
    result_id: result.id,
    status: result.status,
    success_count: result.successCount,
    task_config: {
      device_list: result.deviceIds.map((deviceId, index) => ({
        device_id: withIds ? deviceId : undefined,
        host_name: names[index] ?? '',
      })),
    },
    task_id: result.taskId,
    task_name: result.taskName,
    time_end: result.endedAt,
    time_start: result.startedAt,
    transfered_bytes: sent,
    warning_count: result.warningCount,
  };
}

/** The `last_result` of a task: a result with the bytes that it sent. */
export function lastResultRow(result: Result, backup: Backup): object {
  const parts = backup.world.results.devicesOf(result);
  const sent = parts.reduce((sum, part) => sum + part.transferredBytes, 0);
  return row(result, backup, sent);
}

/** A row of a device's `transfer_list`. */
export function transferRow(part: DeviceResult, deviceName: string): object {
  return {
    config_device_id: part.deviceId,
    device_name: deviceName,
    device_result_id: part.id,
    processed_bytes: part.processedBytes,
    result_id: part.resultId,
    status: part.status,
    time_end: part.endedAt,
    time_start: part.startedAt,
    transfered_bytes: part.transferredBytes,
  };
}
