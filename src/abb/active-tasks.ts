import { number, type Row } from './fields.js';
import type { Access } from './operation.js';
import { hasOpenResult, parseState, type TaskState } from './shapes/progress.js';
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
  return new Map([...(await listedActive(access, isDoubtful(found, ids, active))), ...active]);
}

/** A backup of more than a day looks abandoned, and another job may hide one: then the rows alone do not tell. */
function isDoubtful(found: readonly Row[], ids: readonly number[], active: ActiveTasks): boolean {
  const wanted = new Set(ids.filter((id) => !active.has(id)));
  return found.some((task) => wanted.has(number(task['task_id']) ?? 0) && hasOpenResult(task));
}

/** The same for a mere look at the tasks: DSM is asked further only when its rows are known to hide runs. */
export async function findHiddenTasks(access: Access): Promise<ActiveTasks> {
  return access.traits.rowsShowRuns === false ? listedActive(access, false) : new Map();
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

async function listedActive(access: Access, doubtful: boolean): Promise<ActiveTasks> {
  const { traits } = access;
  const trusted = traits.rowsShowRuns === true && !doubtful;
  const running = trusted ? [] : await listIds(access, { status: 'backingup' });
  const telling = running.filter(({ state, open }) => state !== 'idle' || !open);
  if (traits.rowsShowRuns === undefined && telling.length > 0)
    traits.rowsShowRuns = telling.some(({ state }) => state !== 'idle');
  const waiting = await listIds(access, { status: 'waiting' });
  return new Map([
    ...waiting.map(({ id }) => [id, 'waiting'] as const),
    ...running.map(({ id, state }) => [id, state === 'idle' ? 'running' : state] as const),
  ]);
}

interface Listed {
  readonly id: number;
  readonly state: TaskState;
  /** An open result, where the state is idle, says nothing about whether rows show runs. */
  readonly open: boolean;
}

async function listIds(access: Access, filter: TaskFilter): Promise<Listed[]> {
  const now = Date.now() / 1000;
  return (await listTaskRows(access, filter)).flatMap((task) => {
    const id = number(task['task_id']);
    return id === null ? [] : [{ id, state: parseState(task, now), open: hasOpenResult(task) }];
  });
}
