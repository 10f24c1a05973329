import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Lists what each device has transferred in a window of time. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-transfers',
    operation: operations.transfers,
    summary: (devices) => text('status.transfers', { count: devices.length }),
  });
