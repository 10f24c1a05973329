/** How backups turn out: shared by the past, which is computed, and by the present, which happens. */
import { BACKUP_TYPE, FAILURE, RESULT_STATUS } from './codes.js';
import type { BackupType, Failure, ResultStatus } from './codes.js';
import type { Device } from './model.js';
import type { Random } from './random.js';

/** Among 100 failed backups, this many more end as partial and as cancelled. */
const PARTIAL_SHARE = 0.5;
const CANCELLED_SHARE = 0.15;

/**
 * The outcome of a whole backup.
 *
 * @param draw a number in [0, 1)
 * @param failRate how often a backup fails, 0..1
 */
export function drawStatus(draw: number, failRate: number): ResultStatus {
  if (draw < failRate) return RESULT_STATUS.failed;
  if (draw < failRate * (1 + PARTIAL_SHARE)) return RESULT_STATUS.partial;
  if (draw < failRate * (1 + PARTIAL_SHARE + CANCELLED_SHARE)) return RESULT_STATUS.cancelled;
  return RESULT_STATUS.success;
}

/** The outcome of the device at `position` in a backup of `count` devices that ends with `status` as a whole. */
export function deviceStatus(status: ResultStatus, position: number, count: number): ResultStatus {
  if (status !== RESULT_STATUS.partial || count === 1) return status;
  return position === 0 ? RESULT_STATUS.failed : RESULT_STATUS.success;
}

/** The outcome of a whole backup from those of its devices. */
export function combineStatuses(statuses: readonly ResultStatus[]): ResultStatus {
  const first = statuses[0] ?? RESULT_STATUS.success;
  return statuses.every((status) => status === first) ? first : RESULT_STATUS.partial;
}

/** How much a device sends in one incremental backup: between 0.2 % and 3 % of its data. */
export function backupBytes(device: Device, random: Random, key: number): number {
  return Math.floor(device.usedBytes * (0.002 + 0.028 * random.fraction(device.id, key)));
}

/** `processed_bytes` is 0 for agents of PCs and NAS (seen so in a public reply), and more than was sent for the others. */
export function processedBytes(backupType: BackupType, transferred: number): number {
  const hidden = backupType === BACKUP_TYPE.pc || backupType === BACKUP_TYPE.nas;
  return hidden ? 0 : Math.floor(transferred * 1.4);
}

/** Why a backup of this kind failed. */
export function drawFailure(backupType: BackupType, random: Random, key: number): Failure {
  if (backupType === BACKUP_TYPE.fileServer) {
    return random.pick([FAILURE.sourcePermission, FAILURE.sourceFileMissing, FAILURE.sourceBusy], key);
  }
  return random.pick([FAILURE.sourceOffline, FAILURE.timeout, FAILURE.internal, FAILURE.nasFull], key);
}

/** `success_count`, `warning_count` and `error_count` of a backup; the first stays 0 even on success, as DSM shows it. */
export function backupCounts(status: ResultStatus): {
  successCount: number;
  warningCount: number;
  errorCount: number;
} {
  return {
    successCount: 0,
    warningCount: status === RESULT_STATUS.partial ? 2 : 0,
    errorCount: status === RESULT_STATUS.failed ? 1 : 0,
  };
}
