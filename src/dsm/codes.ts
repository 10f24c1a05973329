/**
 * What DSM's numbers mean for a caller. Sources: DSM's own developer guides for the common and login codes,
 * Active Backup's web pages for the package's, and live reports for 103, 105, 119 and 120.
 */
import type { TextKey, TextValues } from '../texts/texts.js';
import { type AbbErrorCode, AbbError } from './errors.js';
import { type DsmMethod, methodName } from './method.js';

/** What a refusal means, and what a client may do about it. */
export interface Meaning {
  readonly error: AbbErrorCode;
  readonly text: TextKey;
  /**
   * - `log_in_again`: the session is gone, DSM did not run the request
   * - `log_in_once`: the same is possible, but it may as well be final (a stale session also looks like this)
   * - `try_later`: DSM is busy; reads may be repeated
   * - `give_up`: nothing that a program can do
   */
  readonly then: 'log_in_again' | 'log_in_once' | 'try_later' | 'give_up';
}

/** An error object of a DSM reply. */
export interface Refusal {
  readonly code: number;
  readonly errors: unknown;
}

const SESSION_GONE: Meaning = { error: 'ABB_REFUSED', text: 'dsm.session', then: 'log_in_again' };
const BUSY: Meaning = { error: 'ABB_BUSY', text: 'busy.nas', then: 'try_later' };
const REFUSED: Meaning = { error: 'ABB_REFUSED', text: 'dsm.refused', then: 'give_up' };

function refused(text: TextKey): Meaning {
  return { error: 'ABB_REFUSED', text, then: 'give_up' };
}

function each(codes: readonly number[], meaning: Meaning): [number, Meaning][] {
  return codes.map((code) => [code, meaning]);
}

/** Codes that any API of DSM may answer. */
const COMMON: [number, Meaning][] = [
  ...each([100, 109, 110, 111, 117, 118], BUSY),
  ...each([106, 107, 119], SESSION_GONE),
  [150, { ...SESSION_GONE, text: 'dsm.address' }],
  [498, { ...SESSION_GONE, text: 'dsm.starting' }],
  [102, { error: 'ABB_NOT_INSTALLED', text: 'dsm.notInstalled', then: 'give_up' }],
  ...each([103, 104], { error: 'ABB_NOT_INSTALLED', text: 'dsm.noMethod', then: 'give_up' }),
  [105, { error: 'ABB_PERMISSION', text: 'dsm.permission', then: 'log_in_once' }],
  [114, refused('dsm.parameter')],
  [120, refused('dsm.parameter')],
  [160, { error: 'ABB_PERMISSION', text: 'dsm.privilege', then: 'give_up' }],
];

/** Codes of the package itself. */
const BACKUP: [number, Meaning][] = [
  ...each([1006, 1007, 1031], BUSY),
  ...each([1001, 1002, 1008, 1018], refused('dsm.internal')),
  [1009, refused('dsm.partly')],
  [1010, refused('dsm.noTask')],
  ...each([1011, 1036], { error: 'ABB_PERMISSION', text: 'dsm.permission', then: 'give_up' }),
  ...each([1015, 1016, 1019, 1020], refused('dsm.space')),
  [1101, refused('dsm.locked')],
  ...each([1103, 1201], refused('dsm.gone')),
  ...each([1104, 1105], refused('dsm.window')),
  ...each([1102, 1202, 1203, 1204, 1205, 1206, 1207, 1208, 1210], refused('dsm.conflict')),
  ...each([4004, 4005, 4006, 4007, 5003], refused('dsm.conflict')),
  ...each([1012, 1013, 1014, 1017, 1250, 1251, 1252, 1253, 1254, 1255], refused('dsm.storage')),
  [3103, refused('dsm.parameter')],
  [5001, refused('dsm.offline')],
];

const REQUEST_CODES: ReadonlyMap<number, Meaning> = new Map([...COMMON, ...BACKUP]);

function login(text: TextKey): Meaning {
  return { error: 'ABB_LOGIN', text, then: 'give_up' };
}

function person(text: TextKey): Meaning {
  return { error: 'ABB_OTP_REQUIRED', text, then: 'give_up' };
}

