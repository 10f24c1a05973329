import { AbbError } from '../dsm/errors.js';
import { text } from '../texts/texts.js';
import { number, string } from './fields.js';
import type { Access, KnownTask } from './operation.js';
import { id, ids, name, names, optional } from './parameters/kinds.js';
import type { Named } from './shapes/result.js';
import { listTaskRows } from './task-list.js';

/** Parameters for one task: by id, or by name, which survives that a task is made anew. */
export const ONE_TASK = { taskId: optional(id), taskName: { ...optional(name), insteadOf: 'taskId' } };

/** Parameters for several tasks. */
export const SEVERAL_TASKS = {
  taskIds: optional(ids),
  taskNames: { ...optional(names), insteadOf: 'taskIds' },
};

/**
 * The id of the task that was asked for, or undefined when none was.
 * @throws AbbError ABB_BAD_PARAMETER for both spellings at once, or a name that no task or more than one has
 */
export async function findTaskId(
  access: Access,
  given: { readonly taskId: number | undefined; readonly taskName: string | undefined },
): Promise<number | undefined> {
  checkOneOf('taskId', given.taskId, 'taskName', given.taskName);
  if (given.taskName === undefined) return given.taskId;
  return byName(await knownTasks(access), given.taskName).id;
}

/** The same where a task must be given. */
export async function requireTaskId(
  access: Access,
  given: { readonly taskId: number | undefined; readonly taskName: string | undefined },
): Promise<number> {
  const taskId = await findTaskId(access, given);
  if (taskId !== undefined) return taskId;
  throw new AbbError('ABB_BAD_PARAMETER', 'parameter.missing', { name: 'taskId', allowed: id.allowed() });
}

/**
 * The ids of the tasks that were asked for.
 * @throws AbbError ABB_BAD_PARAMETER like `findTaskId`, and when none was asked for
 */
export async function findTaskIds(
  access: Access,
  given: {
    readonly taskIds: readonly number[] | undefined;
    readonly taskNames: readonly string[] | undefined;
  },
): Promise<readonly number[]> {
  checkOneOf('taskIds', given.taskIds, 'taskNames', given.taskNames);
  if (given.taskNames !== undefined) {
    const known = await knownTasks(access);
    return [...new Set(given.taskNames.map((wanted) => byName(known, wanted).id))];
  }
  if (given.taskIds !== undefined) return given.taskIds;
  throw new AbbError('ABB_BAD_PARAMETER', 'parameter.missing', { name: 'taskIds', allowed: ids.allowed() });
}

/** The tasks of the NAS. */
export async function knownTasks(access: Access): Promise<KnownTask[]> {
  return (await listTaskRows(access)).flatMap((task) => {
    const taskId = number(task['task_id']);
    return taskId === null ? [] : [{ id: taskId, name: string(task['task_name']) ?? '' }];
  });
}

/** The error for an id that none of these tasks has. */
export function unknownTaskId(id: number, tasks: readonly Named[]): AbbError {
  const known = tasks.flatMap(({ id, name }) => (id === null ? [] : [{ id, name: name ?? '' }]));
  return new AbbError('ABB_BAD_PARAMETER', 'task.unknownId', { id, candidates: candidates(known) });
}

/** "name (id)" of each task, for an error sentence. */
function candidates(tasks: readonly KnownTask[]): string {
  return tasks.map((task) => `${task.name} (${task.id})`).join(', ') || text('candidates.none');
}

function byName(known: readonly KnownTask[], wanted: string): KnownTask {
  const found = known.filter((task) => task.name === wanted);
  const [task] = found;
  if (!task) {
    throw new AbbError('ABB_BAD_PARAMETER', 'task.unknownName', {
      name: wanted,
      candidates: candidates(known),
    });
  }
  if (found.length > 1) {
    throw new AbbError('ABB_BAD_PARAMETER', 'task.ambiguousName', {
      name: wanted,
      candidates: candidates(found),
    });
  }
  return task;
}

function checkOneOf(idName: string, id: unknown, nameName: string, name: unknown): void {
  if (id === undefined || name === undefined) return;
  throw new AbbError('ABB_BAD_PARAMETER', 'parameter.both', { id: idName, name: nameName });
}
