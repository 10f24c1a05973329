/** From a call to its outcome, with DSM's checks in DSM's order. */
import { DsmRefusal } from '../api.js';
import type { Clock, Parameters } from '../api.js';
import type { Dialect } from '../dialect.js';
import type { Accounts } from './accounts.js';
import type {
  CallOutcome,
  DsmApi,
  DsmApis,
  DsmCall,
  DsmMethod,
  IncomingCall,
  RequestEnvelope,
} from './call.js';
import { decodeParameters, withoutEnvelope } from './parameters.js';
import type { Session, Sessions } from './sessions.js';

/** A refusal that stands in for a call's real outcome; see the faults. */
export interface InjectedRefusal {
  readonly when: 'before' | 'after';
  readonly code: number;
  readonly errors?: unknown;
  /** Also end the caller's session with this code. */
  readonly endSession: boolean;
}

export interface DispatchServices {
  readonly clock: Clock;
  readonly dialect: Dialect;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  /** The APIs that exist right now. */
  apis(): DsmApis;
  /** A refusal to inject into this call, if one was ordered. */
  injectedRefusal(call: IncomingCall): InjectedRefusal | undefined;
  /** Told of an error in a method of the simulator itself. */
  onInternalError(error: unknown): void;
}

interface CheckedCall {
  readonly method: DsmMethod;
  readonly version: number;
  readonly session: Session | null;
  readonly parameters: Parameters;
}

/** Runs one call to its outcome. Never throws: every failure is a DSM code. */
export async function dispatch(
  services: DispatchServices,
  call: IncomingCall,
  envelope: RequestEnvelope,
): Promise<CallOutcome> {
  const inner: CallOutcome[] = [];
  const injected = services.injectedRefusal(call);
  const session = usableSession(services, envelope);
  let parameters = withoutEnvelope(call.parameters);
  let ran = false;
  const outcome = (code: number, rest: { data?: unknown; errors?: unknown }): CallOutcome => {
    return { call, parameters, code, ...rest, ran, account: session?.account ?? null, inner };
  };
  const runInner = async (innerCall: IncomingCall): Promise<CallOutcome> => {
    const result = await dispatch(services, innerCall, envelope);
    inner.push(result);
    return result;
  };

  try {
    if (injected?.when === 'before') throw refusalFrom(services, injected, envelope);
    const checked = check(services, call, envelope);
    parameters = checked.parameters;
    ran = true;
    const data: unknown = await checked.method.run(
      parameters,
      contextOf(services, checked, envelope, runInner),
    );
    if (injected !== undefined) throw refusalFrom(services, injected, envelope);
    return outcome(0, { data });
  } catch (error) {
    if (error instanceof DsmRefusal) return outcome(error.code, { errors: error.errors });
    services.onInternalError(error);
    return outcome(100, {});
  }
}

function contextOf(
  services: DispatchServices,
  checked: CheckedCall,
  envelope: RequestEnvelope,
  runInner: DsmCall['runInner'],
): DsmCall {
  return {
    account: checked.session?.account ?? '',
    dialect: services.dialect,
    now: services.clock.now(),
    version: checked.version,
    session: checked.session,
    envelope,
    runInner,
  };
}

/** DSM's order: named at all, API, version, method, session, right, parameters. */
function check(services: DispatchServices, call: IncomingCall, envelope: RequestEnvelope): CheckedCall {
  if (isBlank(call.api) || isBlank(call.method) || isBlank(call.version)) throw new DsmRefusal(101);
  const apis = services.apis();
  const api = Object.hasOwn(apis, call.api) ? apis[call.api] : undefined;
  if (api === undefined || !servedAt(call.api, api, call.path)) throw new DsmRefusal(102);
  const version = Number(call.version);
  if (!Number.isInteger(version) || version < api.minVersion || version > api.maxVersion) {
    throw new DsmRefusal(104);
  }
  const method = Object.hasOwn(api.methods, call.method) ? api.methods[call.method] : undefined;
  if (method === undefined) throw new DsmRefusal(103);
  const session =
    method.right === 'none' ? usableSession(services, envelope) : demandSession(services, envelope);
  if (method.right === 'backup') demandBackupRight(services, session);
  const parameters = parametersFor(services.dialect, call, api);
  for (const name of method.required ?? []) {
    if (parameters[name] === undefined) throw new DsmRefusal(120, { name, reason: 'required' });
  }
  return { method, version, session, parameters };
}

function isBlank(text: string | undefined): text is undefined | '' {
  return text === undefined || text === '';
}

/** An API answers under its own path; SYNO.API.Info also under entry.cgi, and login also under the old auth.cgi. */
function servedAt(name: string, api: DsmApi, path: string | undefined): boolean {
  if (path === undefined || path === api.path) return true;
  if (name === 'SYNO.API.Info') return path === 'entry.cgi';
  if (name === 'SYNO.API.Auth') return path === 'auth.cgi';
  if (name === 'SYNO.API.Encryption') return path === 'encryption.cgi';
  return false;
}

function usableSession(services: DispatchServices, envelope: RequestEnvelope): Session | null {
  const session = services.sessions.use(envelope.sid);
  return typeof session === 'number' ? null : session;
}

function demandSession(services: DispatchServices, envelope: RequestEnvelope): Session {
  const session = services.sessions.use(envelope.sid);
  if (typeof session === 'number') throw new DsmRefusal(session);
  if (session.synoToken !== null && session.synoToken !== envelope.synoToken) {
    throw new DsmRefusal(services.dialect.missingTokenCode);
  }
  return session;
}

function demandBackupRight(services: DispatchServices, session: Session | null): void {
  const account = session === null ? undefined : services.accounts.get(session.account);
  if (account === undefined || account.mayUseBackup === false) throw new DsmRefusal(105);
}

/** Login parameters are plain text; a password such as `123` or `[x` must not be taken for JSON. */
function parametersFor(dialect: Dialect, call: IncomingCall, api: DsmApi): Parameters {
  const parameters = withoutEnvelope(call.parameters);
  if (call.encoding === 'values' || api.requestFormat !== 'JSON') return parameters;
  const isBackup = call.api?.startsWith('SYNO.ActiveBackup.') === true;
  return decodeParameters(parameters, isBackup ? dialect.stringParameters : 'both');
}

function refusalFrom(
  services: DispatchServices,
  injected: InjectedRefusal,
  envelope: RequestEnvelope,
): DsmRefusal {
  const { code } = injected;
  if (injected.endSession && envelope.sid !== undefined) {
    services.sessions.end(envelope.sid, code === 106 || code === 107 || code === 150 ? code : 119);
  }
  return new DsmRefusal(code, injected.errors);
}
