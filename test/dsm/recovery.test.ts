import assert from 'node:assert/strict';
import dns from 'node:dns';

import type { Simulator } from '../../simulator/index.js';
import { createCertificate } from '../../simulator/server/certificate.js';
import type { AbbError } from '../../src/dsm/errors.js';
import type { DsmSession } from '../../src/dsm/session.js';
import type { Trust } from '../../src/dsm/trust.js';
import { forEachDialect } from '../support/dialects.js';
import { onFailedConnection } from '../support/failed-connections.js';
import { type FreezableProxy, openFreezableProxy } from '../support/freezable-proxy.js';
import { BACK_UP, LIST_RESULTS, LIST_TASKS } from '../support/methods.js';
import { failure, loginsOf, sessionOptions, useBench } from '../support/nas.js';
import { until } from '../support/until.js';

const DAY_MS = 86_400_000;
const limits = { retryPausesMs: [5, 5] };

/** Takes the NAS off the network until `switchOn`. */
function switchOff(nas: Simulator): void {
  nas.reboot({ bootMilliseconds: 600_000, meanwhile: 'refuse' });
}

/** Brings it back, with none of its sessions left. */
async function switchOn(nas: Simulator): Promise<void> {
  nas.reboot({ bootMilliseconds: 1, meanwhile: 'refuse' });
  await until('the NAS to listen', 5, () =>
    fetch(nas.url).then(
      () => true,
      (error: unknown) => (String((error as Error).cause).includes('certificate') ? true : undefined),
    ),
  );
}

forEachDialect('the next message after an outage is answered, without a deploy:', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  async function used(nas: Simulator): Promise<DsmSession> {
    const session = newSession(nas, { limits });
    await session.call(LIST_TASKS, {});
    return session;
  }

  it('the NAS was off for a day, and messages came all the while', async () => {
    const nas = await startNas();
    const session = await used(nas);
    switchOff(nas);
    for (let hour = 0; hour < 3; hour++) {
      await failure('ABB_UNREACHABLE', session.call(LIST_TASKS, {}));
      nas.clock.advance(DAY_MS / 3);
    }
    assert.equal(session.state, 'lost');
    await switchOn(nas);
    await session.call(LIST_TASKS, {});
    assert.equal(session.state, 'ready');
    assert.equal(loginsOf(nas), 2);
  });

  it('the NAS was off, and nobody asked', async () => {
    const nas = await startNas();
    const session = await used(nas);
    switchOff(nas);
    nas.clock.advance(DAY_MS);
    await switchOn(nas);
    await session.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 2);
  });

  it('the NAS was off before the first login', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits });
    switchOff(nas);
    for (let sent = 0; sent < 3; sent++) await failure('ABB_UNREACHABLE', session.call(LIST_TASKS, {}));
    await switchOn(nas);
    await session.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 1);
  });

  it('the NAS rebooted, and its web server answered for a while before DSM did', async () => {
    const nas = await startNas();
    const session = await used(nas);
    nas.reboot({ bootMilliseconds: 60_000 });
    await failure('ABB_BAD_REPLY', session.call(LIST_TASKS, {}));
    nas.reboot();
    await session.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 2);
  });

  it('the login outlived the outage, so there is no other one', async () => {
    const nas = await startNas();
    const session = await used(nas);
    nas.faults.add({ kind: 'refuse', milliseconds: 100, api: LIST_TASKS.api });
    await until('the NAS to answer', 5, () => session.call(LIST_TASKS, {}).catch(() => undefined));
    assert.equal(loginsOf(nas), 1);
  });

  it('an action after the outage is carried out once', async () => {
    const nas = await startNas();
    const session = await used(nas);
    const [taskId = 0] = nas.world.fleet.tasks.keys();
    switchOff(nas);
    await failure('ABB_UNREACHABLE', session.call(LIST_TASKS, {}));
    await failure('ABB_UNREACHABLE', session.call(BACK_UP, { task_ids: [taskId], trigger_type: 1 }));
    await switchOn(nas);
    await session.call(BACK_UP, { task_ids: [taskId], trigger_type: 1 });
    assert.deepEqual(
      nas.journal.calls(BACK_UP.api, BACK_UP.method).map(({ ran }) => ran),
      [false, true],
    );
  });

  it('the account was kicked by another login', async () => {
    const nas = await startNas();
    const session = await used(nas);
    nas.kick(sessionOptions(nas).credentials.account);
    await session.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 2);
  });
});

