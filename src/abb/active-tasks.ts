import { number, type Row } from './fields.js';
import type { Access } from './operation.js';
import { parseState, type TaskState } from './shapes/progress.js';
import { listTaskRows, type TaskFilter } from './task-list.js';

/** What tasks do, by id; idle ones are left out. */
export type ActiveTasks = ReadonlyMap<number, TaskState>;

/**
 * What the tasks of these rows do, from the rows and, where it is not known whether rows show everything, from the
 * lists that DSM itself filters by status.
 * @param ids ask further only while one of these seems idle
 */
export async function findActiveTasks(
  access: Access,
  found: readonly Row[],
  ids: readonly number[],
): Promise<ActiveTasks> {
  const active = shownActive(found);
  if ([...active.values()].includes('running')) access.traits.rowsShowRuns = true;
  if (ids.every((id) => active.has(id))) return active;
  return new Map([...(await listedActive(access)), ...active]);
}

/** The same for a mere look at the tasks: DSM is asked further only when its rows are known to hide runs. */
export async function findHiddenTasks(access: Access): Promise<ActiveTasks> {
  return access.traits.rowsShowRuns === false ? listedActive(access) : new Map();
}

function shownActive(found: readonly Row[]): Map<number, TaskState> {
  const now = Date.now() / 1000;
  const active = new Map<number, TaskState>();
  for (const task of found) {
    const id = number(task['task_id']);
    const state = parseState(task, now);
    if (id !== null && state !== 'idle') active.set(id, state);
  }
  return active;
}

async function listedActive(access: Access): Promise<ActiveTasks> {
  const { traits } = access;
  const running = traits.rowsShowRuns === true ? [] : await listIds(access, { status: 'backingup' });
  const shown = running.filter(({ state }) => state !== 'idle');
  if (traits.rowsShowRuns === undefined && running.length > 0) traits.rowsShowRuns = shown.length > 0;
  const waiting = await listIds(access, { status: 'waiting' });
  return new Map([
    ...waiting.map(({ id }) => [id, 'waiting'] as const),
    ...running.map(({ id, state }) => [id, state === 'idle' ? 'running' : state] as const),
  ]);
}

async function listIds(access: Access, filter: TaskFilter): Promise<{ id: number; state: TaskState }[]> {
  const now = Date.now() / 1000;
  return (await listTaskRows(access, filter)).flatMap((task) => {
    const id = number(task['task_id']);
    return id === null ? [] : [{ id, state: parseState(task, now) }];
  });
}
