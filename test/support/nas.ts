import assert from 'node:assert/strict';

import {
  type DialectChoice,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/index.js';
import type { AbbError, AbbErrorCode } from '../../src/dsm/errors.js';
import { refusedLogins, RefusedLogins } from '../../src/dsm/refused-logins.js';
import { DsmSession } from '../../src/dsm/session.js';
import type { SessionOptions } from '../../src/dsm/session-options.js';
import { assertKnownMethods } from './known-methods.js';
import { BACK_UP, LIST_RESULTS, LIST_TASKS } from './methods.js';

/** Starts simulated NASes and sessions on them; everything is closed again after each test. */
export interface Bench {
  readonly startNas: (options?: SimulatorOptions) => Promise<Simulator>;
  readonly newSession: (nas: Simulator, changes?: Partial<SessionOptions>) => DsmSession;
}

/** Makes a bench for the tests of the enclosing `describe`. */
export function useBench(dialect: DialectChoice = 'dsm-7.4'): Bench {
  const running: Simulator[] = [];
  const sessions: DsmSession[] = [];

  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
    const ended = running.splice(0);
    await Promise.all(ended.map((nas) => nas.close()));
    for (const { internalErrors } of ended) assert.deepEqual(internalErrors, []);
    for (const nas of ended) assertKnownMethods(nas);
  });

  const newSession = (nas: Simulator, changes: Partial<SessionOptions> = {}): DsmSession => {
    const session = new DsmSession(sessionOptions(nas, changes));
    sessions.push(session);
    return session;
  };

  return {
    async startNas(options) {
      const nas = await startSimulator({ dialect, size: SMALL, speed: 0, ...options });
      running.push(nas);
      forgetRefusals(nas);
      return nas;
    },
    newSession,
  };
}

/** Its port may have been that of an earlier one which refused the same account: nodes share one memory of refusals. */
function forgetRefusals(nas: Simulator): void {
  const { address, credentials } = sessionOptions(nas);
  for (const { name, password } of nas.accounts.list()) {
    refusedLogins.forget(address, { ...credentials, account: name, password });
  }
}

// Few tasks with a short past: enough for everything that is not about amounts.
const SMALL = { tasks: 3, devicesPerTask: 1, historyDays: 3, scheduled: false };

/**
 * Options of a session on this NAS. Refused logins are remembered for this session alone unless told otherwise: the
 * next simulator may get the same port.
 */
export function sessionOptions(nas: Simulator, changes: Partial<SessionOptions> = {}): SessionOptions {
  const { protocol, pathname } = new URL(nas.url);
  const [account = { name: '', password: '' }] = nas.accounts.list();
  return {
    address: {
      protocol: protocol === 'http:' ? 'http' : 'https',
      host: nas.host,
      port: nas.port,
      basePath: pathname === '/' ? '' : pathname,
    },
    trust: nas.fingerprint === '' ? { kind: 'any' } : { kind: 'fingerprint', sha256: nas.fingerprint },
    credentials: { account: account.name, password: account.password, deviceId: '', deviceName: 'test' },
    methods: [LIST_TASKS, LIST_RESULTS, BACK_UP],
    refusedLogins: new RefusedLogins(),
    ...changes,
  };
}

/** How many logins the NAS has been asked for. */
export function loginsOf(nas: Simulator): number {
  return nas.journal.calls('SYNO.API.Auth', 'login').length;
}

/** The error with which `promise` fails; it must be one of ours with this code. */
export async function failure(code: AbbErrorCode, promise: Promise<unknown>): Promise<AbbError> {
  let failed: AbbError | undefined;
  await assert.rejects(promise, (error: AbbError) => {
    assert.equal(error.code, code, `${error.code}: ${error.message}`);
    failed = error;
    return true;
  });
  assert.ok(failed);
  return failed;
}
