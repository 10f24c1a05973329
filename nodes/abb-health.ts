import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { HEALTH_STATES, type StateCounts } from '../src/health/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Judges every task and device of a NAS. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-health',
    operation: operations.health,
    summary: ({ summary }) => summaryText(summary),
  });

/** Such as "12 ok, 1 overdue": the good news first, then what matters most. */
function summaryText(summary: StateCounts): string {
  const counted = (['ok', ...HEALTH_STATES.filter((state) => state !== 'ok')] as const)
    .filter((state) => summary[state] > 0)
    .map((state) => `${summary[state]} ${text(`health.state.${state}`)}`);
  return counted.length === 0 ? text('status.healthNone') : counted.join(', ');
}
