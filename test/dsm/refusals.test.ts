import assert from 'node:assert/strict';

import type { AbbError } from '../../src/dsm/errors.js';
import { DEFAULT_LIMITS } from '../../src/dsm/session-options.js';
import { forEachDialect } from '../support/dialects.js';
import { BACK_UP, LIST_RESULTS, LIST_TASKS } from '../support/methods.js';
import { failure, loginsOf, useBench } from '../support/nas.js';

const TASK = 'SYNO.ActiveBackup.Task';

forEachDialect('a session that may not use Active Backup', (dialect) => {
  const { startNas, newSession } = useBench(dialect);
  const accounts = [{ name: 'guest', password: 'guest-password', mayUseBackup: false }];

  it('believes 105 from a session that has just been opened', async () => {
    const nas = await startNas({ accounts });
    const error = await failure('ABB_PERMISSION', newSession(nas).call(LIST_TASKS, {}));
    assert.deepEqual(error.cause, { api: TASK, method: 'list', code: 105 });
    assert.equal(loginsOf(nas), 1);
  });

  it('tries one new login on a later 105, since a stale session looks the same, and never again', async () => {
    const nas = await startNas({ accounts });
    const session = newSession(nas);
    await failure('ABB_PERMISSION', session.call(LIST_TASKS, {}));
    await failure('ABB_PERMISSION', session.call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 2);
    for (let i = 0; i < 5; i++) await failure('ABB_PERMISSION', session.call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 2);
  });

  it('does not take what the account may do for a sign that it may do the rest of the same API', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.faults.add({ kind: 'code', code: 105, api: TASK, method: BACK_UP.method, times: Infinity });
    const texts = [];
    for (let i = 0; i < 4; i++) {
      await session.call(LIST_TASKS, {});
      const error = await failure(
        'ABB_PERMISSION',
        session.call(BACK_UP, { task_ids: [1], trigger_type: 1 }),
      );
      texts.push(error.textKey);
    }
    assert.deepEqual(texts, ['action.denied', 'dsm.permission', 'dsm.permission', 'dsm.permission']);
    assert.equal(loginsOf(nas), 2);
  });

  it('tries no more logins than there are denied methods, when several are denied in turns', async () => {
    const nas = await startNas({ accounts });
    const session = newSession(nas);
    for (let i = 0; i < 5; i++) {
      await failure('ABB_PERMISSION', session.call(LIST_TASKS, {}));
      await failure('ABB_PERMISSION', session.call(LIST_RESULTS, {}));
    }
    assert.equal(loginsOf(nas), 3);
  });

  it('logs in again when its session ends after a denial, and works once it is granted', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    nas.faults.add({ kind: 'code', code: 105, api: TASK, times: 3 });
    await failure('ABB_PERMISSION', session.call(LIST_TASKS, {}));
    await failure('ABB_PERMISSION', session.call(LIST_TASKS, {}));
    nas.expireSessions();
    await session.call(LIST_TASKS, {});
    assert.equal(session.state, 'ready');
  });

  it('works when the new login helps', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.faults.add({ kind: 'code', code: 105, api: TASK });
    await session.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 2);
  });

  it('leaves none of its sessions open on the NAS', async () => {
    const nas = await startNas({ accounts });
    const session = newSession(nas);
    await failure('ABB_PERMISSION', session.call(LIST_TASKS, {}));
    await failure('ABB_PERMISSION', session.call(LIST_TASKS, {}));
    await session.close();
    assert.deepEqual(nas.sessions, []);
  });
});

forEachDialect('a session on a NAS without Active Backup', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  it('says so, and works as soon as the package is installed', async () => {
    const nas = await startNas({ packageInstalled: false });
    const session = newSession(nas);
    const error = await failure('ABB_NOT_INSTALLED', session.call(LIST_TASKS, {}));
    assert.equal(error.cause?.code, 102);
    await failure('ABB_NOT_INSTALLED', session.call(LIST_TASKS, {}));
    nas.setPackageInstalled(true);
    await session.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 1, 'asks again what there is, but does not log in again for it');
  });

  it('says so when the package is stopped later, and works as soon as it is started', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.setPackageInstalled(false);
    await failure('ABB_NOT_INSTALLED', session.call(LIST_TASKS, {}));
    nas.setPackageInstalled(true);
    await session.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 1);
  });

  it('asks once what there is for all who want to know at the same time, and lets only so many wait', async () => {
    const nas = await startNas({ packageInstalled: false });
    const session = newSession(nas, { limits: { concurrency: 2, queueLength: 8 } });
    await failure('ABB_NOT_INSTALLED', session.call(LIST_TASKS, {}));
    const before = nas.journal.calls('SYNO.API.Info').length;
    const calls = Array.from({ length: 30 }, (_, offset) => session.call(LIST_TASKS, { offset }));
    const codes = (await Promise.allSettled(calls)).map((call) =>
      call.status === 'rejected' ? (call.reason as AbbError).code : 'answered',
    );
    assert.equal(nas.journal.calls('SYNO.API.Info').length, before + 1);
    assert.equal(codes.filter((code) => code === 'ABB_NOT_INSTALLED').length, 10);
    assert.equal(codes.filter((code) => code === 'ABB_BUSY').length, 20);
  });

  it('leaves none of its sessions open on the NAS', async () => {
    const nas = await startNas({ packageInstalled: false });
    const session = newSession(nas);
    for (let i = 0; i < 3; i++) await failure('ABB_NOT_INSTALLED', session.call(LIST_TASKS, {}));
    await session.close();
    assert.deepEqual(nas.sessions, []);
  });
});

forEachDialect('a session with a busy NAS', (dialect) => {
  const { startNas, newSession } = useBench(dialect);
  const retryPausesMs = [5, 10];
  const limits = { retryPausesMs };

  for (const code of [117, 118, 1006]) {
    it(`repeats a read while DSM says that it is busy (${code})`, async () => {
      const nas = await startNas();
      nas.faults.add({ kind: 'code', code, api: TASK, times: 2 });
      await newSession(nas, { limits }).call(LIST_TASKS, {});
      assert.equal(nas.journal.calls(TASK).length, 3);
    });
  }

  it('gives up after as many repetitions as there are pauses', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'code', code: 117, api: TASK, times: Infinity });
    const error = await failure('ABB_BUSY', newSession(nas, { limits }).call(LIST_TASKS, {}));
    assert.equal(error.cause?.code, 117);
    assert.equal(nas.journal.calls(TASK).length, 1 + retryPausesMs.length);
  });

  it('does not repeat a read that DSM refuses for good', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'code', code: 1010, api: TASK, times: Infinity });
    await failure('ABB_REFUSED', newSession(nas, { limits }).call(LIST_TASKS, {}));
    assert.equal(nas.journal.calls(TASK).length, 1);
  });

  it('pauses before it repeats, up to twice the named time', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits: { retryPausesMs: [120] } });
    await session.call(LIST_RESULTS, {});
    nas.faults.add({ kind: 'code', code: 117, api: TASK });
    const begin = performance.now();
    await session.call(LIST_TASKS, {});
    assert.ok(performance.now() - begin >= 115);
  });
});

describe('the limits of a session that names none', () => {
  it('repeat a read twice, with a growing pause', () => {
    const [first = 0, second = 0, ...more] = DEFAULT_LIMITS.retryPausesMs;
    assert.ok(first > 0 && second > first);
    assert.deepEqual(more, []);
  });
});
