import { findHiddenTasks } from '../active-tasks.js';
import { number } from '../fields.js';
import { withLastBackups } from '../last-backups.js';
import { RESULT_LIST, TASK_LIST } from '../methods.js';
import { listOperation } from '../list-operation.js';
import { flag, moment, optional, withDefault, word } from '../parameters/kinds.js';
import { checkWindow } from '../parameters/read.js';
import type { TaskState } from '../shapes/progress.js';
import { parseTask, type Task } from '../shapes/task.js';
import { byName } from '../sorting.js';
import { findTaskId, ONE_TASK } from '../task-names.js';
import { taskListParameters } from '../task-list.js';
import { BACKUP_TYPE, TASK_STATUS, type TaskStatusWord } from '../words.js';

/** Lists tasks with what they do, their last backup and their devices; by name. */
export const tasks = listOperation({
  name: 'tasks',
  method: TASK_LIST,
  alsoCalls: [RESULT_LIST],
  parameters: {
    ...ONE_TASK,
    backupType: optional(word(BACKUP_TYPE)),
    status: optional(word(TASK_STATUS)),
    /** Only tasks whose last backup lies in this window. */
    from: optional(moment),
    to: optional(moment),
    includeVersions: withDefault(flag, false),
  },
  async toWire(values, access) {
    checkWindow(values.from, values.to);
    const taskId = await findTaskId(access, values);
    const backupType = values.backupType && BACKUP_TYPE.codes[values.backupType];
    return taskListParameters({ ...values, taskId, backupType }, values.includeVersions);
  },
  rowsIn: 'tasks',
  totalIn: 'total',
  idField: 'task_id',
  paging: { kind: 'sizeable', pageSize: 100 },
  async parse(found, values, access) {
    const now = access.now.getTime() / 1000;
    const known = values.status && STATES[values.status];
    const hidden = await findHiddenTasks(access);
    const parsed = found.map((row) =>
      withVersions(
        parseTask(row, now, known ?? hidden.get(number(row['task_id']) ?? 0)),
        values.includeVersions,
      ),
    );
    return [...(await withLastBackups(access, parsed))].sort(byName);
  },
});

// DSM leaves an empty list out: a task without versions must not look like one whose versions nobody wanted.
function withVersions(task: Task, areWanted: boolean): Task {
  if (areWanted) return { ...task, versions: task.versions ?? [] };
  return task.versions === null ? task : { ...task, versions: null };
}

// What DSM itself filtered by is certain, even where the rows do not show it.
const STATES: Readonly<Record<TaskStatusWord, TaskState | undefined>> = {
  backingup: 'running',
  waiting: 'waiting',
  deleting: 'deleting',
  unscheduled: undefined,
};
