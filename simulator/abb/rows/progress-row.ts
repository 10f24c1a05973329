import { progressOf } from '../../world/run.js';
import type { Run } from '../../world/run.js';
import type { Backup } from '../backup-api.js';

/** `running_task_status` of the reference. */
const PHASE = { waiting: 0, running: 1, cancelling: 3, ended: 0 } as const;

/**
 * The fields with which a row of Task.list shows that its backup runs; none when this dialect does not show it
 * there. An idle task has an empty `progress` in older packages and none in newer ones.
 *
 * @param asked whether the request asked for live results
 */
export function progressFields(
  run: Run | undefined,
  backup: Backup,
  asked: boolean,
): Record<string, unknown> {
  const { shape } = backup;
  if (shape.runningShows === 'pid') {
    return run === undefined || run.phase === 'waiting' ? {} : { progress: { pid: run.pid } };
  }
  if (shape.runningShows !== 'running_task_status' || !asked) return {};
  if (run === undefined) return shape.isNewer ? {} : { progress: {} };
  return { progress: runningFields(run, backup) };
}

function runningFields(run: Run, { world, shape }: Backup): Record<string, unknown> {
  if (run.phase === 'waiting') return { running_task_status: PHASE.waiting };
  const { fraction, transferredBytes, totalBytes } = progressOf(run, world.exactNow);
  return {
    percentage: shape.percentage(fraction),
    pid: run.pid,
    running_task_status: PHASE[run.phase],
    total_bytes: totalBytes,
    transfered_bytes: transferredBytes,
  };
}
