import type { FlowNode } from '../../end-to-end/support/admin.js';
import type { DistantNas } from './nas.js';
import { LINES, sessionFor, sessionId, tabFor, watchFor } from './traffic-flow.js';

const EVERY_SECONDS = 0.5;
const HEALTH = { name: 'health', type: 'abb-health', everySeconds: 5 };

/** Two tabs with a session each: one with a line of every node, one that only watches and judges. */
export function soakFlow(nas: DistantNas): FlowNode[] {
  const reads = LINES.filter(({ name }) => ['tasks', 'history', 'devices'].includes(name));
  return [
    sessionFor(nas, 1),
    sessionFor(nas, 2),
    ...tabFor('tab1', sessionId(1), LINES, EVERY_SECONDS),
    ...tabFor('tab2', sessionId(2), [...reads, HEALTH], 2),
    ...watchFor('tab1', sessionId(1), 2),
    ...watchFor('tab2', sessionId(2), 2),
  ];
}
