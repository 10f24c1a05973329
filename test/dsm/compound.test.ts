import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';
import type { Call, CallOutcome } from '../../src/dsm/compound.js';
import { forEachDialect } from '../support/dialects.js';
import { BACK_UP, LIST_RESULTS, LIST_TASKS } from '../support/methods.js';
import { failure, loginsOf, useBench } from '../support/nas.js';

const ENTRY = 'SYNO.Entry.Request';
const TASKS: Call = { method: LIST_TASKS, parameters: { filter: {} } };
const RESULTS: Call = { method: LIST_RESULTS, parameters: { filter: {}, offset: 0, limit: 2 } };
const OTHER_RESULTS: Call = { method: LIST_RESULTS, parameters: { filter: {}, offset: 1, limit: 1 } };

/** The names of the fields of what DSM answered, or the code with which it refused. */
function told(outcomes: readonly CallOutcome[]): unknown[] {
  return outcomes.map((outcome) =>
    'error' in outcome ? outcome.error.cause?.code : Object.keys(outcome.data as object).includes('tasks'),
  );
}

function requestsOf(nas: Simulator): number {
  return nas.journal.entries.filter(({ call }) => !['login', 'query'].includes(call?.method ?? '')).length;
}

forEachDialect('several reads at once', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  it('are answered each in its place', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    assert.deepEqual(told(await session.callAll([RESULTS, TASKS, OTHER_RESULTS])), [false, true, false]);
    assert.deepEqual(told(await session.callAll([TASKS, RESULTS])), [true, false]);
  });

  it('leave the others alone when DSM refuses one', async () => {
    const nas = await startNas();
    const broken: Call = {
      method: LIST_RESULTS,
      parameters: { filter: { status: 'x' }, offset: 0, limit: 1 },
    };
    assert.deepEqual(told(await newSession(nas).callAll([TASKS, broken, RESULTS])), [true, 120, false]);
  });

  for (const code of [106, 119]) {
    it(`log in again, once, when the session has ended with ${code}`, async () => {
      const nas = await startNas();
      const session = newSession(nas);
      await session.callAll([TASKS, RESULTS]);
      nas.expireSessions(code === 106 ? 106 : 119);
      assert.deepEqual(told(await session.callAll([TASKS, RESULTS])), [true, false]);
      assert.equal(loginsOf(nas), 2);
    });
  }

  it('ask by itself again for one that DSM was too busy for', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'code', code: 117, api: LIST_TASKS.api, method: LIST_TASKS.method });
    const session = newSession(nas, { limits: { retryPausesMs: [1] } });
    assert.deepEqual(told(await session.callAll([TASKS, RESULTS])), [true, false]);
  });

  it('fail together when the NAS does not answer', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits: { retryPausesMs: [] } });
    await session.callAll([TASKS, RESULTS]);
    nas.faults.add({ kind: 'reset', when: 'before', times: 10 });
    await failure('ABB_UNREACHABLE', session.callAll([TASKS, RESULTS]));
  });

  it('are refused when one of them is an action or not on the list, and then nothing is sent', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    const action: Call = { method: BACK_UP, parameters: { task_ids: [1], trigger_type: 1 } };
    const unknown: Call = { method: { ...LIST_TASKS, method: 'list_with_device' }, parameters: {} };
    await failure('ABB_BAD_PARAMETER', session.callAll([TASKS, action]));
    await failure('ABB_BAD_PARAMETER', session.callAll([TASKS, unknown]));
    assert.deepEqual(nas.journal.calls(), []);
  });

  it('cannot be smuggled past the list as a call of their own', async () => {
    const nas = await startNas();
    const method = { api: ENTRY, method: 'request', version: 1, effect: 'read' } as const;
    await failure('ABB_BAD_PARAMETER', newSession(nas).call(method, { compound: [] }));
  });

  it('fail with ABB_CLOSED once the session is closed', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.close();
    await failure('ABB_CLOSED', session.callAll([TASKS, RESULTS]));
  });
});

describe('several reads at once', () => {
  const { startNas, newSession } = useBench();

  it('are one request where DSM allows it', async () => {
    const nas = await startNas({ dialect: { compound: 'accepted' } });
    const session = newSession(nas);
    await session.callAll([TASKS, RESULTS, OTHER_RESULTS]);
    assert.equal(requestsOf(nas), 1);
  });

  it('are as many requests where it does not, without asking for one again', async () => {
    const nas = await startNas({ dialect: { compound: 'refused' } });
    const session = newSession(nas);
    await session.callAll([TASKS, RESULTS]);
    await session.callAll([TASKS, RESULTS]);
    assert.equal(nas.journal.calls(ENTRY).length, 1);
    assert.equal(requestsOf(nas), 5);
  });

  it('are tried as one request again after a new login', async () => {
    const nas = await startNas({ dialect: { compound: 'refused' } });
    const session = newSession(nas);
    await session.callAll([TASKS, RESULTS]);
    nas.expireSessions();
    await session.callAll([TASKS, RESULTS]);
    await session.callAll([TASKS, RESULTS]);
    assert.equal(nas.journal.calls(ENTRY).length, 2);
  });

  it('ask by itself for one whose version DSM does not take: a call of its own is made in one that it offers', async () => {
    const nas = await startNas({ dialect: { compound: 'accepted' } });
    nas.faults.add({ kind: 'code', code: 104, api: LIST_TASKS.api, method: LIST_TASKS.method });
    assert.deepEqual(told(await newSession(nas).callAll([TASKS, RESULTS])), [true, false]);
  });

  it('are no compound when there is only one of them', async () => {
    const nas = await startNas();
    await newSession(nas).callAll([TASKS]);
    assert.equal(nas.journal.calls(ENTRY).length, 0);
  });

  it('share one request with equal ones that are under way', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await Promise.all([session.callAll([TASKS, RESULTS]), session.callAll([TASKS, RESULTS])]);
    assert.equal(nas.journal.calls(ENTRY).length, 1);
  });
});
