import type { Node, NodeDef } from 'node-red';

import type { ActiveBackup } from '../../src/abb/active-backup.js';
import type { AbbError } from '../../src/dsm/errors.js';

/** What the dialog of `abb-session` stores, besides the credentials. */
export interface SessionConfig extends NodeDef {
  protocol: 'https' | 'http';
  host: string;
  port: string | number;
  basePath: string;
  trust: 'system' | 'ca' | 'fingerprint' | 'any';
  /** Id of a core `tls-config` node. */
  tls: string;
  fingerprint: string;
  timeout: string | number;
  concurrency: string | number;
  allowPlainLogin: boolean;
  /** The name of the trusted device that *Test connection* has made of this Node-RED; empty without one. */
  deviceName: string;
}

/** The secrets of a session; Node-RED keeps them encrypted and out of exported flows. */
export interface SessionCredentials {
  username?: string;
  password?: string;
  /** Token of a trusted device that a person has typed. */
  deviceId?: string;
  /** Tokens that *Test connection* has fetched, by device name, as JSON; the browser never sees it. */
  trustedDevices?: string;
}

/** The config node as the other nodes see it. */
export interface SessionNode extends Node<SessionCredentials> {
  /** The NAS, or why it cannot be spoken to at all. */
  readonly backup: ActiveBackup | AbbError;
  readonly label: string;
}