/** Codes of SYNO.API.Auth, where the same numbers mean other things than elsewhere. */
const LOGIN_CODES: ReadonlyMap<number, Meaning> = new Map([
  ...each([100, 109, 110, 111, 117, 118, 498], BUSY),
  ...each([101, 102, 103, 104], {
    error: 'ABB_BAD_REPLY',
    text: 'dsm.refused',
    then: 'give_up',
  } satisfies Meaning),
  [400, login('login.wrong')],
  [401, login('login.disabled')],
  [402, login('login.denied')],
  [403, person('login.otp')],
  [404, person('login.otpWrong')],
  [406, person('login.otpEnrol')],
  [407, login('login.blocked')],
  [408, login('login.expiredForGood')],
  ...each([409, 410], login('login.expired')),
  [411, login('login.locked')],
  [449, person('login.approve')],
]);

/** What a refusal of an ordinary request means. */
export function requestMeaning(code: number): Meaning {
  return REQUEST_CODES.get(code) ?? REFUSED;
}

/**
 * What a refusal of a login means. A code that nobody knows counts as refused credentials: trying it again could
 * make DSM block the address.
 */
export function loginMeaning(code: number): Meaning {
  return LOGIN_CODES.get(code) ?? login('login.refused');
}

/** Whether a login was refused for its account or password, so that no other device would fare better with them. */
export function isAboutPassword({ code, cause }: AbbError): boolean {
  return code === 'ABB_LOGIN' && cause !== undefined && ABOUT_PASSWORD.includes(cause.code);
}

// Not what is about the address (407), a lock for a while (411), or what nobody knows.
const ABOUT_PASSWORD: readonly number[] = [400, 401, 408, 409, 410];

/** The error that tells a caller of a refusal, a login's too. */
export function refusalError(method: DsmMethod, refusal: Refusal, meaning: Meaning): AbbError {
  const { code, errors } = refusal;
  const detail = parameterDetail(errors);
  const key = meaning.text === 'dsm.parameter' && !detail ? 'dsm.refused' : meaning.text;
  return errorOf(meaning.error, key, method, code, detail);
}

function errorOf(
  error: AbbErrorCode,
  key: TextKey,
  method: DsmMethod,
  code: number,
  detail?: TextValues,
): AbbError {
  const cause = { api: method.api, method: method.method, code };
  return new AbbError(error, key, { code, method: methodName(method), ...detail }, cause);
}

/** The error that tells a caller that DSM has refused an ordinary request. */
export function refusalOf(method: DsmMethod, refusal: Refusal): AbbError {
  const meaning = requestMeaning(refusal.code);
  if (method.effect === 'action' && meaning.then === 'try_later') return busyWithAction(method, refusal.code);
  return refusalError(method, refusal, meaning);
}

/**
 * Whether DSM has refused a request for good: for what the account may do, or this DSM has, and not because of how
 * things are at the moment.
 */
export function isForGood(error: unknown): boolean {
  if (!(error instanceof AbbError)) return false;
  const { code, cause } = error;
  return FOR_GOOD.includes(code) && cause !== undefined && requestMeaning(cause.code).then !== 'log_in_again';
}

const FOR_GOOD: readonly AbbErrorCode[] = ['ABB_PERMISSION', 'ABB_NOT_INSTALLED', 'ABB_REFUSED'];

/** Whether DSM takes no session yet because it is starting. */
export function isStarting(error: unknown): boolean {
  return error instanceof AbbError && error.cause?.code === STARTING;
}

const STARTING = 498;

/** The error for an action that was denied by what may have been a stale session. */
export function deniedAction(method: DsmMethod, { code }: Refusal): AbbError {
  return errorOf('ABB_PERMISSION', 'action.denied', method, code);
}

/** The error for an API that this DSM does not have, as DSM itself would put it. */
export function noSuchApi(method: DsmMethod): AbbError {
  return refusalOf(method, { code: NO_SUCH_API, errors: undefined });
}

const NO_SUCH_API = 102;

// "Unknown" and "the backend did not answer in time": what DSM says when it has lost sight of what it began.
const LOST_SIGHT: readonly number[] = [100, 1031];

// To try again unseen, as with a read, could do twice what DSM has begun.
function busyWithAction(method: DsmMethod, code: number): AbbError {
  return LOST_SIGHT.includes(code)
    ? errorOf('ABB_UNKNOWN_OUTCOME', 'action.lostSight', method, code)
    : errorOf('ABB_BUSY', 'busy.action', method, code);
}

// DSM names the parameter that it misses: `{ "name": "task_ids", "reason": "required" }` (seen on DSM 7.4).
function parameterDetail(errors: unknown): { parameter: string; reason: string } | undefined {
  if (typeof errors !== 'object' || errors === null) return undefined;
  const { name, reason } = errors as { name?: unknown; reason?: unknown };
  if (typeof name !== 'string') return undefined;
  return { parameter: name, reason: typeof reason === 'string' ? reason : '?' };
}
