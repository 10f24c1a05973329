import { AbbError } from './errors.js';
import { type Credentials, isForgottenDevice } from './login.js';
import { discover, endSession, logIn, type OpenSession } from './open-session.js';
import { Outage } from './outage.js';
import { unlessAborted } from './pause.js';
import { isRefusedLogin, refusedLogins, type RefusedLogins } from './refused-logins.js';
import type { SessionLimits, SessionOptions } from './session-options.js';
import type { Transport } from './transport.js';

/** Where a session is in its life. A lost one is logged in, but the NAS cannot be reached. */
export type SessionState =
  'idle' | 'discovering' | 'logging_in' | 'ready' | 'lost' | 'expired' | 'refused' | 'closed';

/** Told of each new state, and of what led to it where that was a failure. */
export type StateListener = (state: SessionState, reason?: AbbError) => void;

/**
 * Keeps one session open on a NAS: opens it when somebody first needs it, once for all who do; opens it anew when DSM
 * has ended it; reaches the NAS again after an outage; and never tries refused credentials twice.
 */
export class SessionKeeper {
  readonly #refused: RefusedLogins;
  readonly #outage = new Outage();
  readonly #closing = new AbortController();
  readonly #farewells = new Set<Promise<void>>();
  readonly #listeners = new Set<StateListener>();
  #credentials: Credentials;
  #state: SessionState = 'idle';
  #known: OpenSession | undefined;
  #opening: Promise<OpenSession> | undefined;
  #looking: Promise<void> | undefined;

  /** @param apis the APIs that will be called */
  constructor(
    private readonly transport: Transport,
    private readonly options: SessionOptions,
    private readonly limits: SessionLimits,
    private readonly apis: readonly string[],
  ) {
    this.#credentials = options.credentials;
    this.#refused = options.refusedLogins ?? refusedLogins;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The session, when it can be used at once. */
  get current(): OpenSession | undefined {
    return this.#state === 'ready' ? this.#known : undefined;
  }

  /** Whether there is a login, as far as is known, or one is under way. */
  get exists(): boolean {
    return this.#known !== undefined || this.#opening !== undefined;
  }

  /** Whether the NAS could not be reached when that was last tried. */
  isAway(): boolean {
    return this.#outage.lasts;
  }

  /** Calls `listener` at every change of state until the returned function is called. */
  onState(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The open session, or the opening of one that all callers wait for. */
  open(): Promise<OpenSession> {
    const { current } = this;
    if (current) return Promise.resolve(current);
    if (this.#state === 'closed') return Promise.reject(new AbbError('ABB_CLOSED', 'closed'));
    this.#opening ??= this.#obtain().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Asks once more what the NAS offers, once for all who want to know at the same time. */
  lookAgain(open: OpenSession): Promise<void> {
    this.#looking ??= discover(this.transport, this.apis)
      .then((apis) => {
        // Those who joined may have another session than the one that asked.
        for (const each of [open, this.#known]) if (each) each.apis = apis;
      })
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** The NAS took no connection: the next call reaches for it again before it sends anything. */
  lose(open: OpenSession, reason: AbbError): void {
    if (this.current !== open) return;
    open.lostBy = reason;
    this.#outage.failed();
    this.#enter('lost', reason);
  }

  /**
   * Forgets a session, unless another caller has replaced it already.
   * @param mayBeOpen whether DSM may still know it: then it is told, so that no session is left behind on the NAS
   */
  drop(open: OpenSession, mayBeOpen: boolean): void {
    if (this.#known !== open) return;
    if (mayBeOpen) this.#end(open);
    this.#known = undefined;
    this.#enter('expired');
  }

  /** Ends the session for good, and tells DSM. */
  async close(): Promise<void> {
    this.#enter('closed');
    this.#closing.abort(new AbbError('ABB_CLOSED', 'closed'));
    // A login that is under way is waited for: dropped half-way it would leave a session behind on the NAS.
    const opened = this.#opening && (await withPatience(this.#opening, this.limits.farewellMs));
    // Where the NAS was being reached again, in vain, the login of before may have outlived the outage.
    const open = opened ?? this.#known;
    this.#known = undefined;
    if (open) this.#end(open);
    await Promise.all(this.#farewells);
    this.#listeners.clear();
  }

  async #obtain(): Promise<OpenSession> {
    const refused = this.#refused.find(this.options.address, this.#credentials);
    if (refused && !this.#known) {
      this.#enter('refused', refused);
      throw refused;
    }
    await this.#outage.pace(this.#closing.signal);
    this.#enter('discovering');
    try {
      this.#known = this.#known ? await this.#reach(this.#known) : await this.#logIn();
      this.#outage.over();
      this.#enter('ready');
      return this.#known;
    } catch (error) {
      this.#note(error);
      throw error;
    }
  }

  async #logIn(): Promise<OpenSession> {
    const { address, allowPlainLogin = false } = this.options;
    const apis = await discover(this.transport, this.apis);
    this.#enter('logging_in');
    const credentials = this.#credentials;
    const encrypted = address.protocol === 'https';
    const login = await this.#refused.inTurn(address, credentials, () => {
      this.#closing.signal.throwIfAborted();
      return logIn(this.transport, apis, { credentials, encrypted, allowPlainLogin });
    });
    return { apis, login };
  }

  /** Finds out whether the NAS answers again. The login may have outlived the outage; if not, DSM will say so. */
  async #reach(open: OpenSession): Promise<OpenSession> {
    open.apis = await discover(this.transport, this.apis);
    open.lostBy = undefined;
    return open;
  }

  #note(error: unknown): void {
    const reason = error instanceof AbbError ? error : undefined;
    if (!isRefusedLogin(error)) {
      this.#outage.failed();
      this.#enter(this.#known ? 'lost' : 'idle', reason);
      return;
    }
    this.#enter('refused', reason);
    if (!isForgottenDevice(error)) return;
    this.#credentials = { ...this.#credentials, deviceId: '' };
    this.options.onDeviceForgotten?.();
  }

  #end(open: OpenSession): void {
    const farewell = endSession(this.transport, open, this.limits.farewellMs).finally(() =>
      this.#farewells.delete(farewell),
    );
    this.#farewells.add(farewell);
  }

  #enter(state: SessionState, reason?: AbbError): void {
    if (this.#state === state || this.#state === 'closed') return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state, reason);
  }
}

/** What `promise` gives, or undefined when it fails or takes too long. */
async function withPatience<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
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
