import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { deletionOptions } from './support/deletion-options.js';
import { registerOperation } from './support/operation-node.js';

/** Deletes versions of a task, when armed and confirmed. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-delete-versions',
    operation: operations.deleteVersions,
    summary: (answer) =>
      'dryRun' in answer
        ? text('status.dryRun', { count: answer.versions.length })
        : text('status.removing', { count: answer.versionIds.length }),
    options: deletionOptions,
  });
