import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

import fc from 'fast-check';

import { COMPOUND } from '../../src/dsm/compound.js';
import { AbbError } from '../../src/dsm/errors.js';
import { RefusedLogins } from '../../src/dsm/refused-logins.js';
import { DsmSession } from '../../src/dsm/session.js';
import { BACK_UP, LIST_RESULTS, LIST_TASKS } from '../support/methods.js';
import { until } from '../support/until.js';
import { fuzz } from './support/fuzz.js';
import { type Mutation, mutate, mutations } from './support/mutations.js';
import { cleanAnswer, httpOddity, type HttpOddity, oddAnswer } from './support/odd-http.js';
import { type RawAnswer, RawServer } from './support/raw-server.js';

const PASSWORD = 'canary-password';

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
const publicKey = Buffer.from(rsa.n ?? '', 'base64url').toString('hex');

const offered = (path: string) => ({ path, minVersion: 1, maxVersion: 7, requestFormat: 'JSON' });
const tasks = { tasks: [{ task_id: 1, task_name: 'Task 1' }], total: 1 };
const results = { results: [], count: 0 };

/** What a clean NAS answers, by `api.method`. */
const CLEAN: Readonly<Record<string, unknown>> = {
  'SYNO.API.Info.query': {
    'SYNO.API.Auth': offered('entry.cgi'),
    'SYNO.API.Encryption': offered('encryption.cgi'),
    'SYNO.Entry.Request': offered('entry.cgi'),
    'SYNO.ActiveBackup.Task': offered('entry.cgi'),
    'SYNO.ActiveBackup.Log': offered('entry.cgi'),
  },
  'SYNO.API.Encryption.getinfo': {
    public_key: publicKey,
    cipherkey: '__cIpHeRtExT',
    ciphertoken: '__cIpHeRtOkEn',
    server_time: 1_741_946_267,
  },
  'SYNO.API.Auth.login': { sid: 'canary-sid', synotoken: 'canary-token', did: 'canary-did' },
  'SYNO.API.Auth.logout': {},
  'SYNO.ActiveBackup.Task.list': tasks,
  'SYNO.ActiveBackup.Log.list_result': results,
  'SYNO.ActiveBackup.Task.backup': {},
  'SYNO.Entry.Request.request': {
    has_fail: false,
    result: [
      { api: LIST_TASKS.api, method: LIST_TASKS.method, version: 1, success: true, data: tasks },
      { api: LIST_RESULTS.api, method: LIST_RESULTS.method, version: 1, success: true, data: results },
    ],
  },
};

const LIMITS = {
  connectMs: 2000,
  requestMs: 250,
  replyBytes: 100_000,
  concurrency: 2,
  retryPausesMs: [1],
  farewellMs: 100,
};

/** Which answer is odd, in which way, and how often. */
interface Case {
  readonly where: string;
  readonly times: number;
  readonly ask: 'one' | 'several' | 'act';
  readonly http: HttpOddity | undefined;
  readonly changes: readonly Mutation[];
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  where: fc.constantFrom(...Object.keys(CLEAN)),
  times: fc.constantFrom(1, 2, Infinity),
  ask: fc.constantFrom('one', 'several', 'act'),
  http: fc.option(httpOddity, { nil: undefined }),
  changes: mutations,
});

const TOGETHER = 16;
// One or two are enough, unless the machine is so busy that answers come too late.
const MOST_TRIES = 8;

/** Not shrunk: that would take minutes of waiting. */
function several<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.noShrink(fc.array(arbitrary, { minLength: TOGETHER, maxLength: TOGETHER }));
}

function explain(odd: unknown): (error: unknown) => never {
  return (error) => {
    throw new Error(`with ${inspect(odd, { depth: 8 })}`, { cause: error });
  };
}

