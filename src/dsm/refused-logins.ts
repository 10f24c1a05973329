import { createHmac, randomBytes } from 'node:crypto';

import { AbbError } from './errors.js';
import { type Credentials, isForgottenDevice } from './login.js';
import type { Address } from './transport.js';

/**
 * Remembers which credentials DSM has refused, for as long as the process lives: sessions come and go with every
 * deploy, but a second try with the same credentials counts towards DSM's Auto Block.
 */
export class RefusedLogins {
  // Keeps what identifies credentials unreadable even in a memory dump.
  readonly #key = randomBytes(32);
  readonly #refused = new Map<string, AbbError>();
  readonly #underWay = new Map<string, Promise<unknown>>();

  /**
   * Logs in unless DSM has refused these credentials, and remembers when it does. Where several sessions have the same
   * ones, one of them tries first.
   * @throws AbbError the refusal, also when it was another session's
   */
  async inTurn<T>(address: Address, credentials: Credentials, logIn: () => Promise<T>): Promise<T> {
    const identity = this.#identify(address, credentials);
    while (this.#underWay.has(identity)) await this.#underWay.get(identity);
    const known = this.#refused.get(identity);
    if (known) throw known;
    const attempt = logIn();
    this.#underWay.set(
      identity,
      attempt.catch(() => undefined),
    );
    try {
      return await attempt;
    } catch (error) {
      if (isRefusedLogin(error)) this.remember(address, credentials, error);
      throw error;
    } finally {
      this.#underWay.delete(identity);
    }
  }

  /** How DSM refused these credentials, or undefined when it did not. */
  find(address: Address, credentials: Credentials): AbbError | undefined {
    return this.#refused.get(this.#identify(address, credentials));
  }

  remember(address: Address, credentials: Credentials, error: AbbError): void {
    this.#refused.set(this.#identify(address, credentials), error);
    // With no token DSM would ask for a code just the same: it need not be asked to find that out.
    if (isForgottenDevice(error)) {
      this.#refused.set(this.#identify(address, { ...credentials, deviceId: '' }), error);
    }
  }

  /** Lets these credentials be tried again, after they have been seen to work. */
  forget(address: Address, credentials: Credentials): void {
    this.#refused.delete(this.#identify(address, credentials));
  }

  #identify({ host, port, basePath }: Address, { account, password, deviceId }: Credentials): string {
    const identity = JSON.stringify([host.toLowerCase(), port, basePath, account, password, deviceId]);
    return createHmac('sha256', this.#key).update(identity).digest('base64');
  }
}

/** The one memory of this process. */
export const refusedLogins = new RefusedLogins();

/** Whether DSM has refused the credentials, so that they must not be tried again unasked. */
export function isRefusedLogin(error: unknown): error is AbbError {
  return error instanceof AbbError && (error.code === 'ABB_LOGIN' || error.code === 'ABB_OTP_REQUIRED');
}
