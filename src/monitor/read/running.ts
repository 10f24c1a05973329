import { rows, row } from '../../abb/fields.js';
import { TASK_LIST } from '../../abb/methods.js';
import { parseTask } from '../../abb/shapes/task.js';
import { taskListParameters } from '../../abb/task-list.js';
import type { RunningTask } from '../options.js';
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
