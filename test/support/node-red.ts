import assert from 'node:assert/strict';
import { once } from 'node:events';
import { inspect } from 'node:util';

import type { Node, NodeInitializer } from 'node-red';
import helper from 'node-red-node-test-helper';
import tlsConfig from '@node-red/nodes/core/network/05-tls.js';
import sequence from '@node-red/nodes/core/sequence/17-split.js';
import events from '@node-red/util/lib/events.js';

import abbCancelBackup from '../../nodes/abb-cancel-backup.js';
import abbDeleteVersions from '../../nodes/abb-delete-versions.js';
import abbDevices from '../../nodes/abb-devices.js';
import abbHealth from '../../nodes/abb-health.js';
import abbHistory from '../../nodes/abb-history.js';
import abbHypervisors from '../../nodes/abb-hypervisors.js';
import abbLogs from '../../nodes/abb-logs.js';
import abbRemoveTask from '../../nodes/abb-remove-task.js';
import abbResultDetails from '../../nodes/abb-result-details.js';
import abbRunBackup from '../../nodes/abb-run-backup.js';
import abbSession from '../../nodes/abb-session.js';
import abbSettings from '../../nodes/abb-settings.js';
import abbStorage from '../../nodes/abb-storage.js';
import abbTasks from '../../nodes/abb-tasks.js';
import abbTransfers from '../../nodes/abb-transfers.js';
import abbVersions from '../../nodes/abb-versions.js';
import abbWatch from '../../nodes/abb-watch.js';
import { demoAccount, type Simulator } from '../../simulator/index.js';

/** A node of a flow as flows.json holds it. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

/** What a node shows below itself, as a status node tells it. */
export interface Status {
  readonly fill?: string;
  readonly shape?: string;
  readonly text?: string;
  readonly source?: { readonly id: string };
}

/** A message as a node sends it. */
export interface Message {
  payload?: unknown;
  abb?: unknown;
  error?: { message: string; code?: string; cause?: unknown; source: { id: string } };
  status?: Status;
  [property: string]: unknown;
}

export type Credentials = Readonly<Record<string, object>>;

const INITIALIZERS: readonly NodeInitializer[] = [
  tlsConfig,
  sequence,
  abbSession,
  abbTasks,
  abbVersions,
  abbDevices,
  abbTransfers,
  abbHypervisors,
  abbStorage,
  abbLogs,
  abbHistory,
  abbResultDetails,
  abbHealth,
  abbWatch,
  abbSettings,
  abbRunBackup,
  abbCancelBackup,
  abbRemoveTask,
  abbDeleteVersions,
];

/**
 * A Node-RED for the tests of the enclosing `describe`: real runtime and real nodes, loaded without a user directory.
 * The flow is unloaded after each test.
 */
export function useNodeRed(): typeof nodeRed {
  before(openRuntime);
  afterEach(() => nodeRed.stop());
  after(closeRuntime);
  return nodeRed;
}

/** The same for programs that are no tests: they begin and end it themselves. */
export async function openRuntime(): Promise<typeof nodeRed> {
  helper.init(require.resolve('node-red'));
  await helper.startServer();
  return nodeRed;
}

/** Ends what `openRuntime` began; the flow has to be stopped. */
export async function closeRuntime(): Promise<void> {
  await helper.stopServer();
}

const inboxes = new Map<string, Inbox>();

const nodeRed = {
  /** Starts a flow; `more` are node types that it needs besides ours and the most usual ones. */
  async start(
    flow: readonly FlowNode[],
    credentials: Credentials,
    more: readonly NodeInitializer[] = [],
  ): Promise<void> {
    // Node-RED makes them its own, and a deploy may take some away.
    await helper.load([...INITIALIZERS, ...more], flow, structuredClone(credentials));
    watchInboxes(flow);
  },

  /** Deploys a changed flow as the editor does: all of it, or only what changed. */
  async deploy(
    flow: readonly FlowNode[],
    type: 'full' | 'flows' | 'nodes',
    credentials?: Credentials,
  ): Promise<void> {
    // Node-RED starts a flow only after it has said that it has it. The helper waits for that as well, for 0.3 s.
    const started = once(events, 'flows:started');
    await helper.setFlows(flow, type, credentials).catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'timeout waiting event') throw error;
    });
    await started;
    watchInboxes(flow);
  },

  /** Stops the flow; every node is closed when this ends. */
  async stop(): Promise<void> {
    inboxes.clear();
    await helper.unload();
  },

  /** Sends a message into a node. */
  send(id: string, msg: Message = {}): void {
    node(id).receive(msg);
  },

  /** What the `helper` node with this id has received since the flow was started. */
  inbox,

  node,

  /** Asks an admin endpoint, as the editor does; with a body it is a POST of JSON. */
  async admin(path: string, body?: object): Promise<{ status: number; body: unknown }> {
    return body ? helper.request().post(path).send(body) : helper.request().get(path);
  },

  /** The same as a form on somebody else's page could. */
  async adminForm(path: string, fields: object): Promise<{ status: number; body: unknown }> {
    return helper.request().post(path).type('form').send(fields);
  },

  /** Everything that was written to the log, as one text. */
  logged(): string {
    return inspect(helper.log().args, { depth: Infinity, maxStringLength: Infinity });
  },
};

