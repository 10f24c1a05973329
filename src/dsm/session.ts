import { type Meaning, refusalError, requestMeaning } from './codes.js';
import { type Call, type CallOutcome, COMPOUND, CompoundReads } from './compound.js';
import { requestForm } from './discovery.js';
import { AbbError, TransportError } from './errors.js';
import { Gate } from './gate.js';
import { type Credentials, sessionHeaders } from './login.js';
import { type DsmMethod, methodName, type WireParameters } from './method.js';
import { discover, endSession, type OpenSession, openSession } from './open-session.js';
import { manyListeners, NEVER, pause, unlessAborted } from './pause.js';
import { isRefusedLogin, refusedLogins, type RefusedLogins } from './refused-logins.js';
import { type DsmReply, parseReply } from './reply.js';
import { SharedReads } from './shared-reads.js';
import { type Address, type Limits, Transport } from './transport.js';
import type { Trust } from './trust.js';

/** Where a session is in its life. */
export type SessionState = 'idle' | 'discovering' | 'logging_in' | 'ready' | 'expired' | 'refused' | 'closed';

/** What a session needs to know. */
export interface SessionOptions {
  readonly address: Address;
  readonly trust: Trust;
  readonly credentials: Credentials;
  /** The only methods that may be sent, besides those of the session itself. */
  readonly methods: readonly DsmMethod[];
  readonly limits?: Partial<SessionLimits>;
  /** Allows a readable password on plain HTTP where DSM offers no encryption. */
  readonly allowPlainLogin?: boolean;
  readonly refusedLogins?: RefusedLogins;
}

/** What one request may take, and how many may wait for their turn. */
export interface SessionLimits extends Limits {
  readonly queueLength: number;
  /** Pauses before a read is repeated; each is made up to twice as long at random, so that many clients spread out. */
  readonly retryPausesMs: readonly number[];
  /** How long to wait for the NAS when the session is closed: a dead one must not hold up a deploy. */
  readonly farewellMs: number;
}

/** The limits of a session that names none. */
export const DEFAULT_LIMITS: SessionLimits = {
  connectMs: 10_000,
  requestMs: 15_000,
  replyBytes: 256 * 2 ** 20,
  concurrency: 4,
  queueLength: 1000,
  retryPausesMs: [250, 1000],
  farewellMs: 3000,
};

/**
 * One DSM session of one account on one NAS. Logs in when first asked for something, once for all callers; repeats
 * a request after one new login when the session has ended; never tries refused credentials again.
 */
