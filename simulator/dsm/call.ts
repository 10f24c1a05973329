/** What a method of the DSM half sees of a call: more than a backup method does. */
import type { ApiDeclaration, CallContext, Parameters } from '../api.js';
import type { Session } from './sessions.js';

/** The HTTP request in which calls arrive, and the cookies that its answer will set. */
export interface RequestEnvelope {
  /** Source address of the caller. */
  readonly address: string;
  readonly secure: boolean;
  /** The session id and the SynoToken that came with the request. */
  readonly sid: string | undefined;
  readonly synoToken: string | undefined;
  setCookie(name: string, value: string, maxAgeSeconds?: number): void;
}

/** One call as it came: at the top of a request, or inside a compound one. */
export interface IncomingCall {
  readonly api: string | undefined;
  readonly method: string | undefined;
  readonly version: string | undefined;
  /** Texts of a form, or the ready values of a compound request. */
  readonly encoding: 'text' | 'values';
  readonly parameters: Parameters;
  /** The cgi under which it came, e.g. `entry.cgi`; inside a compound request that of the API itself. */
  readonly path: string | undefined;
}

/** How a call ended. `code` is 0 on success. */
export interface CallOutcome {
  readonly call: IncomingCall;
  /** The parameters after decoding; as they came when the call was refused before. */
  readonly parameters: Parameters;
  readonly code: number;
  readonly errors?: unknown;
  readonly data?: unknown;
  /** Whether the method was run: false for a call that was refused before. */
  readonly ran: boolean;
  readonly account: string | null;
  readonly inner: readonly CallOutcome[];
}

export interface DsmCall extends CallContext {
  readonly version: number;
  readonly session: Session | null;
  readonly envelope: RequestEnvelope;
  /** Runs another call of the same request: what a compound request is made of. */
  runInner(call: IncomingCall): Promise<CallOutcome>;
}

export interface DsmMethod {
  readonly required?: readonly string[];
  readonly right: 'none' | 'session' | 'backup';
  /** As `MethodDeclaration.run`; may answer with a promise. */
  run(parameters: Parameters, call: DsmCall): unknown;
}

export interface DsmApi extends Omit<ApiDeclaration, 'methods'> {
  readonly methods: Readonly<Record<string, DsmMethod>>;
}

export type DsmApis = Readonly<Record<string, DsmApi>>;

/** A parameter as text; '' when it is missing. */
export function textOf(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The `error` part of a reply. */
export function errorOf(outcome: CallOutcome): Record<string, unknown> {
  return { code: outcome.code, ...(outcome.errors === undefined ? {} : { errors: outcome.errors }) };
}
