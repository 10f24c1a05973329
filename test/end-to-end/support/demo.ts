import assert from 'node:assert/strict';

import { readJson } from '../../support/package.js';
import type { FlowNode } from './admin.js';

/** How to reach a NAS, as the session's settings and credentials have it. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly fingerprint: string;
  readonly username: string;
  readonly password: string;
}

/** The demo flow as the package brings it. */
export function demoFlow(): FlowNode[] {
  return readJson('examples/demo.json') as FlowNode[];
}

/** The demo flow with its session pointed at a NAS with a self-signed certificate. */
export function demoFlowFor({ username, password, ...address }: Connection): FlowNode[] {
  const settings = {
    protocol: 'https',
    trust: 'fingerprint',
    ...address,
    credentials: { username, password },
  };
  return demoFlow().map((node) => (node.type === 'abb-session' ? { ...node, ...settings } : node));
}

/** The only node of this type whose name begins like this. */
export function nodeNamed(flow: readonly FlowNode[], type: string, name: string): FlowNode {
  const [found, ...others] = flow.filter(
    (node) => node.type === type && node.name?.startsWith(name) === true,
  );
  assert.ok(found !== undefined && others.length === 0, `one ${type} "${name}"`);
  return found;
}
