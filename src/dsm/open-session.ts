import { type ApiList, parseApiList, QUERY, QUERY_PATH } from './discovery.js';
import { GET_KEY, parseEncryptionKey, seal } from './encryption.js';
import { AbbError } from './errors.js';
import {
  authVersion,
  type Credentials,
  type Login,
  LOGIN,
  loginFields,
  loginSecrets,
  LOGOUT,
  parseLogin,
} from './login.js';
import { type DsmMethod, methodName } from './method.js';
import { parseReply } from './reply.js';
import type { Transport } from './transport.js';
import { NEVER } from './withdrawal.js';

/** A session as DSM has opened it. */
export interface OpenSession {
  apis: ApiList;
  readonly login: Login;
  /** Why the NAS could not be reached when it was last tried; undefined while it answers. */
  lostBy?: AbbError | undefined;
}

/** How to log in. */
export interface LoginOptions {
  readonly credentials: Credentials;
  /** Whether the transport itself hides what is sent. */
  readonly encrypted: boolean;
  readonly allowPlainLogin: boolean;
}

/** Asks what the NAS offers of these APIs and of those that a login needs. */
export async function discover(transport: Transport, apis: readonly string[]): Promise<ApiList> {
  const wanted = new Set([LOGIN.api, GET_KEY.api, ...apis]);
  const form = callForm(QUERY, QUERY.version, { query: [...wanted].join(',') });
  return parseApiList(await transport.post(QUERY_PATH, form, {}, NEVER));
}

/** Logs in, once. */
export async function logIn(transport: Transport, apis: ApiList, options: LoginOptions): Promise<Login> {
  const auth = apis.get(LOGIN.api);
  if (!auth) {
    throw new AbbError('ABB_BAD_REPLY', 'reply.shape', { method: methodName(QUERY), missing: LOGIN.api });
  }
  const form = callForm(LOGIN, authVersion(auth), {
    ...loginFields(options.credentials),
    ...(await protect(transport, apis, options)),
  });
  const reply = await transport.post(`/webapi/${auth.path}`, form, {}, NEVER);
  return parseLogin(parseReply(reply, LOGIN), options.credentials);
}

/**
 * Tells DSM that the session has ended. A courtesy: whatever goes wrong is ignored.
 * @param patienceMs how long to wait for DSM, milliseconds
 */
export async function endSession(
  transport: Transport,
  open: Pick<OpenSession, 'apis' | 'login'>,
  patienceMs: number,
): Promise<void> {
  const auth = open.apis.get(LOGOUT.api);
  if (!auth) return;
  const form = callForm(LOGOUT, authVersion(auth), {});
  const limit = AbortSignal.timeout(patienceMs);
  try {
    await transport.post(`/webapi/${auth.path}`, form, open.login.headers, limit);
  } catch {
    // What DSM does not hear of now ends there by itself later.
  }
}

/** TLS hides the secrets on the way; plain HTTP needs DSM's own encryption. */
async function protect(
  transport: Transport,
  apis: ApiList,
  options: LoginOptions,
): Promise<Record<string, string>> {
  const secrets = loginSecrets(options.credentials);
  if (options.encrypted) return secrets;
  const api = apis.get(GET_KEY.api);
  if (api) {
    const form = callForm(GET_KEY, GET_KEY.version, { format: 'module' });
    const reply = await transport.post(`/webapi/${api.path}`, form, {}, NEVER);
    const key = parseEncryptionKey(parseReply(reply, GET_KEY));
    if (key) return seal(secrets, key);
  }
  if (options.allowPlainLogin) return secrets;
  throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.plainLogin');
}

function callForm(
  { api, method }: DsmMethod,
  version: number,
  fields: Record<string, string>,
): URLSearchParams {
  return new URLSearchParams({ api, method, version: String(version), ...fields });
}
