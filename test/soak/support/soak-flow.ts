import type { FlowNode } from '../../end-to-end/support/admin.js';
import type { DistantNas } from './nas.js';
import { LINES, sessionFor, sessionId, tabFor } from './traffic-flow.js';

const EVERY_SECONDS = 0.5;

// Every event goes to a file at once: what a kill interrupts afterwards has been told all the same.
const NOTE_EVENT = `const tally = global.get('tally');
const { id, event, result } = msg.payload;
tally.count('event ' + event);
tally.note({ node: msg.watch, id, event, resultId: result && result.id });`;

/** Two tabs with a session each: one with a line of every node, one that only watches and judges. */
export function soakFlow(nas: DistantNas): FlowNode[] {
  const reads = LINES.filter(({ name }) => ['tasks', 'history', 'devices'].includes(name));
  return [
    sessionFor(nas, 1),
    sessionFor(nas, 2),
    ...tabFor('tab1', sessionId(1), LINES, EVERY_SECONDS),
    ...tabFor('tab2', sessionId(2), [...reads, { name: 'health', type: 'abb-health', everySeconds: 5 }], 2),
    ...watch('tab1', sessionId(1)),
    ...watch('tab2', sessionId(2)),
  ];
}

function watch(tab: string, session: string): FlowNode[] {
  const onTab = (id: string, type: string, properties: object): FlowNode => ({
    id: `${tab}-${id}`,
    type,
    z: tab,
    name: '',
    x: 100,
    y: 100,
    ...properties,
  });
  return [
    onTab('watch', 'abb-watch', {
      session,
      events: [],
      start: 'stopped',
      hours: '',
      machines: 'run',
      idle: '2',
      busy: '1',
      storageLow: '',
      wires: [[`${tab}-mark`], []],
    }),
    onTab('mark', 'change', {
      rules: [{ t: 'set', p: 'watch', pt: 'msg', to: `${tab}-watch`, tot: 'str' }],
      wires: [[`${tab}-note`]],
    }),
    onTab('note', 'function', { func: NOTE_EVENT, outputs: 0, wires: [] }),
  ];
}
