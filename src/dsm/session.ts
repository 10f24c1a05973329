import { deniedAction, type Meaning, noSuchApi, type Refusal, refusalOf, requestMeaning } from './codes.js';
import { type Call, type CallOutcome, COMPOUND, CompoundReads } from './compound.js';
import { DeniedMethods } from './denied-methods.js';
import { requestForm } from './discovery.js';
import { AbbError, TransportError } from './errors.js';
import { Gate } from './gate.js';
import { callKey, type DsmMethod, methodName, type WireParameters } from './method.js';
import type { OpenSession } from './open-session.js';
import { pause, unlessAborted } from './pause.js';
import { type DsmReply, parseReply } from './reply.js';
import { SessionKeeper, type SessionState, type StateListener } from './session-keeper.js';
import { DEFAULT_LIMITS, type SessionLimits, type SessionOptions } from './session-options.js';
import { SharedReads } from './shared-reads.js';
import { Transport } from './transport.js';
import { manyListeners, NEVER, OwnWithdrawal, type Withdrawal } from './withdrawal.js';

/**
 * One DSM session of one account on one NAS. Logs in when first asked for something, once for all callers; repeats
 * a request after one new login when the session has ended; never tries refused credentials again.
 */
export class DsmSession {
  readonly #limits: SessionLimits;
  readonly #transport: Transport;
  readonly #keeper: SessionKeeper;
  readonly #gate: Gate;
  readonly #reads: SharedReads;
  readonly #compound = new CompoundReads(
    (method, parameters, signal) => this.#join(method, parameters, signal),
    (method, parameters, signal) => this.call(method, parameters, signal),
  );
  /** The names of the methods that may be called, by their API. */
  readonly #methods = new Map<string, Set<string>>();
  readonly #actions = new Set<OwnWithdrawal>();
  readonly #denied = new DeniedMethods();
  #waiting = 0;

  constructor(options: SessionOptions) {
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#limits = limits;
    this.#transport = new Transport(options.address, options.trust, limits);
    this.#keeper = new SessionKeeper(
      this.#transport,
      options,
      limits,
      [...options.methods, COMPOUND].map(({ api }) => api),
    );
    this.#gate = new Gate(limits.concurrency, limits.queueLength);
    this.#reads = new SharedReads(limits.concurrency + limits.queueLength);
    for (const { api, method } of options.methods) {
      this.#methods.set(api, (this.#methods.get(api) ?? new Set()).add(method));
    }
    this.#keeper.onState((state) => {
      if (state === 'ready') this.#compound.tryAgain();
    });
  }

  get state(): SessionState {
    return this.#keeper.state;
  }

  /** Calls `listener` at every change of state until the returned function is called. */
  onState(listener: StateListener): () => void {
    return this.#keeper.onState(listener);
  }

  /** Whether the NAS could not be reached when that was last tried. */
  isAway(): boolean {
    return this.#keeper.isAway();
  }

  /**
   * Calls `listener` when the NAS has been reached after it could not be, by whichever call; until the returned
   * function is called.
   */
  onBack(listener: () => void): () => void {
    let isAway = false;
    return this.onState((state, reason) => {
      const isBack = isAway && state === 'ready';
      if (isBack || reason) isAway = reason !== undefined;
      if (isBack) listener();
    });
  }

  /**
   * Calls a method and gives back the `data` of its answer. Treat it as read-only: equal reads share it.
   * @param signal withdraws this caller; its reason, an AbbError, is thrown
   * @throws AbbError every failure, in the contract's words
   */
  async call(method: DsmMethod, parameters: WireParameters, signal: Withdrawal = NEVER): Promise<unknown> {
    this.#checkAllowed(method);
    if (method.effect === 'read') return await this.#join(method, parameters, signal);
    if (this.state === 'closed') throw new AbbError('ABB_CLOSED', 'closed');
    manyListeners(signal);
    return this.#withdrawable(signal, (flight) => this.#act(method, parameters, flight));
  }

  /**
   * Makes several reads, in one request where DSM allows it.
   * @returns what DSM answered to each, in their order; a refusal of one leaves the others alone
   * @throws AbbError when DSM did not answer, and for a call that is no read
   */
  async callAll(calls: readonly Call[], signal: Withdrawal = NEVER): Promise<readonly CallOutcome[]> {
    for (const { method } of calls) this.#checkAllowed(method);
    return this.#compound.all(calls, signal);
  }

  /**
   * Reads asked for from now on do not join one that has been under way for more than a second: for who acts upon what
   * they say. After an action they join none from before it.
   */
  lookAnew(): void {
    // Not an era for each of many messages that come at once: each would ask for the whole list by itself.
    if (this.#reads.eraMs >= OLDEST_JOINED_MS) this.#reads.beginEra();
  }

  /** Ends the session: what is under way fails with ABB_CLOSED, DSM is told, connections are dropped. */
  async close(): Promise<void> {
    if (this.state === 'closed') return;
    const closed = new AbbError('ABB_CLOSED', 'closed');
    this.#reads.abandon(closed);
    for (const action of this.#actions) action.abort(closed);
    try {
      await this.#keeper.close();
    } finally {
      await this.#transport.close();
    }
  }

  #checkAllowed(method: DsmMethod): void {
    if (this.#methods.get(method.api)?.has(method.method)) return;
    throw new AbbError('ABB_BAD_PARAMETER', 'method.notAllowed', { method: methodName(method) });
  }

  /** Makes a read, or joins an equal one that is under way. */
  #join(method: DsmMethod, parameters: WireParameters, signal: Withdrawal): Promise<unknown> {
    if (this.state === 'closed') throw new AbbError('ABB_CLOSED', 'closed');
    manyListeners(signal);
    return this.#reads.join(callKey(method, parameters), signal, (flight) =>
      this.#read(method, parameters, flight),
    );
  }

  async #withdrawable<T>(signal: Withdrawal, work: (flight: Withdrawal) => Promise<T>): Promise<T> {
    const flight = new OwnWithdrawal();
    const leave = () => flight.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    this.#actions.add(flight);
    try {
      return await work(flight);
    } finally {
      this.#actions.delete(flight);
      signal.removeEventListener('abort', leave);
    }
  }

  async #read(method: DsmMethod, parameters: WireParameters, flight: Withdrawal): Promise<unknown> {
    const wasAway = this.#keeper.isAway();
    for (const pauseMs of this.#limits.retryPausesMs) {
      try {
        return await this.#perform(method, parameters, flight);
      } catch (error) {
        // Without a session it was the login that failed, and logins are not repeated unasked.
        if (!this.#keeper.exists || !mayPass(error)) throw error;
        // What is known to be away and still is will not be back in a moment.
        if (wasAway && this.#keeper.isAway()) throw error;
      }
      await pause(pauseMs * (1 + Math.random()), flight);
    }
    return this.#perform(method, parameters, flight);
  }

  async #act(method: DsmMethod, parameters: WireParameters, flight: Withdrawal): Promise<unknown> {
    try {
      return await this.#perform(method, parameters, flight);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      throw new AbbError('ABB_UNKNOWN_OUTCOME', 'action.unknown', { reason: error.reason.short });
    } finally {
      this.#reads.beginEra();
    }
  }

  async #perform(method: DsmMethod, parameters: WireParameters, flight: Withdrawal): Promise<unknown> {
    const existed = this.#keeper.exists;
    // An open session is used at once: waiting for what is there already costs every request a turn of the loop.
    const open = this.#keeper.current ?? (await this.#opened(flight));
    const reply = await this.#send(open, method, parameters, flight);
    if (reply.success) return this.#granted(method, reply.data);

    const meaning = requestMeaning(reply.refusal.code);
    // A session that this very call opened is as fresh as the next one would be.
    if (!existed) throw this.#refusedAfresh(method, reply.refusal, method.effect === 'action');
    if (!this.#mayHelp(method, meaning)) throw refusalOf(method, reply.refusal);

    this.#keeper.drop(open, meaning.then === 'log_in_once');
    // The right may have been missing for the last of several tasks only, after DSM had begun with the others.
    if (method.effect === 'action' && meaning.then === 'log_in_once') {
      // Should it be denied in the new session as well, that is the answer.
      this.#denied.add(method);
      throw deniedAction(method, reply.refusal);
    }
    const fresh = await this.#opened(flight);
    const second = await this.#send(fresh, method, parameters, flight);
    if (second.success) return this.#granted(method, second.data);
    throw this.#refusedAfresh(method, second.refusal, true);
  }

  /** @param wasTold whether a login before this one has been of no help either: then a denial is believed for a while */
  #refusedAfresh(method: DsmMethod, refusal: Refusal, wasTold: boolean): AbbError {
    if (wasTold && requestMeaning(refusal.code).then === 'log_in_once') this.#denied.add(method);
    return refusalOf(method, refusal);
  }

  /** Whether a new login may help against a refusal. */
  #mayHelp(method: DsmMethod, { then }: Meaning): boolean {
    return then === 'log_in_again' || (then === 'log_in_once' && !this.#denied.has(method));
  }

  #granted(method: DsmMethod, data: unknown): unknown {
    this.#denied.forget(method);
    return data;
  }

  async #send(
    open: OpenSession,
    method: DsmMethod,
    parameters: WireParameters,
    flight: Withdrawal,
  ): Promise<DsmReply> {
    // The package may be installed any time, so a list that lacks it is not believed for ever.
    if (!open.apis.has(method.api)) await this.#await(() => this.#keeper.lookAgain(open), flight);
    const api = open.apis.get(method.api);
    if (!api) throw noSuchApi(method);
    const form = requestForm(method, api, parameters);
    let begun = false;
    try {
      const reply = await this.#gate.run(() => {
        // One vain attempt to connect speaks for all that have waited for their turn meanwhile.
        if (open.lostBy) throw open.lostBy;
        begun = true;
        return this.#transport.post(`/webapi/${api.path}`, form, open.login.headers, flight);
      }, flight);
      return parseReply(reply, method);
    } catch (error) {
      if (isNoConnection(error)) this.#keeper.lose(open, error);
      const mayHaveRun = error instanceof TransportError ? error.mayHaveRun : begun;
      if (method.effect === 'action' && mayHaveRun && error instanceof AbbError) throw new Unanswered(error);
      throw error;
    }
  }

  #opened(flight: Withdrawal): Promise<OpenSession> {
    return this.#await(() => this.#keeper.open(), flight);
  }

  /** Waits for what all callers share, the opening of a session above all; only so many may. */
  async #await<T>(begin: () => Promise<T>, flight: Withdrawal): Promise<T> {
    const { concurrency, queueLength } = this.#limits;
    if (this.#waiting >= concurrency + queueLength) {
      throw new AbbError('ABB_BUSY', 'busy.queue', { count: queueLength });
    }
    this.#waiting += 1;
    try {
      return await unlessAborted(begin(), flight);
    } finally {
      this.#waiting -= 1;
    }
  }
}

const OLDEST_JOINED_MS = 1000;

/** An action left this machine, and what became of it is not known. */
class Unanswered extends Error {
  constructor(readonly reason: AbbError) {
    super(reason.message);
  }
}

// Not even a connection came about, so it is the NAS or the way to it, not this request.
function isNoConnection(error: unknown): error is TransportError {
  return error instanceof TransportError && !error.mayHaveRun && error.code !== 'ABB_BAD_REPLY';
}

function mayPass(error: unknown): boolean {
  if (error instanceof TransportError) return error.mayPass;
  // A busy DSM gives a cause; our own full queue does not, and waiting in it again would not empty it.
  return error instanceof AbbError && error.code === 'ABB_BUSY' && error.cause !== undefined;
}
