/**
 * A stand-in for a Synology NAS with Active Backup for Business, over real HTTP(S). For tests, the demo, and people
 * without a NAS. Written from what is known about the real thing; shares no code with the client.
 */
import { setMaxListeners } from 'node:events';

import { backupApis } from './abb/index.js';
import type { Clock } from './api.js';
import { createClock } from './clock.js';
import { openControl } from './control/control.js';
import type { Control } from './control/control.js';
import type { Dialect } from './dialect.js';
import { resolveDialect } from './dialects.js';
import type { Accounts } from './dsm/accounts.js';
import type { FailedLogin } from './dsm/auto-block.js';
import type { Session, SessionEnd } from './dsm/sessions.js';
import { Faults } from './faults/faults.js';
import { Journal } from './journal.js';
import { Nas } from './nas.js';
import type { SimulatorOptions } from './options.js';
import { createCertificate, fingerprintOf } from './server/certificate.js';
import type { CertificateOptions, ServerIdentity } from './server/certificate.js';
import { createHandler } from './server/handler.js';
import { Listener } from './server/listener.js';
import { createWorld } from './world/index.js';
import type { World } from './world/index.js';

export type { SimulatorOptions } from './options.js';
export type { AccountOptions } from './dsm/accounts.js';
export { authenticatorCode, demoAccount } from './dsm/accounts.js';
export type { DialectChoice, DialectName } from './dialects.js';
export { dialectNames, dialects, randomDialect } from './dialects.js';
export type { Fault, FaultSubject } from './faults/fault.js';
export type { OrderedFault, RandomFaults } from './faults/faults.js';
export type { JournalCall, JournalEntry } from './journal.js';
export type { Session, SessionEnd } from './dsm/sessions.js';
export type { NextOutcome, Outcome, WorldOptions, WorldSize } from './world/index.js';

export interface RebootOptions {
  /** How long DSM takes to start, real milliseconds; default 0. */
  readonly bootMilliseconds?: number;
  /** What clients meet meanwhile: a 502 page (default) or refused connections. */
  readonly meanwhile?: 'bad_gateway' | 'refuse';
}

// A NAS with the seed of the one before it would have the same tasks with the same keys.
const ANOTHER_SEED = 2;

/** What a NAS that takes the place of another one has. */
export type Replacement = Pick<SimulatorOptions, 'seed' | 'size' | 'world'>;

export interface Simulator {
  /** Base address without a slash at the end, base path included. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate, hex pairs with colons; '' without HTTPS. */
  readonly fingerprint: string;
  /** PEM; '' without HTTPS. */
  readonly certificate: string;
  readonly clock: Clock;
  readonly dialect: Dialect;
  readonly accounts: Accounts;
  /** The DSM sessions that are open now. */
  readonly sessions: readonly Session[];
  readonly failedLogins: readonly FailedLogin[];
  readonly journal: Journal;
  readonly faults: Faults;
  /** Errors in the simulator itself, each answered with code 100: a test may want to see none. */
  readonly internalErrors: readonly unknown[];
  /** Address of the control interface; undefined when it is off. */
  readonly controlUrl: string | undefined;
  /** The simulated backup package: what it backs up, and hooks for tests. */
  readonly world: World;
  /** The state of the simulated backup package as plain JSON. */
  worldSnapshot(): unknown;
  /** Every session is forgotten (119), and DSM is away for a while; without a time it is back at once. */
  reboot(options?: RebootOptions): void;
  /** Ends the sessions of an account as another login does: 107. */
  kick(account: string): void;
  /** Ends every session; default as if timed out: 106. */
  expireSessions(code?: SessionEnd): void;
  /** Lifts Auto Block for one address, or for all. */
  unblock(address?: string): void;
  /** Makes the trusted-device tokens of an account (or of all) stale. */
  revokeTrustedDevices(account?: string): void;
  setPackageInstalled(installed: boolean): void;
  /** Puts another NAS behind the same address, with the same accounts and a world of its own: `world` from now on. */
  replaceNas(replacement?: Replacement): void;
  /** Shows another certificate from now on; answers its fingerprint. */
  swapCertificate(options?: ServerIdentity | CertificateOptions): string;
  /** Stops everything; leaves no socket and no timer. */
  close(): Promise<void>;
}