export class DsmSession {
  readonly #options: SessionOptions;
  readonly #limits: SessionLimits;
  readonly #refused: RefusedLogins;
  readonly #transport: Transport;
  readonly #gate: Gate;
  readonly #reads = new SharedReads();
  readonly #compound = new CompoundReads(
    (method, parameters, signal) => this.#join(method, parameters, signal),
    (method, parameters, signal) => this.call(method, parameters, signal),
  );
  readonly #methods: ReadonlySet<string>;
  readonly #actions = new Set<AbortController>();
  readonly #farewells = new Set<Promise<void>>();
  readonly #listeners = new Set<(state: SessionState) => void>();
  #state: SessionState = 'idle';
  #opening: Promise<OpenSession> | undefined;
  #current: OpenSession | undefined;

  constructor(options: SessionOptions) {
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#options = options;
    this.#limits = limits;
    this.#refused = options.refusedLogins ?? refusedLogins;
    this.#transport = new Transport(options.address, options.trust, limits);
    this.#gate = new Gate(limits.concurrency, limits.queueLength);
    this.#methods = new Set(options.methods.map(methodName));
  }

  get #apis(): readonly string[] {
    return [...this.#options.methods, COMPOUND].map(({ api }) => api);
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Calls `listener` at every change of state until the returned function is called. */
  onState(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Calls a method and gives back the `data` of its answer. Treat it as read-only: equal reads share it.
   * @param signal withdraws this caller; its reason, an AbbError, is thrown
   * @throws AbbError every failure, in the contract's words
   */
  async call(method: DsmMethod, parameters: WireParameters, signal: AbortSignal = NEVER): Promise<unknown> {
    this.#checkAllowed(method);
    if (method.effect === 'read') return this.#join(method, parameters, signal);
    if (this.#state === 'closed') throw new AbbError('ABB_CLOSED', 'closed');
    manyListeners(signal);
    return this.#withdrawable(signal, (flight) => this.#act(method, parameters, flight));
  }

  /**
   * Makes several reads, in one request where DSM allows it.
   * @returns what DSM answered to each, in their order; a refusal of one leaves the others alone
   * @throws AbbError when DSM did not answer, and for a call that is no read
   */
  async callAll(calls: readonly Call[], signal: AbortSignal = NEVER): Promise<readonly CallOutcome[]> {
    for (const { method } of calls) this.#checkAllowed(method);
    return this.#compound.all(calls, signal);
  }

  /** Ends the session: what is under way fails with ABB_CLOSED, DSM is told, connections are dropped. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#enter('closed');
    const closed = new AbbError('ABB_CLOSED', 'closed');
    this.#reads.abandon(closed);
    for (const action of this.#actions) action.abort(closed);
    // A login that is under way is waited for: dropped half-way it would leave a session behind on the NAS.
    const open = await withPatience(this.#opening, this.#limits.farewellMs);
    this.#opening = undefined;
    this.#current = undefined;
    if (open) this.#end(open);
    await Promise.all(this.#farewells);
    await this.#transport.close();
    this.#listeners.clear();
  }

  #checkAllowed(method: DsmMethod): void {
    if (this.#methods.has(methodName(method))) return;
    throw new AbbError('ABB_BAD_PARAMETER', 'method.notAllowed', { method: methodName(method) });
  }

  /** Makes a read, or joins an equal one that is under way. */
  #join(method: DsmMethod, parameters: WireParameters, signal: AbortSignal): Promise<unknown> {
    if (this.#state === 'closed') throw new AbbError('ABB_CLOSED', 'closed');
    manyListeners(signal);
    const key = JSON.stringify([method.api, method.method, method.version, parameters]);
    return this.#reads.join(key, signal, (flight) => this.#read(method, parameters, flight));
  }

  async #withdrawable<T>(signal: AbortSignal, work: (flight: AbortSignal) => Promise<T>): Promise<T> {
    const flight = new AbortController();
    const leave = () => flight.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    this.#actions.add(flight);
    try {
      return await work(flight.signal);
    } finally {
      this.#actions.delete(flight);
      signal.removeEventListener('abort', leave);
    }
  }

  async #read(method: DsmMethod, parameters: WireParameters, flight: AbortSignal): Promise<unknown> {
    for (const pauseMs of this.#limits.retryPausesMs) {
      try {
        return await this.#perform(method, parameters, flight);
      } catch (error) {
        // Without an open session it was the login that failed, and logins are not repeated unasked.
        if (!this.#opening || !mayPass(error)) throw error;
      }
      await pause(pauseMs * (1 + Math.random()), flight);
    }
    return this.#perform(method, parameters, flight);
  }

  async #act(method: DsmMethod, parameters: WireParameters, flight: AbortSignal): Promise<unknown> {
    try {
      return await this.#perform(method, parameters, flight);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      throw new AbbError('ABB_UNKNOWN_OUTCOME', 'action.unknown', { reason: error.reason.short });
    }
  }

  async #perform(method: DsmMethod, parameters: WireParameters, flight: AbortSignal): Promise<unknown> {
    const existed = this.#opening !== undefined;
    // An open session is used at once: waiting for what is there already costs every request a turn of the loop.
    const open = this.#current ?? (await unlessAborted(this.#open(), flight));
    const reply = await this.#send(open, method, parameters, flight);
    if (reply.success) return reply.data;

    const meaning = requestMeaning(reply.refusal.code);
    // A session that this very call opened is as fresh as the next one would be.
    const worthwhile = existed && mayBeSession(meaning) && !open.denied.has(method.api);
    if (!worthwhile) throw refusalError(method, reply.refusal, meaning);

    this.#drop(open, meaning.then === 'log_in_once');
    const fresh = await unlessAborted(this.#open(), flight);
    const second = await this.#send(fresh, method, parameters, flight);
    if (second.success) return second.data;
    const final = requestMeaning(second.refusal.code);
    // A new login did not help, so the next refusal of this API is believed at once.
    if (final.then === 'log_in_once') fresh.denied.add(method.api);
    throw refusalError(method, second.refusal, final);
  }

  async #send(
    open: OpenSession,
    method: DsmMethod,
    parameters: WireParameters,
    flight: AbortSignal,
  ): Promise<DsmReply> {
    // The package may be installed any time, so a list that lacks it is not believed for ever.
    if (!open.apis.has(method.api)) open.apis = await discover(this.#transport, this.#apis);
    const api = open.apis.get(method.api);
    if (!api)
      throw refusalError(method, { code: NO_SUCH_API, errors: undefined }, requestMeaning(NO_SUCH_API));
    const form = requestForm(method, api, parameters);
    let begun = false;
    try {
      const reply = await this.#gate.run(() => {
        begun = true;
        return this.#transport.post(`/webapi/${api.path}`, form, sessionHeaders(open.login), flight);
      }, flight);
      return parseReply(reply, methodName(method));
    } catch (error) {
      const mayHaveRun = error instanceof TransportError ? error.mayHaveRun : begun;
      if (method.effect === 'action' && mayHaveRun && error instanceof AbbError) throw new Unanswered(error);
      throw error;
    }
  }

  /** The open session, or the opening of one that all callers wait for. */
  #open(): Promise<OpenSession> {
    this.#opening ??= this.#logIn().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #logIn(): Promise<OpenSession> {
    const { address, credentials, allowPlainLogin = false } = this.#options;
    const known = this.#refused.find(address, credentials);
    if (known) {
      this.#enter('refused');
      throw known;
    }
    this.#enter('discovering');
    try {
      this.#current = await openSession(
        this.#transport,
        {
          credentials,
          apis: this.#apis,
          encrypted: address.protocol === 'https',
          allowPlainLogin,
        },
        () => this.#enter('logging_in'),
      );
      this.#compound.tryAgain();
      this.#enter('ready');
      return this.#current;
    } catch (error) {
      const refused = isRefusedLogin(error);
      if (refused) this.#refused.remember(address, credentials, error);
      this.#enter(refused ? 'refused' : 'idle');
      throw error;
    }
  }

  /**
   * Forgets a session, unless another caller has replaced it already.
   * @param mayBeOpen whether DSM may still know it: then it is told, so that no session is left behind on the NAS
   */
  #drop(open: OpenSession, mayBeOpen: boolean): void {
    if (this.#current !== open) return;
    if (mayBeOpen) this.#end(open);
    this.#current = undefined;
    this.#opening = undefined;
    this.#enter('expired');
  }

  #end(open: OpenSession): void {
    const farewell = endSession(this.#transport, open, this.#limits.farewellMs).finally(() =>
      this.#farewells.delete(farewell),
    );
    this.#farewells.add(farewell);
  }

  #enter(state: SessionState): void {
    if (this.#state === state || this.#state === 'closed') return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** An action left this machine, and what became of it is not known. */
class Unanswered extends Error {
  constructor(readonly reason: AbbError) {
    super(reason.message);
  }
}

const NO_SUCH_API = 102;

function mayBeSession(meaning: Meaning): boolean {
  return meaning.then === 'log_in_again' || meaning.then === 'log_in_once';
}

function mayPass(error: unknown): boolean {
  if (error instanceof TransportError) return error.mayPass;
  // A busy DSM gives a cause; our own full queue does not, and waiting in it again would not empty it.
  return error instanceof AbbError && error.code === 'ABB_BUSY' && error.cause !== undefined;
}

/** What `promise` gives, or undefined when it fails or takes too long. */
async function withPatience<T>(
  promise: Promise<T> | undefined,
  milliseconds: number,
): Promise<T | undefined> {
  if (!promise) return undefined;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new AbbError('ABB_CLOSED', 'closed')), milliseconds);
  try {
    return await unlessAborted(promise, patience.signal);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
