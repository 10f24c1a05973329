/** What the end of a backup changes besides its result: storage, log, version, record. */
import { FAILURE, LOG_LEVEL, LOG_TYPE, RESULT_STATUS, VERSION_STATUS } from './codes.js';
import type { Failure } from './codes.js';
import { endOfBackup } from './logs.js';
import { drawFailure } from './outcome.js';
import type { LiveResult } from './results.js';
import type { Run } from './run.js';
import type { WorldState } from './state.js';

/** Which part of the data sent ends up on the storage after deduplication. */
const STORED_SHARE = 0.6;

/** Notes everything that follows from a backup whose result has just been closed. */
export function noteEnding(run: Run, result: LiveResult, state: WorldState): void {
  const { id: taskId, name: taskName, storageId } = run.task;
  const { id: resultId, status } = result;
  const storage = state.fleet.storages.get(storageId);
  const sent = result.devices.reduce((sum, row) => sum + row.transferredBytes, 0);
  if (storage !== undefined) storage.usedBytes += Math.floor(sent * STORED_SHARE);
  logEnding(run, result, state);
  state.record.add({ at: state.now, kind: 'run_finished', taskId, taskName, resultId, status });
  settleVersion(run, result, state);
}

function logEnding(run: Run, { id: resultId, status }: LiveResult, { logs, now, random }: WorldState): void {
  const { task } = run;
  const offline = run.wish === undefined ? run.devices.filter((part) => !part.device.online) : [];
  for (const { device } of offline) {
    logs.add(now, {
      type: LOG_TYPE.deviceOffline,
      level: LOG_LEVEL.warning,
      errorCode: FAILURE.sourceOffline,
      task,
      device,
      resultId,
    });
  }
  const reason: Failure =
    offline.length > 0 ? FAILURE.sourceOffline : drawFailure(task.backupType, random, resultId);
  const errorCode = status === RESULT_STATUS.failed ? reason : FAILURE.none;
  const device = run.devices.length === 1 ? run.devices[0]?.device : undefined;
  logs.add(now, { ...endOfBackup(status), errorCode, task, device, resultId });
}

/** A backup that did not succeed at least in part leaves no version. */
function settleVersion(
  { version, task }: Run,
  result: LiveResult,
  { versions, record, now }: WorldState,
): void {
  if (version === null) return;
  const { id: resultId, status } = result;
  if (status !== RESULT_STATUS.success && status !== RESULT_STATUS.partial) {
    versions.remove(task, version);
    return;
  }
  version.status = status === RESULT_STATUS.success ? VERSION_STATUS.complete : VERSION_STATUS.partial;
  version.endedAt = now;
  record.add({ at: now, kind: 'version_added', taskId: task.id, versionId: version.id, resultId });
}
