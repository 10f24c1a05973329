import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { createCertificate } from '../../simulator/server/certificate.js';
import type { DsmSession } from '../../src/dsm/session.js';
import { forEachDialect } from '../support/dialects.js';
import { LIST_RESULTS, LIST_TASKS } from '../support/methods.js';
import { failure, useBench } from '../support/nas.js';
import { openSockets } from '../support/resources.js';
import { until } from '../support/until.js';

/** Closes a session, which nobody answers: it must take less than the usual patience with a NAS. */
async function closeSoon(session: DsmSession): Promise<void> {
  const closing = session.close().then(() => true);
  await until('the session to close', 2, () => Promise.race([closing, Promise.resolve(undefined)]));
}

forEachDialect('a session that is closed', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  it('logs out and drops its connections', async () => {
    const before = openSockets();
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    assert.equal(nas.sessions.length, 1);
    assert.ok(openSockets() > before);
    await session.close();
    assert.deepEqual(nas.sessions, []);
    assert.equal(nas.journal.calls('SYNO.API.Auth', 'logout').length, 1);
    await nas.close();
    await until('the sockets to close', 10, () => (openSockets() <= before ? true : undefined));
  });

  it('never speaks again', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    await session.close();
    const { length } = nas.journal.entries;
    await failure('ABB_CLOSED', session.call(LIST_TASKS, {}));
    assert.equal(nas.journal.entries.length, length);
    assert.equal(session.state, 'closed');
  });

  it('has nothing to say when it was never used', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.close();
    await failure('ABB_CLOSED', session.call(LIST_TASKS, {}));
    assert.equal(nas.journal.entries.length, 0);
  });

  it('may be closed twice', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    await Promise.all([session.close(), session.close()]);
    await session.close();
    assert.equal(nas.journal.calls('SYNO.API.Auth', 'logout').length, 1);
  });

  for (const api of ['SYNO.API.Info', 'SYNO.API.Auth']) {
    it(`waits for what it was opening (${api}) and ends that, too`, async () => {
      const nas = await startNas();
      const session = newSession(nas);
      const slow = nas.faults.add({ kind: 'slow', milliseconds: 60, when: 'after', api });
      const call = failure('ABB_CLOSED', session.call(LIST_TASKS, {}));
      while (slow.hits === 0) await new Promise(setImmediate);
      await session.close();
      await call;
      assert.deepEqual(nas.sessions, []);
      assert.equal(nas.journal.calls('SYNO.ActiveBackup.Task').length, 0);
    });
  }

  it('logs out also when it has lost the NAS and was about to reach it again', async () => {
    const tls = createCertificate();
    const nas = await startNas({ tls });
    const session = newSession(nas, { limits: { retryPausesMs: [5] } });
    await session.call(LIST_TASKS, {});
    // Unlike a reboot, another certificate leaves the login alone, and it is gone as soon as we like.
    nas.swapCertificate();
    await failure('ABB_TLS', session.call(LIST_TASKS, {}));
    assert.equal(session.state, 'lost');
    nas.swapCertificate(tls);
    const gateway = nas.faults.add({ kind: 'status', status: 502, api: 'SYNO.API.Info' });
    const call = session.call(LIST_TASKS, {}).catch(() => undefined);
    await until('the attempt', 10, () => (gateway.hits > 0 ? true : undefined));
    await session.close();
    await call;
    assert.deepEqual(nas.sessions, []);
  });

  it('is not held up for long by a NAS that does not answer the login', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits: { farewellMs: 50 } });
    const hanging = nas.faults.add({ kind: 'hang', api: 'SYNO.API.Auth' });
    const call = failure('ABB_CLOSED', session.call(LIST_TASKS, {}));
    while (hanging.hits === 0) await new Promise(setImmediate);
    await closeSoon(session);
    await call;
  });

  it('is not held up for long by a NAS that does not answer the farewell', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits: { farewellMs: 50 } });
    await session.call(LIST_TASKS, {});
    nas.faults.add({ kind: 'hang', api: 'SYNO.API.Auth', method: 'logout' });
    await closeSoon(session);
  });

  it('closes without an error when the NAS is gone', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    await nas.close();
    await session.close();
    assert.equal(session.state, 'closed');
  });

  it('fails what is under way with ABB_CLOSED', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    const hanging = nas.faults.add({ kind: 'hang', api: LIST_RESULTS.api, times: Infinity });
    const calls = Array.from({ length: 10 }, (_, offset) => session.call(LIST_RESULTS, { offset }));
    const failures = Promise.all(calls.map((call) => failure('ABB_CLOSED', call)));
    while (hanging.hits < 4) await new Promise(setImmediate);
    await session.close();
    await failures;
    assert.equal(nas.journal.calls(LIST_RESULTS.api).length, 4);
    assert.deepEqual(nas.sessions, []);
  });

  it('does not repeat a read that it was about to repeat', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits: { retryPausesMs: [50] } });
    await session.call(LIST_TASKS, {});
    const busy = nas.faults.add({ kind: 'code', code: 117, api: LIST_RESULTS.api });
    const call = failure('ABB_CLOSED', session.call(LIST_RESULTS, {}));
    while (busy.hits === 0) await new Promise(setImmediate);
    await pause(10);
    await session.close();
    await call;
    await pause(120);
    assert.equal(nas.journal.calls(LIST_RESULTS.api).length, 1);
  });

  it('leaves nothing behind when it is closed while it logs in again', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.expireSessions();
    const slow = nas.faults.add({ kind: 'slow', milliseconds: 60, when: 'after', api: 'SYNO.API.Auth' });
    const call = failure('ABB_CLOSED', session.call(LIST_TASKS, {}));
    while (slow.hits === 0) await new Promise(setImmediate);
    await session.close();
    await call;
    assert.deepEqual(nas.sessions, []);
  });
});
