import { JOB_ACTION } from '../../world/codes.js';
import type { DeviceResult, Result } from '../../world/model.js';
import { Random } from '../../world/random.js';
import type { Backup } from '../backup-api.js';

const ACTIVITY = new Random(31);

/** A row of Log.list_result. In a purge the devices have names only (seen so in a public reply). */
export function resultRow(result: Result, { world, shape }: Backup): Record<string, unknown> {
  const withIds = result.action === JOB_ACTION.backup;
  const names = world.fleet.hostNamesOf(result.deviceIds);
  return {
    ...(shape.isNewer ? { activity_uuid: ACTIVITY.uuid(result.id) } : {}),
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
        ...(withIds ? { device_id: deviceId } : {}),
        host_name: names[index] ?? '',
      })),
    },
    task_id: result.taskId,
    task_name: result.taskName,
    time_end: result.endedAt,
    time_start: result.startedAt,
    warning_count: result.warningCount,
  };
}

/** The `last_result` of a task: a result with the bytes that it sent. */
export function lastResultRow(result: Result, backup: Backup): Record<string, unknown> {
  const parts = backup.world.results.devicesOf(result);
  const sent = parts.reduce((sum, part) => sum + part.transferredBytes, 0);
  return { ...resultRow(result, backup), transfered_bytes: sent };
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
