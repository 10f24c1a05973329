import { demoAccount } from '../../../simulator/index.js';
import type { FlowNode } from '../../end-to-end/support/admin.js';
import type { DistantNas } from './nas.js';

/** The password of the demo account, as a flow carries it to Node-RED. */
export const CREDENTIALS = { username: demoAccount.name, password: demoAccount.password };

/** One line of a flow: messages come at a rhythm, ask something, and are counted on both sides. */
export interface Line {
  /** Also the name under which it counts: `<name> in`, `<name> out`. */
  readonly name: string;
  readonly type: string;
  readonly settings?: object;
  /** Body of a function that prepares `msg`, with `tally` at hand. */
  readonly prepare?: string;
  /** Body of a function that looks at each message of the first output. */
  readonly check?: string;
  readonly everySeconds?: number;
}

/** Lines of every kind of node: reads, lists row by row, actions that can be told apart. */
export const LINES: readonly Line[] = [
  { name: 'tasks', type: 'abb-tasks' },
  { name: 'versions', type: 'abb-versions', prepare: 'msg.params = { taskId: 1 };' },
  { name: 'devices', type: 'abb-devices' },
  { name: 'transfers', type: 'abb-transfers', settings: { output: 'raw' } },
  { name: 'hypervisors', type: 'abb-hypervisors' },
  { name: 'storage', type: 'abb-storage' },
  { name: 'logs', type: 'abb-logs', settings: { split: true }, prepare: 'msg.params = { limit: 50 };' },
  {
    name: 'history',
    type: 'abb-history',
    settings: { split: true },
    prepare: "msg.params = { limit: 'all' };",
    check: 'if (msg.parts.index >= msg.parts.count) tally.count("history wrong");',
    everySeconds: 0.5,
  },
  { name: 'settings', type: 'abb-settings', settings: { operation: 'get' } },
  {
    name: 'set',
    type: 'abb-settings',
    prepare: "msg.params = { operation: 'setBandwidth', enable: true, bandwidth: tally.next() };",
  },
  {
    name: 'backup',
    type: 'abb-run-backup',
    settings: { pollInterval: '0.2', startWithin: '5' },
    prepare: 'msg.params = { taskIds: [1 + Math.floor(Math.random() * 4)], wait: true };',
    everySeconds: 0.5,
  },
  {
    name: 'start',
    type: 'abb-run-backup',
    prepare: 'msg.params = { taskIds: [1 + Math.floor(Math.random() * 4)] };',
    everySeconds: 0.5,
  },
  {
    name: 'cancel',
    type: 'abb-cancel-backup',
    prepare: 'msg.params = { taskIds: [2] };',
    everySeconds: 1,
  },
];

/** The id of a session of a flow, from 1. */
export function sessionId(number: number): string {
  return `session-${number}`;
}

/** A session node for this NAS. */
export function sessionFor({ host, port, fingerprint }: DistantNas, number: number): FlowNode {
  return {
    id: sessionId(number),
    type: 'abb-session',
    name: `Session ${number}`,
    protocol: 'https',
    host,
    port: String(port),
    basePath: '',
    trust: 'fingerprint',
    tls: '',
    fingerprint,
    timeout: '5',
    concurrency: '',
    allowPlainLogin: false,
    credentials: CREDENTIALS,
  };
}

/** A tab with these lines, whose nodes use this session; its failures are counted by code. */
export function tabFor(
  tab: string,
  session: string,
  lines: readonly Line[],
  everySeconds: number,
): FlowNode[] {
  return [
    { id: tab, type: 'tab', label: tab },
    ...lines.flatMap((line) => nodesOf(tab, session, line, everySeconds)),
    onTab(tab, `${tab}-catch`, 'catch', { scope: null, uncaught: false, wires: [[`${tab}-failed`]] }),
    onTab(tab, `${tab}-failed`, 'function', { func: COUNT_FAILURE, outputs: 0 }),
    onTab(tab, `${tab}-status`, 'status', { scope: null, wires: [[]] }),
  ];
}

// `msg.error` also carries the code and the cause; a failure without a code of ours is a defect.
const COUNT_FAILURE = `const tally = global.get('tally');
tally.count('error ' + (msg.error.code || 'without a code: ' + msg.error.message));`;

/** A watch that looks so often, and notes each event that it tells. */
export function watchFor(tab: string, session: string, everySeconds: number): FlowNode[] {
  const id = (part: string) => `${tab}-watch-${part}`;
  return [
    onTab(tab, id('node'), 'abb-watch', {
      session,
      events: [],
      start: 'stopped',
      hours: '',
      machines: 'run',
      idle: String(everySeconds),
      busy: String(everySeconds / 2),
      storageLow: '',
      wires: [[id('mark')], []],
    }),
    onTab(tab, id('mark'), 'change', {
      rules: [{ t: 'set', p: 'watch', pt: 'msg', to: id('node'), tot: 'str' }],
      wires: [[id('note')]],
    }),
    onTab(tab, id('note'), 'function', { func: NOTE_EVENT, outputs: 0 }),
  ];
}

// Every event goes to a file at once: what a kill interrupts afterwards has been told all the same.
const NOTE_EVENT = `const tally = global.get('tally');
const { id, event, result } = msg.payload;
tally.count('event ' + event);
tally.note({ node: msg.watch, id, event, resultId: result && result.id });`;

function nodesOf(tab: string, session: string, line: Line, everySeconds: number): FlowNode[] {
  const { name, type, settings = {}, prepare = '', check = '' } = line;
  const id = (part: string) => `${tab}-${name}-${part}`;
  const tally = "const tally = global.get('tally');";
  return [
    onTab(tab, id('inject'), 'inject', {
      props: [],
      repeat: String(line.everySeconds ?? everySeconds),
      once: true,
      onceDelay: '0.02',
      wires: [[id('in')]],
    }),
    onTab(tab, id('in'), 'function', {
      func: `${tally} tally.count('${name} in');\n${prepare}\nreturn msg;`,
      outputs: 1,
      wires: [[id('node')]],
    }),
    onTab(tab, id('node'), type, {
      session,
      output: 'normalised',
      ...settings,
      wires: [[id('out')]],
    }),
    onTab(tab, id('out'), 'function', {
      func: `${tally} tally.count('${name} out');\n${check}`,
      outputs: 0,
    }),
  ];
}

function onTab(tab: string, id: string, type: string, properties: object): FlowNode {
  return { id, type, z: tab, name: '', x: 100, y: 100, wires: [], ...properties };
}
