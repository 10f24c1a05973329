import type { Node, NodeAPI } from 'node-red';

import type { TlsOptions } from '../../src/dsm/trust.js';
import type { SessionConfig } from './session-node.js';

/** The core `tls-config` node, as far as it is used here. */
interface TlsConfigNode extends Node {
  addTLSOptions?(options: TlsOptions): void;
}

/** What the chosen `tls-config` node says, where the session is told to go by it. */
export function tlsOptions(RED: NodeAPI, { trust, tls = '' }: Partial<SessionConfig>): TlsOptions {
  const options: TlsOptions = {};
  if (trust !== 'ca') return options;
  const node = RED.nodes.getNode(tls) as TlsConfigNode | null | undefined;
  node?.addTLSOptions?.(options);
  return options;
}
