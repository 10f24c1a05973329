import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Lists the shared folders that hold backups. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-storage',
    operation: operations.storage,
    summary: (storages) => text('status.storage', { count: storages.length }),
  });
