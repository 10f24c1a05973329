import assert from 'node:assert/strict';

import type { Fault } from '../../simulator/index.js';
import { AbbError } from '../../src/dsm/errors.js';
import { forEachDialect } from '../support/dialects.js';
import { BACK_UP, LIST_RESULTS, LIST_TASKS } from '../support/methods.js';
import { failure, useBench } from '../support/nas.js';
import { until } from '../support/until.js';

const read = { api: 'SYNO.ActiveBackup.Task', method: 'list' } as const;
const limits = { retryPausesMs: [5, 5], requestMs: 5000, replyBytes: 2 ** 20 };

/** What may well be over a moment later. */
const passing: readonly Fault[] = [
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'html' },
  { kind: 'empty' },
  { kind: 'broken_json' },
];

forEachDialect('a read', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  for (const fault of passing) {
    const name = 'status' in fault ? `${fault.kind} ${fault.status}` : fault.kind;
    it(`is repeated after ${name}`, async () => {
      const nas = await startNas();
      nas.faults.add({ ...fault, ...read, times: 2 });
      await newSession(nas, { limits }).call(LIST_TASKS, {});
      assert.equal(nas.journal.calls(read.api).length, 3);
    });
  }

  for (const [code, fault] of [
    ['ABB_UNREACHABLE', { kind: 'reset' }],
    ['ABB_BAD_REPLY', { kind: 'html' }],
    ['ABB_BAD_REPLY', { kind: 'status', status: 502 }],
  ] as const) {
    it(`fails with ${code} when it never ends (${fault.kind})`, async () => {
      const nas = await startNas();
      nas.faults.add({ ...fault, ...read, times: Infinity });
      await failure(code, newSession(nas, { limits }).call(LIST_TASKS, {}));
      assert.equal(nas.journal.calls(read.api).length, 3);
    });
  }

  it('fails with ABB_TIMEOUT when no answer comes in time, and is not repeated', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits: { ...limits, requestMs: 1000 } });
    // So that the limit is only that of the read.
    await until('a session', 10, () => session.call(LIST_RESULTS, {}).catch(() => undefined));
    nas.faults.add({ kind: 'hang', ...read });
    const begin = performance.now();
    await failure('ABB_TIMEOUT', session.call(LIST_TASKS, {}));
    assert.ok(performance.now() - begin < 10_000);
    const calls = () => nas.journal.calls(read.api).length;
    // Where this process stood still, the limit may have been over before the NAS had read what was sent.
    await until('the read to arrive', 5, () => calls() > 0 || undefined);
    assert.equal(calls(), 1);
  });

  it('fails when the answer is too large, and is not repeated', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'huge', megabytes: 3, ...read });
    const error = await failure('ABB_BAD_REPLY', newSession(nas, { limits }).call(LIST_TASKS, {}));
    assert.ok(error.message.includes('1 MB'), error.message);
    assert.equal(nas.journal.calls(read.api).length, 1);
  });

  it('does not follow a redirect', async () => {
    const nas = await startNas();
    const elsewhere = await startNas();
    nas.faults.add({ kind: 'redirect', location: `${elsewhere.url}/webapi/entry.cgi`, ...read });
    await failure('ABB_BAD_REPLY', newSession(nas, { limits }).call(LIST_TASKS, {}));
    assert.equal(nas.journal.calls(read.api).length, 1);
    assert.equal(elsewhere.journal.entries.length, 0);
  });

  it('understands an answer that is compressed', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    const plain = await session.call(LIST_TASKS, {});
    nas.faults.add({ kind: 'gzip', ...read });
    assert.deepEqual(await session.call(LIST_TASKS, {}), plain);
  });

  it('does not mind what the answer is labelled as', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'content_type', contentType: 'text/html', ...read });
    await newSession(nas).call(LIST_TASKS, {});
    assert.equal(nas.journal.calls(read.api).length, 1);
  });

  for (const body of ['null', '[]', '{}', '{"success":"yes"}', '42']) {
    it(`fails with ABB_BAD_REPLY on ${body}, which DSM never sends`, async () => {
      const nas = await startNas();
      nas.faults.add({ kind: 'body', body, ...read });
      await failure('ABB_BAD_REPLY', newSession(nas).call(LIST_TASKS, {}));
    });
  }

  it('takes a refusal without a code for an unknown error', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'body', body: '{"success":false}', ...read, times: Infinity });
    const error = await failure('ABB_BUSY', newSession(nas, { limits }).call(LIST_TASKS, {}));
    assert.equal(error.cause?.code, 100);
  });
});

