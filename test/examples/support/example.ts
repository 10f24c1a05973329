import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import comment from '@node-red/nodes/core/common/90-comment.js';
import inject from '@node-red/nodes/core/common/20-inject.js';
import functionNode from '@node-red/nodes/core/function/10-function.js';
import switchNode from '@node-red/nodes/core/function/10-switch.js';
import change from '@node-red/nodes/core/function/15-change.js';

import { demoAccount, type Simulator } from '../../../simulator/index.js';
import { type FlowNode, type Message, onTab, type useNodeRed } from '../../support/node-red.js';
import { readJson, root } from '../../support/package.js';

/** The core node types that the examples use, besides `tab`, `catch` and `debug`. */
const CORE = { inject, comment, function: functionNode, switch: switchNode, change };

/** All core node types that an example may use. */
export const coreTypes: readonly string[] = ['tab', 'catch', 'debug', ...Object.keys(CORE)];

/** The files of the examples, such as `abb-tasks.json`; the demo has tests of its own. */
export const exampleFiles: readonly string[] = readdirSync(path.join(root, 'examples')).filter(
  (file) => file.endsWith('.json') && file !== 'demo.json',
);

/** A node of an example. */
export interface ExampleNode extends FlowNode {
  readonly name?: string;
  readonly z?: string;
  readonly x?: number;
  readonly y?: number;
  readonly wires?: readonly (readonly string[])[];
}

export function readExample(file: string): ExampleNode[] {
  return readJson(`examples/${file}`) as ExampleNode[];
}

/** An example that runs: click an inject node, see what a debug node shows. */
export interface RunningExample {
  click(inject: string): void;
  /** Hands a message to a node, as the node before it would: one of ours, with a session of this name. */
  give(type: string, name: string, payload: unknown, session?: string): void;
  /** The next message at a debug node; waits for it. */
  next(debug: string): Promise<Message>;
  /** The messages that have come to a debug node so far. */
  seen(debug: string): readonly Message[];
  /** Waits until its watch, or its history, has looked because of one more click. */
  looked(): Promise<Message>;
}

/** Changes the settings of the nodes of one type. */
export type Edits = Readonly<Record<string, object>>;

/**
 * Starts an example on a simulated NAS, with what its reader is told to enter into the session. What debug nodes get
 * is kept for the test.
 * @param edits what else the reader changes, by the name or type of the node
 */
export async function startExample(
  nodeRed: ReturnType<typeof useNodeRed>,
  file: string,
  nas: Simulator,
  edits: Edits = {},
): Promise<RunningExample> {
  const nodes = readExample(file);
  const session = {
    host: nas.host,
    port: String(nas.port),
    trust: 'fingerprint',
    fingerprint: nas.fingerprint,
  };
  const flow = nodes.map((node): FlowNode => {
    if (node.type === 'abb-session') return { ...node, ...session };
    if (node.type === 'debug') return { ...node, type: 'helper' };
    return { ...node, ...QUICK[node.type], ...edits[node.type], ...edits[node.name ?? ''] };
  });
  const z = nodes.find(({ type }) => type === 'tab')?.id;
  const lookers = nodes.filter(({ type }) => LOOKERS.includes(type)).map(({ id }) => id);
  flow.push(onTab('looked', 'complete', { scope: lookers, uncaught: false, wires: [[LOOKED]], z }));
  flow.push(onTab(LOOKED, 'helper', { z }));
  const sessionId = nodes.find(({ type }) => type === 'abb-session')?.id ?? '';
  const credentials = { [sessionId]: { username: demoAccount.name, password: demoAccount.password } };
  await nodeRed.start(flow, credentials, Object.values(CORE));
  return {
    click: (name) => nodeRed.send(idOf(nodes, 'inject', name)),
    give: (type, name, payload, session = 'NAS') =>
      nodeRed.send(idOf(nodes, type, name), { payload, abb: { session } }),
    next: (name) => nodeRed.inbox(idOf(nodes, 'debug', name)).next(),
    seen: (name) => nodeRed.inbox(idOf(nodes, 'debug', name)).messages,
    looked: () => nodeRed.inbox(LOOKED).next(),
  };
}

const LOOKERS: readonly string[] = ['abb-watch', 'abb-history'];
const LOOKED = 'has looked';

/** What spares a test waiting: a backup is looked at often, and a watch tells what has been as well. */
const QUICK: Edits = {
  'abb-run-backup': { pollInterval: 0.05 },
  'abb-watch': { start: 'hours', hours: 24 },
};

function idOf(nodes: readonly ExampleNode[], type: string, name: string): string {
  const found = nodes.find((node) => node.type === type && node.name === name);
  assert.ok(found, `a node ${type} "${name}"`);
  return found.id;
}
