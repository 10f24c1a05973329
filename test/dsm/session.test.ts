import assert from 'node:assert/strict';

import { forEachDialect } from '../support/dialects.js';
import { BACK_UP, LIST_RESULTS, LIST_TASKS } from '../support/methods.js';
import { failure, loginsOf, useBench } from '../support/nas.js';

const TASK = 'SYNO.ActiveBackup.Task';
const SESSION_CODES = [106, 107, 119, 150] as const;

forEachDialect('a session', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  it('logs in when it is asked for something, and not before', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    assert.equal(session.state, 'idle');
    assert.equal(nas.journal.entries.length, 0);
    const data = await session.call(LIST_TASKS, {});
    assert.equal((data as { tasks: unknown[] }).tasks.length, 3);
    assert.equal(session.state, 'ready');
    assert.equal(loginsOf(nas), 1);
  });

  it('goes through its states in order', async () => {
    const session = newSession(await startNas());
    const states: string[] = [];
    session.onState((state) => states.push(state));
    await session.call(LIST_TASKS, {});
    await session.close();
    assert.deepEqual(states, ['discovering', 'logging_in', 'ready', 'closed']);
  });

  it('logs in once for fifty callers at the same time', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await Promise.all(Array.from({ length: 50 }, (_, offset) => session.call(LIST_RESULTS, { offset })));
    assert.equal(loginsOf(nas), 1);
    assert.equal(nas.journal.calls('SYNO.ActiveBackup.Log').length, 50);
    assert.equal(nas.sessions.length, 1);
  });

  for (const code of SESSION_CODES) {
    it(`logs in again once when DSM has ended the session (${code}), and repeats what was asked`, async () => {
      const nas = await startNas();
      const session = newSession(nas);
      await session.call(LIST_TASKS, {});
      nas.expireSessions(code);
      await session.call(LIST_TASKS, {});
      assert.equal(loginsOf(nas), 2);
      assert.deepEqual(
        nas.journal.calls(TASK).map((call) => call.code),
        [0, code, 0],
      );
    });
  }

  it('logs in again once for fifty callers that all meet the end of the session', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.expireSessions();
    await Promise.all(Array.from({ length: 50 }, (_, offset) => session.call(LIST_RESULTS, { offset })));
    assert.equal(loginsOf(nas), 2);
    assert.equal(nas.sessions.length, 1);
  });

  it('gives up when DSM ends the new session at once, too', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.faults.add({ kind: 'code', code: 119, api: TASK, times: Infinity });
    const error = await failure('ABB_REFUSED', session.call(LIST_TASKS, {}));
    assert.deepEqual(error.cause, { api: TASK, method: 'list', code: 119 });
    assert.equal(loginsOf(nas), 2);
    assert.equal(nas.journal.calls(TASK).length, 3);
  });

  it('repeats an action after a session code, which proves that it was not carried out', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    const [taskId = 0] = nas.world.fleet.tasks.keys();
    await session.call(LIST_TASKS, {});
    nas.expireSessions();
    await session.call(BACK_UP, { task_ids: [taskId], trigger_type: 1 });
    assert.deepEqual(
      nas.journal.calls(TASK, 'backup').map((call) => call.ran),
      [false, true],
    );
  });

  it('carries its session in headers, with the token, and writes no secret into an address', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    const [open] = nas.sessions;
    assert.ok(open?.synoToken);
    await session.close();
    const secrets = [open.sid, open.synoToken, 'demo-password'];
    for (const { path, query, httpMethod } of nas.journal.entries) {
      assert.equal(httpMethod, 'POST');
      for (const secret of secrets) assert.ok(!`${path}?${JSON.stringify(query)}`.includes(secret));
    }
    for (const { request } of nas.journal.calls(TASK)) {
      assert.equal(request.headers['x-syno-token'], open.synoToken);
      assert.ok(request.headers['cookie']?.includes(open.sid));
      assert.ok(!request.body.includes(open.sid));
    }
  });

  it('names the parameter that DSM misses', async () => {
    const session = newSession(await startNas());
    const error = await failure('ABB_REFUSED', session.call(BACK_UP, {}));
    assert.equal(error.cause?.code, 120);
    assert.ok(error.message.includes('task_ids'), error.message);
  });

  it('sends no method that is not on its list', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    const remove = { ...BACK_UP, method: 'remove' };
    await failure('ABB_BAD_PARAMETER', session.call(remove, { task_ids: [1] }));
    assert.equal(nas.journal.entries.length, 0);
  });

  it('speaks below the path of a reverse proxy', async () => {
    const nas = await startNas({ basePath: '/nas' });
    await newSession(nas).call(LIST_TASKS, {});
    assert.ok(nas.journal.entries.every(({ path }) => path.startsWith('/nas/webapi/')));
  });
});
