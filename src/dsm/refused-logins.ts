import { createHmac, randomBytes } from 'node:crypto';

import { isAboutPassword } from './codes.js';
import { AbbError, TransportError } from './errors.js';
import { type Credentials, isForgottenDevice } from './login.js';
import { type Address, nameOf } from './transport.js';

/** So many logins without an answer may follow each other at once. */
const UNANSWERED_AT_ONCE = 3;

/**
 * Milliseconds between those after them. An answer that is lost may have been a refusal, and Auto Block, as DSM comes,
 * blocks an address after ten of those within five minutes.
 */
const UNANSWERED_APART_MS = 60_000;

/** Logins in a row that were sent and got no answer. */
interface Unanswered {
  readonly count: number;
  /** When the last one was given up, milliseconds of the same clock. */
  readonly at: number;
}

/**
 * Remembers which credentials DSM has refused, for as long as the process lives: sessions come and go with every
 * deploy, but a second try with the same credentials counts towards DSM's Auto Block.
 */
export class RefusedLogins {
  // Keeps what identifies credentials unreadable even in a memory dump.
  readonly #key = randomBytes(32);
  readonly #refused = new Map<string, AbbError>();
  readonly #unanswered = new Map<string, Unanswered>();
  readonly #underWay = new Map<string, Promise<unknown>>();

  /** @param now gives milliseconds of a clock that never jumps; for tests */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Logs in unless DSM has refused these credentials, and remembers when it does. Where several sessions have the same
   * account and password, one of them tries first, whatever trusted devices they are.
   * @throws AbbError the refusal, also when it was another session's; ABB_UNREACHABLE while too many logins in a row
   * have got no answer
   */
  async inTurn<T>(address: Address, credentials: Credentials, logIn: () => Promise<T>): Promise<T> {
    const identity = this.#identify(address, withoutDevice(credentials));
    while (this.#underWay.has(identity)) await this.#underWay.get(identity);
    const known = this.find(address, credentials);
    if (known) throw known;
    this.#checkAnswered(identity, address);
    const attempt = logIn();
    this.#underWay.set(
      identity,
      attempt.catch(() => undefined),
    );
    try {
      const login = await attempt;
      this.#unanswered.delete(identity);
      return login;
    } catch (error) {
      if (isRefusedLogin(error)) this.remember(address, credentials, error);
      if (error instanceof TransportError && error.mayHaveRun) this.#countUnanswered(identity);
      throw error;
    } finally {
      this.#underWay.delete(identity);
    }
  }

  /** How DSM refused these credentials, or undefined when it did not. */
  find(address: Address, credentials: Credentials): AbbError | undefined {
    return (
      this.#refused.get(this.#identify(address, withoutDevice(credentials))) ??
      this.#refused.get(this.#identify(address, credentials))
    );
  }

  remember(address: Address, credentials: Credentials, error: AbbError): void {
    const refused = isAboutPassword(error) ? withoutDevice(credentials) : credentials;
    this.#refused.set(this.#identify(address, refused), error);
    // With no token DSM would ask for a code just the same: it need not be asked to find that out.
    if (isForgottenDevice(error)) {
      this.#refused.set(this.#identify(address, { ...credentials, deviceId: '' }), error);
    }
  }

  /** Lets these credentials be tried again, after they have been seen to work. */
  forget(address: Address, credentials: Credentials): void {
    this.#refused.delete(this.#identify(address, credentials));
    this.forgetPassword(address, credentials);
  }

  /** The same for account and password alone, where it is not known which device they would work on. */
  forgetPassword(address: Address, credentials: Credentials): void {
    const identity = this.#identify(address, withoutDevice(credentials));
    this.#refused.delete(identity);
    this.#unanswered.delete(identity);
  }

  #checkAnswered(identity: string, address: Address): void {
    const { count, at } = this.#unanswered.get(identity) ?? { count: 0, at: 0 };
    const dueIn = at + UNANSWERED_APART_MS - this.now();
    if (count < UNANSWERED_AT_ONCE || dueIn <= 0) return;
    const values = { host: nameOf(address), count, seconds: Math.ceil(dueIn / 1000) };
    throw new TransportError('ABB_UNREACHABLE', 'login.unanswered', values, false, false);
  }

  #countUnanswered(identity: string): void {
    const count = (this.#unanswered.get(identity)?.count ?? 0) + 1;
    this.#unanswered.set(identity, { count, at: this.now() });
  }

  #identify({ host, port, basePath }: Address, { account, password, deviceId }: Identified): string {
    const identity = JSON.stringify([host.toLowerCase(), port, basePath, account, password, deviceId]);
    return createHmac('sha256', this.#key).update(identity).digest('base64');
  }
}

/** Credentials with their trusted device, or on whichever device. */
type Identified = Pick<Credentials, 'account' | 'password'> & { readonly deviceId: string | undefined };

function withoutDevice({ account, password }: Credentials): Identified {
  return { account, password, deviceId: undefined };
}

/** The one memory of this process. */
export const refusedLogins = new RefusedLogins();

/** Whether DSM has refused the credentials, so that they must not be tried again unasked. */
export function isRefusedLogin(error: unknown): error is AbbError {
  return error instanceof AbbError && (error.code === 'ABB_LOGIN' || error.code === 'ABB_OTP_REQUIRED');
}
