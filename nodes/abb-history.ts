import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Lists the results of past jobs. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-history',
    operation: operations.history,
    summary: (results) => text('status.rows', { count: results.length }),
  });
