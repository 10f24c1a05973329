/** How the part of a device in a backup will go: decided when it starts. */
import { RESULT_STATUS } from './codes.js';
import type { ResultStatus } from './codes.js';
import type { Outcome } from './model.js';
import { deviceStatus, drawStatus } from './outcome.js';
import type { DeviceRun, Run } from './run.js';
import type { WorldState } from './state.js';

/** Seconds until an offline device is given up, and until a backup finds that there is nothing to do. */
const OFFLINE_SECONDS = 5;
const NO_BACKUP_SECONDS = 1;

const STATUS_OF: Readonly<Record<Outcome, ResultStatus>> = {
  success: RESULT_STATUS.success,
  partial: RESULT_STATUS.partial,
  failed: RESULT_STATUS.failed,
  cancelled: RESULT_STATUS.cancelled,
  no_backup: RESULT_STATUS.noBackup,
};

/** The outcome for one device: what a test wished, else failure when it is offline, else drawn by the task's rate. */
export function plannedStatus(run: Run, part: DeviceRun, { random }: WorldState): ResultStatus {
  const devices = run.devices.length;
  if (run.wish !== undefined) return deviceStatus(STATUS_OF[run.wish.outcome], part.position, devices);
  if (!part.device.online) return RESULT_STATUS.failed;
  const drawn = drawStatus(random.fraction(run.result?.id ?? 0, 2), run.task.failRate);
  // Nobody cancels a backup of the present but somebody who asks for it.
  const status = drawn === RESULT_STATUS.cancelled ? RESULT_STATUS.success : drawn;
  return deviceStatus(status, part.position, devices);
}

/** How long one device takes, seconds. */
export function plannedSeconds(run: Run, part: DeviceRun, { random, backupSeconds }: WorldState): number {
  const { wish } = run;
  if (wish?.durationSeconds !== undefined) return Math.max(0, wish.durationSeconds);
  if (wish?.outcome === 'no_backup') return NO_BACKUP_SECONDS;
  if (!part.device.online && wish === undefined) return OFFLINE_SECONDS;
  const [shortest, longest] = backupSeconds;
  return random.integer(shortest, longest, run.pid, part.position);
}
