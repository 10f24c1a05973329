import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Lists the log of the package, its devices and tasks. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-logs',
    operation: operations.logs,
    summary: (entries) => text('status.rows', { count: entries.length }),
  });
