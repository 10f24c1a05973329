import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Lists the versions of a task. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-versions',
    operation: operations.versions,
    summary: (versions) => text('status.versions', { count: versions.length }),
  });
