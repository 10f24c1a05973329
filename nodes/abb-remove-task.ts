import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { deletionOptions } from './support/deletion-options.js';
import { registerOperation } from './support/operation-node.js';

/** Removes tasks with all their data, when armed and confirmed. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-remove-task',
    operation: operations.removeTask,
    summary: (answer) =>
      'dryRun' in answer
        ? text('status.dryRun', { count: answer.tasks.length })
        : text('status.removing', { count: answer.taskIds.length }),
    options: deletionOptions,
  });
