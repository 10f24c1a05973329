import { checkKeys, confirmation } from '../deletion.js';
import { TASK_LIST, TASK_REMOVE } from '../methods.js';
import type { Access, Operation } from '../operation.js';
import { optional } from '../parameters/kinds.js';
import { parseTask } from '../shapes/task.js';
import { findTaskIds, SEVERAL_TASKS, unknownTaskId } from '../task-names.js';
import { listTaskRows } from '../task-list.js';
import { type Accepted, actionAnswer } from './accepted.js';

const parameters = {
  ...SEVERAL_TASKS,
  /** The name of the task, or the names of the tasks in the order of `taskIds`. */
  confirm: optional(confirmation),
};

/** What would go with a task. */
export interface DoomedTask {
  readonly id: number;
  readonly name: string;
  readonly versionCount: number | null;
  readonly devices: readonly (string | null)[];
}

/** What a removal would delete: nothing was sent. */
export interface RemovalPreview {
  readonly dryRun: true;
  readonly tasks: readonly DoomedTask[];
}

/** Removes tasks and everything that they have backed up, for good. */
export const removeTask: Operation<typeof parameters, Accepted | RemovalPreview> = {
  name: 'removeTask',
  weight: 'destroys',
  method: TASK_REMOVE,
  alsoCalls: [TASK_LIST],
  parameters,
  async run(access, values) {
    const taskIds = await findTaskIds(access, values);
    const tasks = await findDoomed(access, taskIds);
    if (access.deletion.dryRun) return actionAnswer({ dryRun: true, tasks }, tasks.length);
    const names = tasks.map(({ name }) => name);
    const [only] = names;
    checkKeys(access, values.confirm, names.length === 1 && only !== undefined ? only : names);
    await access.call(TASK_REMOVE, { task_ids: taskIds });
    return actionAnswer({ taskIds, accepted: true }, taskIds.length);
  },
};

async function findDoomed(access: Access, taskIds: readonly number[]): Promise<DoomedTask[]> {
  const now = access.now.getTime() / 1000;
  const known = (await listTaskRows(access, {}, true)).map((task) => parseTask(task, now));
  return taskIds.map((id) => {
    const task = known.find((candidate) => candidate.id === id);
    if (!task) throw unknownTaskId(id, known);
    const devices = task.devices.map(({ name }) => name);
    return {
      id,
      name: task.name ?? '',
      versionCount: task.versionCount ?? task.versions?.length ?? null,
      devices,
    };
  });
}