function node(id: string): Node {
  const found = helper.getNode(id);
  assert.ok(found, `no node ${id}`);
  return found;
}

function inbox(id: string): Inbox {
  const found = inboxes.get(id) ?? new Inbox();
  inboxes.set(id, found);
  return found;
}

function watchInboxes(flow: readonly FlowNode[]): void {
  for (const { id, type } of flow) {
    if (type !== 'helper') continue;
    const box = inbox(id);
    node(id).removeAllListeners('input');
    node(id).on('input', (msg) => box.add(msg));
  }
}

/** The messages that have come to a place. */
class Inbox {
  readonly messages: Message[] = [];
  #taken = 0;
  #arrived: () => void = () => undefined;

  add(message: Message): void {
    this.messages.push(message);
    this.#arrived();
  }

  /** The next message that nobody has taken yet; waits for it. */
  async next(): Promise<Message> {
    while (this.messages.length <= this.#taken) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    const message = this.messages[this.#taken];
    assert.ok(message);
    this.#taken += 1;
    return message;
  }

  /** The next status that passes: what a node shows while the NAS takes long may come before it. */
  async nextStatus(isMeant: (status: Status) => boolean): Promise<Status> {
    for (;;) {
      const { status } = await this.next();
      if (status && isMeant(status)) return status;
    }
  }

  /** The next so many messages. */
  async take(count: number): Promise<Message[]> {
    const taken: Message[] = [];
    while (taken.length < count) taken.push(await this.next());
    return taken;
  }
}

/** The id of the session node: no property may equal it, or Node-RED takes that for a reference. */
export const SESSION_ID = 'session-1';

/** A session node for this NAS. */
export function sessionNode(
  nas: Pick<Simulator, 'host' | 'port' | 'fingerprint'>,
  changes: object = {},
): FlowNode {
  return {
    id: SESSION_ID,
    type: 'abb-session',
    name: 'Cellar',
    protocol: 'https',
    host: nas.host,
    port: String(nas.port),
    basePath: '',
    trust: 'fingerprint',
    tls: '',
    fingerprint: nas.fingerprint,
    timeout: '',
    concurrency: '',
    ...changes,
  };
}

/** The credentials of that node. */
export function credentials(username: string, password: string): Credentials {
  return { [SESSION_ID]: { username, password } };
}

/** The ones that are right. */
export const account: Credentials = credentials(demoAccount.name, demoAccount.password);

/** A node on the tab: one with a place, so that Node-RED does not take it for a config node. */
export function onTab(id: string, type: string, properties: object = {}): FlowNode {
  return { id, type, z: 'tab', x: 100, y: 100, name: '', wires: [], ...properties };
}

/** An operation node that sends to the inbox `out`, and what a second output has to `out2`. */
export function operationNode(id: string, type: string, properties: object = {}): FlowNode {
  return onTab(id, type, {
    session: SESSION_ID,
    output: 'normalised',
    wires: [['out'], ['out2']],
    ...properties,
  });
}

/** A tab with these nodes, inboxes `out` and `out2`, and `caught`, `statuses` and `completed` for what goes on. */
export function flowOf(...nodes: readonly FlowNode[]): FlowNode[] {
  const observed = nodes.filter(({ z }) => z === 'tab').map(({ id }) => id);
  return [
    { id: 'tab', type: 'tab', label: 'test' },
    ...nodes,
    ...['out', 'out2', 'caught', 'statuses', 'completed'].map((id) => onTab(id, 'helper')),
    onTab('catch', 'catch', { scope: null, uncaught: false, wires: [['caught']] }),
    onTab('status', 'status', { scope: null, wires: [['statuses']] }),
    onTab('complete', 'complete', { scope: observed, uncaught: false, wires: [['completed']] }),
  ];
}
