import assert from 'node:assert/strict';

import type { Fault, Simulator } from '../../simulator/index.js';
import { forEachDialect } from '../support/dialects.js';
import { BACK_UP, LIST_TASKS } from '../support/methods.js';
import { failure, useBench } from '../support/nas.js';
import { until } from '../support/until.js';

const action = { api: 'SYNO.ActiveBackup.Task', method: 'backup' } as const;

/** Ways to lose the answer to something that was carried out. */
const lostAnswers: readonly Fault[] = [
  { kind: 'cut' },
  { kind: 'reset', when: 'after' },
  { kind: 'hang', when: 'after' },
  { kind: 'status', status: 502, when: 'after' },
  { kind: 'status', status: 204, body: '', when: 'after' },
  { kind: 'broken_json' },
  { kind: 'empty', when: 'after' },
  { kind: 'html', when: 'after' },
  { kind: 'body', body: '{}', when: 'after' },
  { kind: 'huge', megabytes: 2 },
];

forEachDialect('an action', (dialect) => {
  const { startNas, newSession } = useBench(dialect);
  const limits = { requestMs: 5000, replyBytes: 2 ** 20, retryPausesMs: [5, 5] };

  function backUp(nas: Simulator): { task_ids: number[]; trigger_type: number } {
    return { task_ids: [...nas.world.fleet.tasks.keys()].slice(0, 1), trigger_type: 1 };
  }

  function lists(nas: Simulator): number {
    return nas.journal.calls(LIST_TASKS.api, LIST_TASKS.method).length;
  }

  for (const fault of lostAnswers) {
    const name = fault.kind === 'status' ? `status ${fault.status}` : fault.kind;
    it(`is of unknown outcome, and not repeated, when its answer is lost (${name})`, async () => {
      const nas = await startNas();
      const requestMs = fault.kind === 'hang' ? 1000 : limits.requestMs;
      const session = newSession(nas, { limits: { ...limits, requestMs } });
      await until('a session', 10, () => session.call(LIST_TASKS, {}).catch(() => undefined));
      nas.faults.add({ ...fault, ...action });
      await failure('ABB_UNKNOWN_OUTCOME', session.call(BACK_UP, backUp(nas)));
      const runs = () => nas.journal.calls(action.api, action.method).map(({ ran }) => ran);
      // Where this process stood still, the time limit may have been over before the NAS had read what was sent.
      await until('the action to run', 5, () => runs().includes(true) || undefined);
      assert.deepEqual(runs(), [true]);
    });
  }

  it('is of unknown outcome when the caller withdraws while it is under way', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.faults.add({ kind: 'slow', milliseconds: 300, when: 'after', ...action });
    const withdraw = new AbortController();
    const outcome = failure('ABB_UNKNOWN_OUTCOME', session.call(BACK_UP, backUp(nas), withdraw.signal));
    while (nas.journal.calls(action.api, action.method).length === 0) await new Promise(setImmediate);
    withdraw.abort(new Error('enough'));
    await outcome;
  });

  it('is known not to have happened when the NAS takes no connection', async () => {
    const nas = await startNas();
    // Trusts no connection that it has: until a broken one is noticed, a request would go out on it and be lost.
    const session = newSession(nas, { limits: { idleMs: 0 } });
    await session.call(LIST_TASKS, {});
    nas.reboot({ bootMilliseconds: 60_000, meanwhile: 'refuse' });
    await failure('ABB_UNREACHABLE', session.call(BACK_UP, backUp(nas)));
    assert.equal(nas.journal.calls(action.api, action.method).length, 0);
  });

  it('is known not to have happened when the login fails', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'reset', api: 'SYNO.API.Auth' });
    await failure('ABB_UNREACHABLE', newSession(nas).call(BACK_UP, backUp(nas)));
    assert.equal(nas.journal.calls(action.api, action.method).length, 0);
  });

  for (const [name, fault] of [
    ['sends it elsewhere', { kind: 'redirect' }],
    ['does not know the address', { kind: 'status', status: 404 }],
  ] as const) {
    it(`is known not to have happened when a proxy ${name}`, async () => {
      const nas = await startNas();
      const session = newSession(nas);
      await session.call(LIST_TASKS, {});
      nas.faults.add({ ...fault, ...action });
      await failure('ABB_BAD_REPLY', session.call(BACK_UP, backUp(nas)));
      assert.equal(nas.journal.calls(action.api, action.method).length, 1);
    });
  }

  it('is not repeated when DSM is busy', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits });
    nas.faults.add({ kind: 'code', code: 117, ...action });
    const error = await failure('ABB_BUSY', session.call(BACK_UP, backUp(nas)));
    assert.equal(error.cause?.code, 117);
    assert.equal(nas.journal.calls(action.api, action.method).length, 1);
  });

  for (const code of [100, 1031]) {
    it(`is of unknown outcome when DSM has lost sight of it (${code})`, async () => {
      const nas = await startNas();
      const session = newSession(nas, { limits });
      nas.faults.add({ kind: 'code', code, when: 'after', ...action });
      const error = await failure('ABB_UNKNOWN_OUTCOME', session.call(BACK_UP, backUp(nas)));
      assert.equal(error.cause?.code, code);
      assert.equal(nas.journal.calls(action.api, action.method).length, 1);
    });
  }

  it('is not repeated when DSM denies it, which may come after it has begun; the next one has a new login', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.faults.add({ kind: 'code', code: 105, when: 'after', ...action });
    await failure('ABB_PERMISSION', session.call(BACK_UP, backUp(nas)));
    assert.equal(nas.journal.calls(action.api, action.method).length, 1);
    nas.faults.add({ kind: 'code', code: 105, times: 2, ...action });
    await failure('ABB_PERMISSION', session.call(BACK_UP, backUp(nas)));
    await failure('ABB_PERMISSION', session.call(BACK_UP, backUp(nas)));
    assert.equal(nas.journal.calls('SYNO.API.Auth', 'login').length, 2);
  });

  it('is followed by reads of their own, not by what was asked before it', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.faults.add({
      kind: 'slow',
      milliseconds: 300,
      when: 'after',
      api: LIST_TASKS.api,
      method: LIST_TASKS.method,
    });
    const before = session.call(LIST_TASKS, {});
    await until('the read to arrive', 10, () => lists(nas) === 2 || undefined);
    await session.call(BACK_UP, backUp(nas));
    await session.call(LIST_TASKS, {});
    assert.equal(lists(nas), 3);
    await before;
  });

  it('does not keep those that come at once from sharing what they look at before', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    const looks = [1, 2, 3, 4].map(() => {
      session.lookAnew();
      return session.call(LIST_TASKS, {});
    });
    await Promise.all(looks);
    assert.equal(lists(nas), 2);
  });

  it('is never shared: two equal ones are two', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    nas.faults.add({ kind: 'slow', milliseconds: 50, ...action });
    const outcomes = await Promise.allSettled([1, 2].map(() => session.call(BACK_UP, backUp(nas))));
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal(nas.journal.calls(action.api, action.method).length, 2);
  });
});