describe('the next message is answered without a deploy, too,', () => {
  const { startNas, newSession } = useBench();

  it('when the certificate was renewed, if the same authority has signed it', async () => {
    const nas = await startNas();
    const renewed = createCertificate({ commonName: 'renewed', altNames: [nas.host] });
    const trust: Trust = { kind: 'ca', options: { ca: [nas.certificate, renewed.cert] } };
    const session = newSession(nas, { trust, limits });
    await session.call(LIST_TASKS, {});
    nas.swapCertificate(renewed);
    await session.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 1);
  });

  it('when the trusted certificate is back after another one was shown', async () => {
    const nas = await startNas();
    const trusted = createCertificate();
    nas.swapCertificate(trusted);
    const session = newSession(nas, { limits });
    await session.call(LIST_TASKS, {});
    const other = nas.swapCertificate();
    const { length } = nas.journal.entries;
    const error = await failure('ABB_TLS', session.call(LIST_TASKS, {}));
    assert.ok(error.message.includes(other), error.message);
    await failure('ABB_TLS', session.call(LIST_TASKS, {}));
    assert.equal(nas.journal.entries.length, length, 'the other server receives no request');
    nas.swapCertificate(trusted);
    await session.call(LIST_TASKS, {});
  });

  describe('when the name of the NAS leads to another address:', () => {
    const { lookup } = dns;
    afterEach(() => {
      dns.lookup = lookup;
    });

    /** Lets the name `nas.test` lead to this address. */
    function resolveTo(address: string): void {
      const fake = (...given: unknown[]) => {
        const [name, options] = given;
        const done = given.at(-1) as (...results: unknown[]) => void;
        if (name !== 'nas.test') throw new Error(String(name));
        const all = (options as { all?: boolean } | undefined)?.all === true;
        process.nextTick(() => done(null, all ? [{ address, family: 4 }] : address, 4));
      };
      dns.lookup = fake as typeof lookup;
    }

    it('it is asked for at every connection', async () => {
      const tls = createCertificate({ altNames: ['nas.test'] });
      const before = await startNas({ tls });
      const after = await startNas({ tls, host: '127.0.0.2', port: before.port });
      const options = sessionOptions(before);
      resolveTo(before.host);
      const session = newSession(before, { address: { ...options.address, host: 'nas.test' }, limits });
      await session.call(LIST_TASKS, {});
      resolveTo(after.host);
      await before.close();
      await session.call(LIST_TASKS, {});
      assert.equal(loginsOf(after), 1);
    });
  });

  describe('when Node-RED was suspended, and its connections have died unnoticed:', () => {
    let proxy: FreezableProxy;
    afterEach(() => proxy.close());

    it('they are not used again', async () => {
      const nas = await startNas();
      proxy = await openFreezableProxy(nas);
      const address = { ...sessionOptions(nas).address, port: proxy.port };
      const session = newSession(nas, { address, limits: { ...limits, idleMs: 50, requestMs: 10_000 } });
      await session.call(LIST_TASKS, {});
      const { connections } = proxy;
      proxy.freeze();
      await new Promise((resolve) => setTimeout(resolve, 80));
      const begin = performance.now();
      await session.call(LIST_TASKS, {});
      assert.ok(performance.now() - begin < 8000);
      assert.ok(proxy.connections > connections);
      assert.equal(loginsOf(nas), 1);
    });

    it('an action that finds no way is known not to have been sent, however short the time limit is', async () => {
      const nas = await startNas();
      proxy = await openFreezableProxy(nas);
      const address = { ...sessionOptions(nas).address, port: proxy.port };
      const session = newSession(nas, { address, limits: { idleMs: 50, connectMs: 5000, requestMs: 2000 } });
      await until('a session', 10, () => session.call(LIST_TASKS, {}).catch(() => undefined));
      proxy.freeze();
      proxy.swallow();
      await new Promise((resolve) => setTimeout(resolve, 80));
      await failure('ABB_TIMEOUT', session.call(BACK_UP, { task_ids: [1], trigger_type: 1 }));
      assert.equal(session.state, 'lost');
      assert.deepEqual(nas.journal.calls(BACK_UP.api, BACK_UP.method), []);
    });

    it('one that dies in use costs the message that was on it, and no other', async () => {
      const nas = await startNas();
      proxy = await openFreezableProxy(nas);
      const address = { ...sessionOptions(nas).address, port: proxy.port };
      const session = newSession(nas, { address, limits: { ...limits, requestMs: 3000 } });
      await until('a session', 10, () => session.call(LIST_TASKS, {}).catch(() => undefined));
      proxy.freeze();
      await failure('ABB_TIMEOUT', session.call(LIST_TASKS, {}));
      await session.call(LIST_TASKS, {});
    });
  });
});

