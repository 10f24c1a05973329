import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Lists the tasks of a NAS. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-tasks',
    operation: operations.tasks,
    summary: (tasks) =>
      text('status.tasks', {
        count: tasks.length,
        running: tasks.filter(({ state }) => state === 'running').length,
      }),
  });
