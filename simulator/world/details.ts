/** The detail log of a job: computed from the job itself, so that nothing has to be kept. */
import { BACKUP_TYPE, FAILURE, JOB_ACTION, LOG_LEVEL, LOG_TYPE, RESULT_STATUS } from './codes.js';
import type { Failure, LogLevel, LogType } from './codes.js';
import type { Fleet } from './fleet.js';
import { endOfBackup } from './logs.js';
import type { Device, DeviceResult, Result, ResultDetail } from './model.js';
import { drawFailure } from './outcome.js';
import type { Random } from './random.js';

/** A job has at most so many detail rows, so that their ids never meet. */
const MOST_ROWS = 1000;
/** One failed job in this many has a page full of errors. */
const LONG_EVERY = 7;
const LONG_ROWS = 640;

type Row = Omit<ResultDetail, 'id' | 'resultId' | 'taskId' | 'taskName'>;

function row(at: number, level: LogLevel, type: LogType, osName: string, more: Partial<Row> = {}): Row {
  return {
    at,
    level,
    type,
    osName,
    errorCode: FAILURE.none,
    path: '',
    fsError: FAILURE.none,
    speed: 0,
    ...more,
  };
}

function pathOf(device: Device, number: number): string {
  if (device.backupType === BACKUP_TYPE.nas) return `/volume1/share-${String(number)}`;
  return device.backupType === BACKUP_TYPE.fileServer
    ? `/D/folder-${String(number)}`
    : `C:\\Data\\${String(number)}`;
}

function rowsOfDevice(part: DeviceResult, device: Device, random: Random): Row[] {
  const at = part.endedAt === 0 ? part.startedAt : part.endedAt;
  const seconds = Math.max(1, at - part.startedAt);
  const speed = Math.floor(part.transferredBytes / seconds);
  const speedType = device.backupType === BACKUP_TYPE.vm ? LOG_TYPE.vmSpeed : LOG_TYPE.agentSpeed;
  const rows = [row(at, LOG_LEVEL.information, speedType, device.osName, { speed })];
  const good = part.status === RESULT_STATUS.success || part.status === RESULT_STATUS.running;
  const long = !good && random.integer(1, LONG_EVERY, part.resultId, 1) === 1;
  const paths = long ? LONG_ROWS : random.integer(1, 4, part.id);
  for (let number = 1; number <= paths; number += 1) {
    const path = pathOf(device, number);
    const when = part.startedAt + Math.floor((seconds * number) / (paths + 1));
    if (good) {
      rows.push(row(when, LOG_LEVEL.information, LOG_TYPE.pathBackedUp, device.osName, { path }));
    } else if (part.status !== RESULT_STATUS.cancelled) {
      const fsError: Failure = random.pick(
        [FAILURE.sourcePermission, FAILURE.sourceFileMissing],
        part.id,
        number,
      );
      const level = part.status === RESULT_STATUS.partial ? LOG_LEVEL.warning : LOG_LEVEL.error;
      rows.push(row(when, level, LOG_TYPE.pathError, device.osName, { path, fsError }));
    }
  }
  return rows;
}

function lastRow(result: Result, osName: string, random: Random): Row {
  if (result.action === JOB_ACTION.deleteVersion) {
    return row(result.endedAt, LOG_LEVEL.information, LOG_TYPE.versionDeleted, osName);
  }
  if (result.action === JOB_ACTION.deleteTarget) {
    return row(result.endedAt, LOG_LEVEL.information, LOG_TYPE.targetDeleted, osName);
  }
  if (result.action === JOB_ACTION.restoreFiles) {
    return row(result.endedAt, LOG_LEVEL.information, LOG_TYPE.restoreFinished, osName);
  }
  const { type, level } = endOfBackup(result.status);
  const failed = result.status === RESULT_STATUS.failed;
  const errorCode = failed ? drawFailure(result.backupType, random, result.id) : FAILURE.none;
  return row(result.endedAt, level, type, osName, { errorCode });
}

/** All detail rows of a job in order of time. @param parts what each device did in it */
export function resultDetails(
  result: Result,
  parts: readonly DeviceResult[],
  fleet: Fleet,
  random: Random,
): ResultDetail[] {
  const rows: Row[] = [];
  for (const part of parts) {
    const device = fleet.devices.get(part.deviceId);
    if (device !== undefined) rows.push(...rowsOfDevice(part, device, random));
    if (rows.length >= MOST_ROWS) break;
  }
  rows.length = Math.min(rows.length, MOST_ROWS - 1);
  rows.sort((a, b) => a.at - b.at);
  const osName = fleet.devices.get(result.deviceIds[0] ?? 0)?.osName ?? '';
  if (result.endedAt > 0) rows.push(lastRow(result, osName, random));
  return rows.map((detail, index) => ({
    ...detail,
    id: result.id * MOST_ROWS + index,
    resultId: result.id,
    taskId: result.taskId,
    taskName: result.taskName,
  }));
}
