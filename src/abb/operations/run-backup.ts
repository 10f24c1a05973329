import { RESULT_LIST, TASK_BACKUP, TASK_LIST } from '../methods.js';
import type { Access, Answer, Operation } from '../operation.js';
import { atLeast, flag, optional, withDefault } from '../parameters/kinds.js';
import type { Values } from '../parameters/read.js';
import { type Run, startBackups } from '../run-backup/start.js';
import type { RunOutcome } from '../run-backup/run-wait.js';
import { waitForRuns } from '../run-backup/wait.js';
import { findTaskIds, SEVERAL_TASKS } from '../task-names.js';
import { type Accepted, actionAnswer } from './accepted.js';

/** The answer of a start that is not waited for. */
export interface Started extends Accepted {
  /** Whether at least one of the tasks was running or waiting already, and was left alone. */
  readonly alreadyRunning: boolean;
}

const parameters = {
  ...SEVERAL_TASKS,
  /** Whether the answer comes when the backups have ended. */
  wait: withDefault(flag, false),
  /** Seconds after which the wait ends; the backups go on. */
  timeout: optional(atLeast(1)),
};

/** Starts backups and, if wanted, waits for their outcome. */
export const runBackup: Operation<typeof parameters, Started | readonly RunOutcome[]> = {
  name: 'runBackup',
  weight: 'acts',
  method: TASK_BACKUP,
  alsoCalls: [TASK_LIST, RESULT_LIST],
  parameters,
  async run(
    access: Access,
    values: Values<typeof parameters>,
  ): Promise<Answer<Started | readonly RunOutcome[]>> {
    const taskIds = await findTaskIds(access, values);
    const { turns, signal } = access;
    const runs = await turns.take(taskIds, signal, () => startBackups(access, taskIds));
    const result = values.wait ? await waitForRuns(access, runs, inMs(values.timeout)) : accepted(runs);
    return actionAnswer(result, taskIds.length);
  },
};

function accepted(runs: readonly Run[]): Started {
  return {
    taskIds: runs.map(({ task }) => task.id),
    accepted: true,
    alreadyRunning: runs.some(({ alreadyRunning }) => alreadyRunning),
  };
}

function inMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
