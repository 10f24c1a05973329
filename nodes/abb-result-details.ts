import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Lists the detail log of one result. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-result-details',
    operation: operations.resultDetails,
    summary: (entries) => text('status.rows', { count: entries.length }),
  });
