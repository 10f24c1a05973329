import { AbbError } from '../../dsm/errors.js';
import { findActiveTasks, type ActiveTasks } from '../active-tasks.js';
import { withLastBackups } from '../last-backups.js';
import { TASK_BACKUP } from '../methods.js';
import type { Access, KnownTask } from '../operation.js';
import { parseTask } from '../shapes/task.js';
import { unknownTaskId } from '../task-names.js';
import { listTaskRows } from '../task-list.js';

/** A backup that was asked for. */
export interface Run {
  readonly task: KnownTask;
  /** The newest backup that had ended before: only results after it belong to this run. 0 for none. */
  readonly previousResultId: number;
  /** Start of that backup, epoch seconds of the NAS's clock; undefined for none. */
  readonly previousStart: number | undefined;
  readonly alreadyRunning: boolean;
}

/**
 * Starts the backups of these tasks, in one request. A task that is running or waiting already is left alone.
 * @throws AbbError ABB_BAD_PARAMETER for a task that does not exist; ABB_REFUSED when DSM does not start them
 */
export async function startBackups(access: Access, taskIds: readonly number[]): Promise<Run[]> {
  const { runs, active } = await survey(access, taskIds);
  const idle = taskIds.filter((id) => !active.has(id));
  if (idle.length === 0) return runs;
  try {
    await access.call(TASK_BACKUP, { task_ids: idle, trigger_type: MANUALLY });
    return runs;
  } catch (error) {
    if (!isConflict(error)) throw error;
    // Somebody else may have started them since they were looked at.
    const after = await survey(access, taskIds);
    if (!idle.every((id) => after.active.has(id))) throw error;
    return after.runs;
  }
}

// The number that DSM's pages and other clients send for a start by hand.
const MANUALLY = 1;

// DSM's codes for "another job is at work here".
const CONFLICTS: readonly number[] = [1202, 1203, 1204, 1207, 1208, 4005, 4007];

function isConflict(error: unknown): boolean {
  return error instanceof AbbError && error.cause !== undefined && CONFLICTS.includes(error.cause.code);
}

async function survey(
  access: Access,
  taskIds: readonly number[],
): Promise<{ runs: Run[]; active: ActiveTasks }> {
  const found = await listTaskRows(access);
  const active = await findActiveTasks(access, found, taskIds);
  const now = access.now.getTime() / 1000;
  const all = found.map((task) => parseTask(task, now));
  const wanted = all.filter(({ id }) => id !== null && taskIds.includes(id));
  const byId = new Map((await withLastBackups(access, wanted, 'anew')).map((task) => [task.id, task]));
  const runs = taskIds.map((id): Run => {
    const task = byId.get(id);
    if (!task) throw unknownTaskId(id, all);
    const startedAt = task.lastBackup?.startedAt;
    return {
      task: { id, name: task.name ?? '' },
      previousResultId: task.lastBackup?.id ?? 0,
      previousStart: startedAt ? Date.parse(startedAt) / 1000 : undefined,
      alreadyRunning: active.has(id),
    };
  });
  return { runs, active };
}
