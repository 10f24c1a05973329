import { pause } from '../../dsm/pause.js';
import { findActiveTasks } from '../active-tasks.js';
import { number, type Row } from '../fields.js';
import type { Access } from '../operation.js';
import { listTaskRows } from '../task-list.js';
import { mayPass } from './passing.js';
import { type RunOutcome, RunWait } from './run-wait.js';
import type { Run } from './start.js';

/**
 * Waits until each of these backups has ended.
 * @param timeoutMs end the wait after so many milliseconds; undefined waits as long as it takes
 */
export async function waitForRuns(
  access: Access,
  runs: readonly Run[],
  timeoutMs: number | undefined,
): Promise<RunOutcome[]> {
  const begin = performance.now();
  const waited = () => performance.now() - begin;
  const waits = runs.map((run) => new RunWait(run, access));
  const open = () => waits.filter((wait) => !wait.outcome);
  while (open().length > 0) {
    const left = timeoutMs === undefined ? Infinity : timeoutMs - waited();
    if (left <= 0) break;
    await pause(Math.min(access.patience.pollMs, left), access.signal);
    await look(access, open(), waited());
  }
  return waits.map((wait) => wait.outcome ?? wait.end('timeout', null, waited()));
}

async function look(access: Access, waits: readonly RunWait[], waitedMs: number): Promise<void> {
  const ids = waits.map((wait) => wait.run.task.id);
  const reading = readTasks(access, ids);
  for (const wait of waits) {
    try {
      const { found, active } = await reading;
      const { id } = wait.run.task;
      await wait.see(rowOf(found, id), active.get(id), waitedMs);
    } catch (error) {
      if (!mayPass(error)) throw error;
      wait.missed();
    }
  }
}

async function readTasks(access: Access, ids: readonly number[]) {
  const [only] = ids;
  const found = await listTaskRows(access, ids.length === 1 ? { taskId: only } : {});
  return { found, active: await findActiveTasks(access, found, ids) };
}

function rowOf(found: readonly Row[], taskId: number): Row | undefined {
  return found.find((task) => number(task['task_id']) === taskId);
}
