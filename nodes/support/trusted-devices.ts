/**
 * What makes this Node-RED a trusted device of an account: a name, which the session's settings have and DSM lists, and
 * a token, which is a credential that only the server writes and reads. A token is kept under its name, so a dialog
 * that is cancelled leaves the deployed session with the name, and so with the token, that it had.
 */
import { randomBytes } from 'node:crypto';

import type { NodeAPI, NodeDef } from 'node-red';

import { AbbError } from '../../src/dsm/errors.js';
import type { SessionConfig, SessionCredentials } from './session-node.js';

/** The label of a device whose token a person has typed. */
const TYPED = 'Node-RED';

/** What Node-RED has stored of its nodes. */
interface StoredNodes {
  readonly nodes: Pick<NodeAPI['nodes'], 'eachNode' | 'getCredentials'>;
}

/** A device as a login names it. The token is empty where there is none. */
export interface TrustedDevice {
  readonly deviceName: string;
  readonly deviceId: string;
}

/** A name that no device has yet: DSM gives a token once for each name. */
export function newDeviceName(): string {
  return `${TYPED} ${randomBytes(3).toString('hex')}`;
}

/** The device that a session is: the one that its settings name, or the one whose token was typed. */
export function trustedDevice(
  { deviceName = '' }: Pick<Partial<SessionConfig>, 'deviceName'>,
  credentials: SessionCredentials,
): TrustedDevice {
  if (deviceName === '') return { deviceName: TYPED, deviceId: credentials.deviceId ?? '' };
  return { deviceName, deviceId: tokensIn(credentials).get(deviceName) ?? '' };
}

/**
 * Keeps the token of a new device, which the next deploy of the session will name; tokens that no name can lead to any
 * more are forgotten.
 * @param before the name that the dialog goes back to when it is cancelled
 */
export async function keepDevice(
  RED: NodeAPI,
  session: string,
  { deviceName, deviceId }: TrustedDevice,
  before: string,
): Promise<void> {
  const credentials = storedCredentials(RED, session);
  const inUse = [before, configured(RED, session)?.deviceName];
  const kept = [...tokensIn(credentials)].filter(([name]) => inUse.includes(name));
  await store(RED, session, { ...credentials, ...asCredential([...kept, [deviceName, deviceId]]) });
}

/** Forgets the token of a device that DSM does not know any more. */
export async function dropDevice(
  RED: NodeAPI,
  session: string,
  { deviceName, deviceId }: TrustedDevice,
): Promise<void> {
  const { deviceId: typed, ...credentials } = storedCredentials(RED, session);
  const tokens = [...tokensIn(credentials)].filter(([name]) => name !== deviceName);
  await store(RED, session, {
    ...credentials,
    // What was typed as a variable stays: it is not ours to change.
    ...(typed === undefined || typed === deviceId ? {} : { deviceId: typed }),
    ...asCredential(tokens),
  });
}

/**
 * The credentials of a session as they are stored.
 * @throws AbbError ABB_NOT_CONFIGURED when the id is that of another node, whose secrets are nobody's business here
 */
export function storedCredentials(RED: StoredNodes, session: string): SessionCredentials {
  const node = configured(RED, session);
  if (node && node.type !== 'abb-session') throw new AbbError('ABB_NOT_CONFIGURED', 'editor.notDeployed');
  return { ...(RED.nodes.getCredentials(session) as SessionCredentials | undefined) };
}

/** The settings of a node as they are deployed, whether it is enabled or not. */
function configured(RED: StoredNodes, id: string): (NodeDef & Partial<SessionConfig>) | undefined {
  const found: (NodeDef & Partial<SessionConfig>)[] = [];
  try {
    RED.nodes.eachNode((node) => {
      if (node.id === id) found.push(node);
    });
  } catch {
    // Node-RED answers its editor before it has flows, and then fails at going through them: nothing is deployed yet.
  }
  return found[0];
}

/** The stored tokens by the names of their devices. */
function tokensIn({ trustedDevices = '{}' }: SessionCredentials): Map<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(trustedDevices) as Record<string, string>));
  } catch {
    // The error would quote them. Without a token DSM asks for a code, and a person enters one.
    return new Map();
  }
}

function asCredential(tokens: readonly (readonly [string, string])[]): SessionCredentials {
  return { trustedDevices: JSON.stringify(Object.fromEntries(tokens)) };
}

// Node-RED writes them to its file at the next deploy.
async function store(RED: NodeAPI, session: string, credentials: SessionCredentials): Promise<void> {
  await RED.nodes.addCredentials(session, credentials);
}
