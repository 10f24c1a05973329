import { refusalError, requestMeaning } from './codes.js';
import { AbbError } from './errors.js';
import { type DsmMethod, encodeParameters, methodName, type WireParameters } from './method.js';
import { parseReply } from './reply.js';

/** How DSM offers one of its APIs. */
export interface ApiInfo {
  /** Below `/webapi/`, such as `entry.cgi`. */
  readonly path: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** Whether parameters are wanted as JSON text. */
  readonly format: 'json' | 'plain';
}

/** The APIs that a NAS has, by name. */
export type ApiList = ReadonlyMap<string, ApiInfo>;

/** Lists the APIs; needs no login. It answers at `query.cgi` on every DSM. */
export const QUERY: DsmMethod = { api: 'SYNO.API.Info', method: 'query', version: 1, effect: 'read' };

/** Where `QUERY` is answered. */
export const QUERY_PATH = '/webapi/query.cgi';

/**
 * Reads the answer to `QUERY`.
 * @throws AbbError ABB_BUSY when DSM says so, ABB_BAD_REPLY when it is not a list of APIs
 */
export function parseApiList(reply: unknown): ApiList {
  const parsed = parseReply(reply, QUERY);
  if (!parsed.success) {
    const meaning = requestMeaning(parsed.refusal.code);
    if (meaning.then === 'try_later') throw refusalError(QUERY, parsed.refusal, meaning);
  }
  if (!parsed.success || typeof parsed.data !== 'object' || parsed.data === null) {
    throw new AbbError('ABB_BAD_REPLY', 'reply.shape', { method: methodName(QUERY), missing: 'data' });
  }
  const list = new Map<string, ApiInfo>();
  for (const [api, entry] of Object.entries(parsed.data as Record<string, unknown>)) {
    const info = parseApiInfo(entry);
    if (info) list.set(api, info);
  }
  return list;
}

function parseApiInfo(entry: unknown): ApiInfo | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { path, minVersion, maxVersion, requestFormat } = entry as Record<string, unknown>;
  if (typeof path !== 'string' || !SAFE_PATH.test(path)) return undefined;
  return {
    path,
    minVersion: version(minVersion),
    maxVersion: version(maxVersion),
    format: requestFormat === 'JSON' ? 'json' : 'plain',
  };
}

// A path out of a reply becomes part of our next URL: names and single slashes only.
const SAFE_PATH = /^[\w-]+(?:[./][\w-]+)*$/;

function version(value: unknown): number {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : 1;
}

/** The form of a call, in the version and encoding that this NAS offers the API in. */
export function requestForm(method: DsmMethod, api: ApiInfo, parameters: WireParameters): URLSearchParams {
  const form = encodeParameters(parameters, api.format);
  // Set, not appended: no parameter may stand in for what is called.
  form.set('api', method.api);
  form.set('method', method.method);
  form.set('version', String(Math.max(api.minVersion, Math.min(api.maxVersion, method.version))));
  return form;
}
