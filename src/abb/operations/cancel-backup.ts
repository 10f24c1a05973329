import { TASK_CANCEL, TASK_LIST } from '../methods.js';
import type { Operation } from '../operation.js';
import { findTaskIds, SEVERAL_TASKS } from '../task-names.js';
import { type Accepted, actionAnswer } from './accepted.js';

/** Cancels the backups of tasks that run or wait. DSM accepts it for idle tasks too, where nothing happens. */
export const cancelBackup: Operation<typeof SEVERAL_TASKS, Accepted> = {
  name: 'cancelBackup',
  weight: 'acts',
  method: TASK_CANCEL,
  alsoCalls: [TASK_LIST],
  parameters: SEVERAL_TASKS,
  async run(access, values) {
    const taskIds = await findTaskIds(access, values);
    await access.call(TASK_CANCEL, { task_ids: taskIds });
    return actionAnswer({ taskIds, accepted: true }, taskIds.length);
  },
};
