import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Lists the devices that are backed up. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-devices',
    operation: operations.devices,
    summary: (devices) =>
      text('status.devices', {
        count: devices.length,
        online: devices.filter(({ agentStatus }) => agentStatus === 'online').length,
      }),
  });