forEachDialect('equal reads at the same time', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  it('share one request', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    const answers = await Promise.all(Array.from({ length: 50 }, () => session.call(LIST_TASKS, {})));
    assert.equal(nas.journal.calls(read.api).length, 1);
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
  });

  it('may share one signal in any number without a warning', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    const { signal } = new AbortController();
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    await Promise.all(Array.from({ length: 50 }, () => session.call(LIST_TASKS, {}, signal)));
    process.off('warning', note);
    assert.deepEqual(warnings, []);
  });

  it('are asked anew when the first answer has come', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    await session.call(LIST_TASKS, {});
    assert.equal(nas.journal.calls(read.api).length, 2);
  });

  it('share the failure, too, which is not remembered', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    nas.faults.add({ kind: 'code', code: 1010, ...read });
    await Promise.all([1, 2, 3].map(() => failure('ABB_REFUSED', session.call(LIST_TASKS, {}))));
    await session.call(LIST_TASKS, {});
    assert.equal(nas.journal.calls(read.api).length, 2);
  });

  it('let one caller leave without disturbing the others', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    nas.faults.add({ kind: 'slow', milliseconds: 100, ...read });
    const withdraw = new AbortController();
    const leaver = session.call(LIST_TASKS, {}, withdraw.signal);
    const stayer = session.call(LIST_TASKS, {});
    withdraw.abort(new AbbError('ABB_CLOSED', 'closed.node'));
    await failure('ABB_CLOSED', leaver);
    await stayer;
    assert.equal(nas.journal.calls(read.api).length, 1);
  });

  it('are given up when the last caller has left', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_RESULTS, {});
    const hanging = nas.faults.add({ kind: 'hang', ...read });
    const withdraw = new AbortController();
    const callers = [1, 2].map(() => session.call(LIST_TASKS, {}, withdraw.signal));
    while (hanging.hits === 0) await new Promise(setImmediate);
    withdraw.abort(new AbbError('ABB_CLOSED', 'closed.node'));
    await Promise.all(callers.map((caller) => failure('ABB_CLOSED', caller)));
    // Had it not been given up, the next equal read would join the one that hangs.
    await session.call(LIST_TASKS, {});
  });
});

describe('many requests at the same time', () => {
  const { startNas, newSession } = useBench();
  const slow = { kind: 'slow', milliseconds: 40, api: LIST_RESULTS.api, times: Infinity } as const;

  it('are sent only as many at a time as the session allows', async () => {
    const nas = await startNas({ speed: 1 });
    const session = newSession(nas, { limits: { concurrency: 3 } });
    nas.faults.add(slow);
    await Promise.all(Array.from({ length: 12 }, (_, offset) => session.call(LIST_RESULTS, { offset })));
    const spans = nas.journal
      .calls(LIST_RESULTS.api)
      .map(({ request }) => ({ from: request.at, to: request.answeredAt ?? Infinity }));
    const atOnce = spans.map(
      ({ from }) => spans.filter((span) => span.from <= from && span.to > from).length,
    );
    assert.ok(Math.max(...atOnce) <= 3, String(atOnce));
    assert.ok(Math.max(...atOnce) > 1, String(atOnce));
  });

  it('are turned away with ABB_BUSY beyond what may wait, while the others are served', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits: { concurrency: 1, queueLength: 5 } });
    await session.call(LIST_TASKS, {});
    nas.faults.add(slow);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, offset) => session.call(LIST_RESULTS, { offset })),
    );
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    assert.equal(refused.length, 4);
    for (const error of refused) assert.equal((error as AbbError).code, 'ABB_BUSY');
    assert.equal(nas.journal.calls(LIST_RESULTS.api).length, 6);
  });

  it('turn away an action without a doubt about its outcome', async () => {
    const nas = await startNas();
    const session = newSession(nas, { limits: { concurrency: 1, queueLength: 0 } });
    await session.call(LIST_TASKS, {});
    nas.faults.add(slow);
    const first = session.call(LIST_RESULTS, {});
    await failure('ABB_BUSY', session.call(BACK_UP, { task_ids: [1], trigger_type: 1 }));
    await first;
    assert.equal(nas.journal.calls(BACK_UP.api, BACK_UP.method).length, 0);
  });
});
