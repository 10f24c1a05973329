import { createPrivateKey } from 'node:crypto';

import { type AccountOptions, type Simulator, startSimulator } from '../../../../simulator/index.js';
import { createCertificate } from '../../../../simulator/server/certificate.js';
import { RoughClient } from '../../../simulator/rough-client.js';
import { type FlowNode, onTab, sessionNode } from '../../../support/node-red.js';
import type { Canaries } from './canaries.js';
import { SMALL } from './lanes.js';

/** Sessions that log in, or fail to, each in its own way; each has a node `ask-<name>` that lists tasks. */
export interface Guests {
  readonly names: readonly string[];
  readonly nases: readonly Simulator[];
  readonly flow: readonly FlowNode[];
  /** A one-time code of the account of the session `newcomer`. */
  readonly otpCode: string;
}

/** Trust in the NAS by an authority, and a client certificate whose key is encrypted. */
function tlsConfig(canaries: Canaries, authority: string): FlowNode {
  const passphrase = canaries.make('passphrase of the client certificate');
  const { key, cert } = createCertificate({ commonName: 'client' });
  const encrypted = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase,
  });
  const keydata = encrypted.toString();
  canaries.add('key of the client certificate', keydata.split('\n')[3] ?? '');
  const credentials = { certdata: cert, keydata, cadata: authority, passphrase };
  return { id: 'tls', type: 'tls-config', name: '', verifyservercert: true, credentials };
}

/** Starts the NASes of the guests and makes their part of the flow. */
export async function inviteGuests(canaries: Canaries): Promise<Guests> {
  const account = (name: string): AccountOptions => ({
    name,
    password: canaries.make(`password of ${name}`),
  });
  const code = () => canaries.make('one-time code').replaceAll(/\s/g, '');
  const [simple, trusted, newcomer, stale] = [
    account('simple'),
    { ...account('trusted'), otpCodes: [code()] },
    { ...account('newcomer'), otpCodes: [code()] },
    { ...account('stale'), otpCodes: [code()] },
  ];
  const identity = createCertificate();
  const accounts = [simple, trusted, newcomer, stale];
  const secure = await startSimulator({ ...SMALL, accounts, tls: identity });
  const open = await startSimulator({ ...SMALL, accounts, protocol: 'http', encryptionBits: 2048 });
  const bare = await startSimulator({ ...SMALL, accounts, protocol: 'http', encryptionBits: 2048 });
  bare.faults.add({ kind: 'code', code: 102, api: 'SYNO.API.Encryption', times: Infinity });
  const deviceId = await tokenFor(secure, trusted);
  canaries.add('token of a trusted device', deviceId);

  const http = { protocol: 'http', trust: 'any' };
  const flow: FlowNode[] = [tlsConfig(canaries, identity.cert)];
  const names: string[] = [];
  const invite = (
    name: string,
    nas: Simulator,
    settings: object,
    { name: username, ...secrets }: Secrets,
  ) => {
    const session = sessionNode(nas, { id: `session-${name}`, name, timeout: '2', ...settings });
    flow.push({ ...session, credentials: { username, ...secrets } });
    flow.push(onTab(`ask-${name}`, 'abb-tasks', { session: session.id, output: 'raw', wires: [['debug']] }));
    names.push(name);
  };
  invite('encrypted', open, http, simple);
  invite('readable', bare, { ...http, allowPlainLogin: true }, simple);
  invite('unreadable', bare, http, simple);
  invite('authority', secure, { trust: 'ca', tls: 'tls' }, simple);
  invite('trusted', secure, {}, { ...secretsOf(trusted), deviceId });
  invite('newcomer', secure, {}, secretsOf(newcomer));
  invite('stale', secure, {}, { ...secretsOf(stale), deviceId: canaries.make('stale token') });
  invite('wrong', secure, {}, { ...account('wrong'), name: 'simple' });
  invite('mistaken', secure, { fingerprint: '0'.repeat(64) }, account('mistaken'));
  invite('lost', secure, { host: 'nas.invalid' }, account('lost'));
  invite('blank', secure, { host: '' }, account('blank'));
  const [otpCode = ''] = newcomer.otpCodes;
  return { names, nases: [secure, open, bare], flow, otpCode };
}

interface Secrets {
  readonly name: string;
  readonly password: string;
  readonly deviceId?: string;
}

function secretsOf({ name, password }: AccountOptions): Secrets {
  return { name, password };
}

/** The token that DSM gives a device for a one-time code. */
async function tokenFor(nas: Simulator, { name, password, otpCodes = [] }: AccountOptions): Promise<string> {
  const client = new RoughClient(nas);
  try {
    const [code = ''] = otpCodes;
    const device = { enable_device_token: 'yes', device_name: 'Node-RED' };
    const login = await client.login({ account: name, passwd: password, otp_code: code, ...device }, '7');
    return login.device_id ?? login.did ?? '';
  } finally {
    await client.close();
  }
}
