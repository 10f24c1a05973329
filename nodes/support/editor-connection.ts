import type { Node, NodeAPI } from 'node-red';

import { PROBE } from '../../src/abb/probe.js';
import { type ConnectionReport, testConnection } from '../../src/dsm/connection-test.js';
import { answer } from './editor-answers.js';
import type { SessionConfig, SessionCredentials } from './session-node.js';
import { sessionOptions } from './session-options.js';
import { tlsOptions } from './tls-options.js';
import { keepDevice, newDeviceName, storedCredentials } from './trusted-devices.js';

/** What a password field of Node-RED's editor holds as long as nobody has typed another one. */
const UNCHANGED = '__PWRD__';

type Form = Readonly<Record<string, unknown>>;

/**
 * Serves the *Test connection* of the session's dialog, to whoever may change flows: it tries what the form says, and
 * the form may be other than what is deployed. One click is one login, so that no test makes DSM block the address.
 */
export function serveConnectionTest(RED: NodeAPI): void {
  RED.httpAdmin.post('/abb/:session/test', RED.auth.needsPermission('abb.write'), (request, response) => {
    // A form on somebody else's page cannot send JSON, so it cannot use a stored password behind the user's back.
    if (!request.is('application/json')) {
      response.status(415).json({ code: 'ABB_BAD_PARAMETER', message: 'application/json' });
      return;
    }
    void answer(response, () => test(RED, request.params['session'], request.body as Form));
  });
}

/** What the dialog is told: all but the token, in whose place it gets the name of the device. */
type Answer = Omit<ConnectionReport, 'deviceId'> & { readonly deviceName: string };

async function test(RED: NodeAPI, id: unknown, body: Form): Promise<Answer> {
  const session = typeof id === 'string' ? id : '';
  const stored = storedCredentials(RED, session);
  const form = withVariables(RED, session, withStoredSecrets(stored, body));
  const config = form as Partial<SessionConfig>;
  const options = sessionOptions(config, credentialsIn(form, stored), tlsOptions(RED, config));
  const otpCode = textIn(form, 'otpCode').replaceAll(/\s/g, '');
  if (otpCode === '') return withoutToken(await testConnection(options, PROBE));

  const deviceName = newDeviceName();
  const credentials = { ...options.credentials, otpCode, deviceName };
  const report = await testConnection({ ...options, credentials }, PROBE);
  const { deviceId } = report;
  if (deviceId === '') return withoutToken(report);
  await keepDevice(RED, session, { deviceName, deviceId }, textIn(form, 'deviceName'));
  return { ...withoutToken(report), deviceName };
}

function withoutToken({ passed, failed, certificate, system }: ConnectionReport): Answer {
  return { passed, failed, certificate, system, deviceName: '' };
}

function credentialsIn(form: Form, { trustedDevices }: SessionCredentials): SessionCredentials {
  return {
    username: textIn(form, 'username'),
    password: textIn(form, 'password'),
    deviceId: textIn(form, 'deviceId'),
    ...(trustedDevices === undefined ? {} : { trustedDevices }),
  };
}

function textIn(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value : '';
}

/** The form with the secrets that the browser does not know. */
function withStoredSecrets(stored: SessionCredentials, form: Form): Form {
  const secrets: Form = { ...stored };
  return mapValues(form, (value, name) => (value === UNCHANGED ? (secrets[name] ?? '') : value));
}

/** The form with `${NAME}` replaced as Node-RED does it at a deploy: only where a value is nothing else. */
function withVariables(RED: NodeAPI, session: string, form: Form): Form {
  const node = RED.nodes.getNode(session) as Node | null | undefined;
  return mapValues(form, (value) => {
    const [, name] = typeof value === 'string' ? (/^\$\{([^}]+)\}$/.exec(value) ?? []) : [];
    if (name === undefined) return value;
    // A session that is not deployed has no flow whose variables it could see.
    if (!node) return process.env[name] ?? '';
    return RED.util.evaluateNodeProperty(name, 'env', node, {}) as unknown;
  });
}

function mapValues(form: Form, change: (value: unknown, name: string) => unknown): Form {
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, change(value, name)]));
}
