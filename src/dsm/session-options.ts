import type { Credentials } from './login.js';
import type { DsmMethod } from './method.js';
import type { RefusedLogins } from './refused-logins.js';
import type { Address, Limits } from './transport.js';
import type { Trust } from './trust.js';

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
  /** Called when DSM does not know the trusted device of the credentials any more: its token is of no use. */
  readonly onDeviceForgotten?: () => void;
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
  idleMs: 30_000,
  concurrency: 4,
  queueLength: 1000,
  retryPausesMs: [250, 1000],
  farewellMs: 3000,
};
