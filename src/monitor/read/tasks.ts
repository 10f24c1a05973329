import { number, row, rows, string } from '../../abb/fields.js';
import { TASK_LIST } from '../../abb/methods.js';
import { parseTask } from '../../abb/shapes/task.js';
import { taskListParameters } from '../../abb/task-list.js';
import type { RunningTask } from '../options.js';
import type { SeenTask } from '../snapshot.js';
import type { Wants } from '../wants.js';
import type { Call } from './nas.js';

/** Asks for the tasks that are at work, which DSM itself picks: few, however many there are. */
export const RUNNING: Call = {
  method: TASK_LIST,
  parameters: { ...taskListParameters({ status: 'backingup' }, false), load_devices: false },
};

/** @param now epoch seconds */
export function parseRunning(data: unknown, now: number): RunningTask[] {
  return rows(row(data)['tasks']).map((found) => {
    const { id, name, state, progress } = parseTask(found, now, 'running');
    return { task: { id, name }, state, progress };
  });
}

/** Asks for all tasks, with as much of each as somebody wants to know. */
export function allTasks({ tasks, state, versions, health }: Wants): Call {
  // The id of the last version comes with the last result, and with it that there were backups before the history.
  // The devices belong to how a task is set up, which whoever comes later compares with what is seen now.
  const loads = { load_status: tasks, load_result: state || versions || health };
  return { method: TASK_LIST, parameters: { ...taskListParameters({}, false), ...loads } };
}

/** @param now epoch seconds */
export function parseTasks(data: unknown, now: number): SeenTask[] {
  return rows(row(data)['tasks']).map((found) => ({
    task: parseTask(found, now),
    key: string(found['unikey'])?.slice(0, KEY_LETTERS) ?? '',
    maxDevices: number(found['max_concurrent_devices']),
    lastVersionId: number(found['last_version_id']),
  }));
}

// The beginning of a UUID tells any two tasks apart that will ever meet.
const KEY_LETTERS = 8;