describe('messages during an outage', () => {
  const { startNas, newSession } = useBench();

  it('share attempts, which do not pile up, and fail together', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits });
    await session.call(LIST_TASKS, {});
    switchOff(nas);
    await failure('ABB_UNREACHABLE', session.call(LIST_TASKS, {}));
    const attempts: string[] = [];
    session.onState((state) => attempts.push(state));
    const calls = Array.from({ length: 200 }, (_, offset) => session.call(LIST_RESULTS, { offset }));
    const outcomes = await Promise.allSettled(calls);
    for (const outcome of outcomes) {
      assert.ok(outcome.status === 'rejected');
      assert.equal((outcome.reason as AbbError).code, 'ABB_UNREACHABLE');
    }
    // Three tries of each message, and each try of all 200 is one attempt.
    assert.ok(attempts.filter((state) => state === 'discovering').length <= 6, attempts.join());
  });

  it('do not hammer the NAS, even if a flow tries again at once for ever', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'status', status: 503, times: Infinity });
    const session = newSession(nas, { limits: { retryPausesMs: [] } });
    const begin = performance.now();
    for (let sent = 0; sent < 7; sent++) await failure('ABB_BAD_REPLY', session.call(LIST_TASKS, {}));
    const took = performance.now() - begin;
    assert.equal(nas.journal.entries.length, 7);
    assert.ok(took > 2400 && took < 15_000, String(took));
  });

  it('are turned away with ABB_BUSY when too many wait for the NAS to answer', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'slow', milliseconds: 100 });
    const session = newSession(nas, { limits: { concurrency: 2, queueLength: 5 } });
    const calls = Array.from({ length: 20 }, (_, offset) => session.call(LIST_RESULTS, { offset }));
    const codes = (await Promise.allSettled(calls)).map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as AbbError).code : 'answered',
    );
    assert.equal(codes.filter((code) => code === 'answered').length, 7);
    assert.equal(codes.filter((code) => code === 'ABB_BUSY').length, 13);
  });

  it('fail at once with the one that could not connect, when they wait for their turn behind it', async () => {
    const nas = await startNas();
    // Trusts no connection that it has: not even the first one is lost on one that is broken.
    const session = newSession(nas, { limits: { concurrency: 1, retryPausesMs: [], idleMs: 0 } });
    await session.call(LIST_TASKS, {});
    switchOff(nas);
    let count = 0;
    const stop = onFailedConnection(nas, () => (count += 1));
    const calls = Array.from({ length: 50 }, (_, offset) => session.call(LIST_RESULTS, { offset }));
    await Promise.all(calls.map((call) => failure('ABB_UNREACHABLE', call)));
    // The next in turn may have begun before it is known what became of the first.
    stop();
    assert.ok(count <= 2, String(count));
  });

  it('tell whoever has put off a call when one of them reaches the NAS, once', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits });
    let told = 0;
    session.onBack(() => (told += 1));
    await session.call(LIST_TASKS, {});
    switchOff(nas);
    for (let sent = 0; sent < 2; sent++) await failure('ABB_UNREACHABLE', session.call(LIST_TASKS, {}));
    assert.equal(told, 0);
    await switchOn(nas);
    for (let sent = 0; sent < 2; sent++) await session.call(LIST_TASKS, {});
    assert.equal(told, 1);
  });
});
