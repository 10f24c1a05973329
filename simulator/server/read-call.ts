/** From an HTTP request to the call that it carries. */
import type { IncomingCall, RequestEnvelope } from '../dsm/call.js';
import type { Encryption } from '../dsm/encryption.js';
import type { ReceivedRequest } from './request.js';

/** A request as DSM understands it. */
export interface ReadCall {
  /** Undefined outside of the API. */
  readonly call: IncomingCall | undefined;
  readonly envelope: RequestEnvelope;
  /** Filled by what the call does: whole `set-cookie` texts. */
  readonly cookies: readonly string[];
}

/** Finds the call in a request; there is none outside of `/webapi/*.cgi`. */
export async function readCall(
  request: ReceivedRequest,
  basePath: string,
  encryption: Encryption,
): Promise<ReadCall> {
  const form = await encryption.reveal(request.form);
  const cookies: string[] = [];
  const envelope: RequestEnvelope = {
    address: request.address,
    secure: request.secure,
    sid: form['_sid'] ?? request.cookies['id'],
    synoToken: request.headers['x-syno-token'] ?? form['SynoToken'],
    setCookie(name, value, maxAgeSeconds) {
      const age = maxAgeSeconds === undefined ? '' : `max-age=${String(maxAgeSeconds)};`;
      cookies.push(
        `${name}=${value};${age}path=/;httponly;${request.secure ? 'secure;' : ''}samesite=strict`,
      );
    },
  };
  const place = placeOf(basePath, request.path);
  if (place === undefined) return { call: undefined, envelope, cookies };
  const call: IncomingCall = {
    api: form['api'] ?? place.api,
    method: form['method'],
    version: form['version'],
    encoding: 'text',
    parameters: form,
    path: place.cgi,
  };
  return { call, envelope, cookies };
}

/** The cgi of a request path, and the API that may stand behind it: `/webapi/entry.cgi/SYNO.X.Y`. */
function placeOf(basePath: string, path: string): { cgi: string; api: string | undefined } | undefined {
  const prefix = `${basePath}/webapi/`;
  if (!path.startsWith(prefix)) return undefined;
  const match = /^((?:entry|query|auth|encryption)\.cgi)(?:\/(SYNO\.[\w.]+))?$/.exec(
    path.slice(prefix.length),
  );
  if (match === null) return undefined;
  const [, cgi = '', api] = match;
  return { cgi, api };
}
