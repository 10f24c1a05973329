import type { Node, NodeAPI } from 'node-red';

import { TASK_LIST } from '../../src/abb/methods.js';
import { testConnection } from '../../src/dsm/connection-test.js';
import { answer } from './editor-answers.js';
import type { SessionConfig, SessionCredentials } from './session-node.js';
import { sessionOptions } from './session-options.js';
import { tlsOptions } from './tls-options.js';

/** What a password field of Node-RED's editor holds as long as nobody has typed another one. */
const UNCHANGED = '__PWRD__';

/** The smallest question that only an account with a right to Active Backup gets an answer to. */
const PROBE = {
  method: TASK_LIST,
  parameters: {
    load_status: false,
    load_result: false,
    load_devices: false,
    load_versions: false,
    filter: {},
    offset: 0,
    limit: 1,
  },
};

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

async function test(RED: NodeAPI, id: unknown, body: Form): Promise<unknown> {
  const session = typeof id === 'string' ? id : '';
  const form = withVariables(RED, session, withStoredSecrets(RED, session, body));
  const config = form as Partial<SessionConfig>;
  const options = sessionOptions(config, credentialsIn(form), tlsOptions(RED, config));
  const otpCode = textIn(form, 'otpCode').replaceAll(/\s/g, '');
  const credentials = otpCode === '' ? options.credentials : { ...options.credentials, otpCode };
  return testConnection({ ...options, credentials }, PROBE);
}

function credentialsIn(form: Form): SessionCredentials {
  return {
    username: textIn(form, 'username'),
    password: textIn(form, 'password'),
    deviceId: textIn(form, 'deviceId'),
  };
}

function textIn(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value : '';
}

/** The form with the secrets that the browser does not know. */
function withStoredSecrets(RED: NodeAPI, session: string, form: Form): Form {
  const stored = { ...RED.nodes.getCredentials(session) } as Form;
  return mapValues(form, (value, name) => (value === UNCHANGED ? (stored[name] ?? '') : value));
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
