import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Lists the hosts of virtual machines. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-hypervisors',
    operation: operations.hypervisors,
    summary: (hypervisors) => text('status.hypervisors', { count: hypervisors.length }),
  });