describe('a session and a server that speaks as it likes', () => {
  // Most of the time goes into waiting, so several cases wait together.
  const servers = Array.from({ length: TOGETHER }, () => new RawServer());

  before(() => Promise.all(servers.map((server) => server.open())));
  after(() => Promise.all(servers.map((server) => server.close())));

  function inParallel<T>(check: (server: RawServer, odd: T) => Promise<void>) {
    return async (cases: readonly T[]): Promise<void> => {
      await Promise.all(
        servers.map(async (server, index) => {
          const odd = cases[index];
          if (odd !== undefined) await check(server, odd).catch(explain(odd));
        }),
      );
    };
  }

  fuzz(
    'fails with nothing but an AbbError, in time, and leaves no connection',
    0.02,
    several(anyCase),
    inParallel(async (server, odd) => {
      const seen = listen(server, odd);
      const session = newSession(server);
      const begin = performance.now();
      const error = await ask(session, odd.ask);
      checkError(error);
      assert.ok(performance.now() - begin < 10_000, 'it takes for ever');
      assert.ok(seen('SYNO.ActiveBackup.Task.backup') <= 1, 'an action is sent twice');
      if (error?.code === 'ABB_LOGIN') assert.equal(seen('SYNO.API.Auth.login'), 1);
      await session.close();
      await until('the connections to end', 5, () => (server.sockets.size === 0 ? true : undefined));
    }),
    TOGETHER,
  );

  fuzz(
    'recovers by itself when an answer was sent in an odd way',
    0.02,
    several(fc.tuple(anyCase, httpOddity)),
    inParallel(async (server, [odd, http]) => {
      listen(server, { ...odd, times: 1, changes: [], http });
      const session = newSession(server);
      await ask(session, odd.ask);
      let error = await ask(session, 'one');
      for (let tries = 0; error && tries < MOST_TRIES; tries++) {
        checkError(error);
        // A connection that the server is about to break may still be used once.
        await pause(10);
        error = await ask(session, 'one');
      }
      assert.equal(error, undefined);
      await session.close();
    }),
    TOGETHER,
  );
});

function newSession(server: RawServer): DsmSession {
  return new DsmSession({
    address: { protocol: 'http', host: '127.0.0.1', port: server.port, basePath: '' },
    trust: { kind: 'any' },
    credentials: { account: 'fuzz', password: PASSWORD, deviceId: '', deviceName: 'test' },
    methods: [LIST_TASKS, LIST_RESULTS, BACK_UP, COMPOUND],
    limits: LIMITS,
    refusedLogins: new RefusedLogins(),
  });
}

/** Makes the server answer in the way of this case; answers a count of the requests by `api.method`. */
function listen(server: RawServer, { where, times, http, changes }: Case): (name: string) => number {
  const counts = new Map<string, number>();
  server.answer = (form): RawAnswer => {
    const name = `${form.get('api') ?? ''}.${form.get('method') ?? ''}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const whole = { success: true, data: CLEAN[name] };
    if (name !== where || count > times) return cleanAnswer(whole);
    const changed = mutate(whole, changes) ?? null;
    return http ? oddAnswer(changed, http) : cleanAnswer(changed);
  };
  return (name) => counts.get(name) ?? 0;
}

/** The error with which it fails, if it does. */
async function ask(session: DsmSession, what: Case['ask']): Promise<AbbError | undefined> {
  try {
    if (what === 'one') await session.call(LIST_TASKS, {});
    else if (what === 'act') await session.call(BACK_UP, { task_ids: [1] });
    else
      await session.callAll([
        { method: LIST_TASKS, parameters: {} },
        { method: LIST_RESULTS, parameters: {} },
      ]);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof AbbError, String(error instanceof Error ? error.stack : error));
    return error;
  }
}

function checkError(error: AbbError | undefined): void {
  if (!error) return;
  const { message, code, cause } = error;
  const shown = JSON.stringify({ message, code, cause });
  assert.ok(!shown.includes('canary-'), shown);
  assert.ok(shown.length < 4000);
}
