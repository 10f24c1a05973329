import type { TextKey } from '../texts/texts.js';
import { loginMeaning, type Refusal, refusalError } from './codes.js';
import type { ApiInfo } from './discovery.js';
import { AbbError } from './errors.js';
import type { DsmMethod } from './method.js';
import type { DsmReply } from './reply.js';

/** Opens a DSM session. */
export const LOGIN: DsmMethod = { api: 'SYNO.API.Auth', method: 'login', version: 7, effect: 'action' };
/** Ends one. */
export const LOGOUT: DsmMethod = { api: 'SYNO.API.Auth', method: 'logout', version: 7, effect: 'action' };

/** Who logs in. */
export interface Credentials {
  readonly account: string;
  readonly password: string;
  /** Trusted-device token that stands for the second factor; empty without one. */
  readonly deviceId: string;
  /** The label that DSM shows for this trusted device. */
  readonly deviceName: string;
  /** One-time code, when somebody has just entered one: it is good for a single login and makes this a trusted device. */
  readonly otpCode?: string;
}

/** A DSM session that is open. */
export interface Login {
  /** The headers that carry it. Headers, because addresses end up in logs of proxies. */
  readonly headers: Readonly<Record<string, string>>;
  /** Trusted-device token for the next logins; empty when DSM gave none. */
  readonly deviceId: string;
}

/** The version of SYNO.API.Auth to speak: 7 knows all fields, older systems end at 6 or lower. */
export function authVersion({ minVersion, maxVersion }: ApiInfo): number {
  return Math.max(minVersion, Math.min(maxVersion, LOGIN.version));
}

/** The fields of a login that must not be readable on plain HTTP. */
export function loginSecrets({ account, password, deviceId, otpCode }: Credentials): Record<string, string> {
  const secrets: Record<string, string> = { account, passwd: password };
  if (otpCode !== undefined) secrets['otp_code'] = otpCode;
  else if (deviceId !== '') secrets['device_id'] = deviceId;
  return secrets;
}

/** The other fields. The token is always asked for: DSM may refuse requests without it, never with it. */
export function loginFields({ deviceId, deviceName, otpCode }: Credentials): Record<string, string> {
  const fields: Record<string, string> = { format: 'sid', enable_syno_token: 'yes' };
  if (otpCode !== undefined) fields['enable_device_token'] = 'yes';
  if (otpCode !== undefined || deviceId !== '') fields['device_name'] = deviceName;
  return fields;
}

/**
 * Reads the answer to a login with these credentials.
 * @throws AbbError the refusal as the contract names it, or ABB_BAD_REPLY without a session id
 */
export function parseLogin(reply: DsmReply, credentials: Credentials): Login {
  if (!reply.success) throw loginError(reply.refusal, credentials);
  const { sid, synotoken, did, device_id: deviceId } = (reply.data ?? {}) as Record<string, unknown>;
  if (!isPrintable(sid)) {
    throw new AbbError('ABB_BAD_REPLY', 'reply.shape', { method: 'SYNO.API.Auth.login', missing: 'sid' });
  }
  return {
    headers: sessionHeaders(sid, realToken(synotoken)),
    // Version 7 of the login calls the token of a trusted device `device_id`, older ones `did`.
    deviceId: asText(deviceId) || asText(did),
  };
}

function loginError(refusal: Refusal, { deviceId, otpCode }: Credentials): AbbError {
  const meaning = loginMeaning(refusal.code);
  const isForgotten = meaning.text === 'login.otp' && otpCode === undefined && deviceId !== '';
  return refusalError(LOGIN, refusal, isForgotten ? { ...meaning, text: FORGOTTEN } : meaning);
}

// DSM wants a code although it was sent the token that stands for one.
const FORGOTTEN: TextKey = 'login.deviceForgotten';

/** Whether DSM does not know this trusted device any more: its token is of no use from now on. */
export function isForgottenDevice(error: unknown): error is AbbError {
  return error instanceof AbbError && error.textKey === FORGOTTEN;
}

/** Whether it can be sent in a header; DSM's own session ids and tokens can. */
function isPrintable(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

// DSM writes dashes where it made no token.
function realToken(token: unknown): string | undefined {
  return isPrintable(token) && /[^-]/.test(token) ? token : undefined;
}

/** @param synoToken guards against forged requests; undefined when DSM gave none */
function sessionHeaders(sid: string, synoToken: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { cookie: `id=${encodeURIComponent(sid)}` };
  if (synoToken !== undefined) headers['x-syno-token'] = synoToken;
  return headers;
}