/** Starts a simulator; rejects with the error of the operating system when the port is taken (`EADDRINUSE`). */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = '127.0.0.1', protocol = 'https', basePath = '' } = options;
  const clock = createClock(options.startAt ?? Date.now(), options.speed ?? 1);
  const dialect = resolveDialect(options.dialect);
  const begin = ({ seed = 1, size = 'demo', world: wishes }: Replacement): World =>
    createWorld({ ...wishes, seed, size, startAt: clock.now() }, clock);
  let world = begin(options);
  const nas = new Nas(options, clock, dialect, backupApis(world, dialect));
  const journal = new Journal();
  const faults = new Faults();
  const closing = new AbortController();
  // Every slow answer listens to it.
  setMaxListeners(0, closing.signal);
  const internalErrors: unknown[] = [];
  let bootingUntil = 0;
  let control: Control | undefined;
  let identity = protocol === 'https' ? identityFrom(options.tls) : undefined;

  const handler = createHandler({
    nas,
    journal,
    faults,
    basePath,
    secure: protocol === 'https',
    closing: closing.signal,
    tools: { refuseConnections: (milliseconds) => listener.refuse(milliseconds) },
    advanceWorld: () => world.advance(),
    isBooting: () => performance.now() < bootingUntil,
    onInternalError: (error) => {
      internalErrors.push(error);
      options.onInternalError?.(error);
    },
  });
  const listener: Listener = new Listener(
    { host, port: options.port ?? 0, ...(identity === undefined ? {} : { identity }) },
    handler,
  );
  await listener.open();

  const simulator: Simulator = {
    url: `${protocol}://${host.includes(':') ? `[${host}]` : host}:${String(listener.port)}${basePath}`,
    host,
    port: listener.port,
    get fingerprint() {
      return identity === undefined ? '' : fingerprintOf(identity.cert);
    },
    get certificate() {
      return identity?.cert ?? '';
    },
    clock,
    get world() {
      return world;
    },
    dialect,
    accounts: nas.accounts,
    get sessions() {
      return nas.sessions.list();
    },
    failedLogins: nas.autoBlock.failedLogins,
    journal,
    faults,
    internalErrors,
    get controlUrl() {
      return control?.url;
    },
    worldSnapshot() {
      world.advance();
      return world.snapshot();
    },
    reboot({ bootMilliseconds = 0, meanwhile = 'bad_gateway' } = {}) {
      nas.restart();
      // One that takes no time also ends a start of DSM that goes on, so that a test need not wait for it.
      bootingUntil = meanwhile === 'bad_gateway' ? performance.now() + bootMilliseconds : 0;
      if (meanwhile === 'refuse' && bootMilliseconds > 0) listener.refuse(bootMilliseconds);
    },
    kick(account) {
      nas.sessions.endAll(107, (session) => session.account === account);
    },
    expireSessions(code = 106) {
      nas.sessions.endAll(code);
    },
    unblock(address) {
      nas.autoBlock.unblock(address);
    },
    revokeTrustedDevices(account) {
      nas.trustedDevices.revoke(account);
    },
    setPackageInstalled(installed) {
      nas.packageInstalled = installed;
    },
    replaceNas(replacement = {}) {
      world = begin({ seed: ANOTHER_SEED, ...replacement });
      nas.replace(backupApis(world, dialect));
    },
    swapCertificate(wishes) {
      identity = identityFrom(wishes);
      listener.setIdentity(identity);
      return fingerprintOf(identity.cert);
    },
    async close() {
      closing.abort();
      await Promise.all([listener.close(), control?.close()]);
    },
  };
  try {
    control = await startControl(simulator, options.control);
  } catch (error) {
    await simulator.close();
    throw error;
  }
  return simulator;
}

async function startControl(
  simulator: Simulator,
  wish: SimulatorOptions['control'] = false,
): Promise<Control | undefined> {
  if (wish === false) return undefined;
  return openControl(simulator, wish === true ? 0 : wish.port);
}

function identityFrom(tls: ServerIdentity | CertificateOptions = {}): ServerIdentity {
  return 'key' in tls ? tls : createCertificate(tls);
}
