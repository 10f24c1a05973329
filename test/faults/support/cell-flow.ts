import {
  credentials,
  type FlowNode,
  type Message,
  onTab,
  type openRuntime,
  sessionNode,
} from '../../support/node-red.js';
import { demoAccount } from '../../../simulator/index.js';
import { cellName } from './cells.js';
import type { End, Line } from './run-cell.js';
import type { Stage } from './run-matrix.js';

type Runtime = Awaited<ReturnType<typeof openRuntime>>;

/** A deployed flow in which every cell has a session and nodes of its own. */
export interface CellFlow {
  readonly lineOf: (stage: Stage) => Line;
}

/** Deploys a flow for these cells. What comes of a message is known by the id that it carries. */
export async function startCellFlow(runtime: Runtime, stages: readonly Stage[]): Promise<CellFlow> {
  const waiting = new Map<string, (end: End) => void>();
  const ids = new Map(stages.map((stage, index) => [stage, String(index)]));
  const idOf = (stage: Stage) => ids.get(stage) ?? cellName(stage.cell);
  await runtime.start(
    [
      { id: 'tab', type: 'tab', label: 'cells' },
      ...stages.flatMap((stage) => nodesOf(stage, idOf(stage))),
      onTab('out', 'helper'),
      onTab('caught', 'helper'),
      onTab('catch', 'catch', { scope: null, uncaught: false, wires: [['caught']] }),
    ],
    Object.fromEntries(
      stages.map((stage) => [
        sessionId(idOf(stage)),
        Object.values(credentials(demoAccount.name, stage.password))[0] ?? {},
      ]),
    ),
  );

  const end = (message: Message, ending: string) => {
    const id = String(message['ticket']);
    waiting.get(id)?.({ ending, payload: message.payload });
    waiting.delete(id);
  };
  runtime.node('out').on('input', (message: Message) => end(message, 'answered'));
  runtime
    .node('caught')
    .on('input', (message: Message) => end(message, message.error?.code ?? String(message.error?.message)));

  let tickets = 0;
  const pass = (node: string, params: object): Promise<End> => {
    tickets += 1;
    const ticket = String(tickets);
    return new Promise((resolve) => {
      waiting.set(ticket, resolve);
      runtime.send(node, { ticket, params });
    });
  };
  return {
    lineOf: (stage) => ({
      warmUp: () => pass(`warm-${idOf(stage)}`, {}),
      send: (params) => pass(`node-${idOf(stage)}`, params),
    }),
  };
}

function sessionId(id: string): string {
  return `session-${id}`;
}

function nodesOf({ cell: { place, row }, nas }: Stage, id: string): FlowNode[] {
  const session = sessionId(id);
  return [
    sessionNode(nas, { id: session, name: id, timeout: String(row.limitSeconds ?? '') }),
    onTab(`node-${id}`, place.type, {
      session,
      output: 'normalised',
      wires: [['out']],
      ...place.properties,
    }),
    onTab(`warm-${id}`, 'abb-hypervisors', { session, output: 'normalised', wires: [['out']] }),
  ];
}
