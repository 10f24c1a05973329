import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Cancels backups that run or wait. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-cancel-backup',
    operation: operations.cancelBackup,
    summary: ({ taskIds }) => text('status.cancelled', { count: taskIds.length }),
  });
