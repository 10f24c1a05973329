import assert from 'node:assert/strict';

import { automaticWaitMs, Outage, spacingMs } from '../../src/dsm/outage.js';

const never = new AbortController().signal;

async function took(work: Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work;
  return performance.now() - begin;
}

describe('attempts that messages ask for', () => {
  it('begin at once after the first failure, then a little apart, and at most a second', () => {
    assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 100].map(spacingMs), [0, 0, 100, 200, 400, 800, 1000, 1000]);
  });

  it('are kept apart from beginning to beginning, and not at all when it is over', async () => {
    const outage = new Outage();
    for (let failures = 0; failures < 3; failures++) outage.failed();
    await outage.pace(never);
    const apart = await took(outage.pace(never));
    assert.ok(apart > 180 && apart < 1000, String(apart));
    outage.over();
    assert.ok((await took(outage.pace(never))) < 100);
  });

  it('are given up with the session', async () => {
    const outage = new Outage();
    for (let failures = 0; failures < 9; failures++) outage.failed();
    await outage.pace(never);
    await assert.rejects(outage.pace(AbortSignal.abort(new Error('closed'))), /closed/);
  });
});

describe('the waits of automatic callers', () => {
  it('grow from seconds to five minutes', () => {
    const longest = [0, 1, 2, 3, 4, 5, 50].map((waits) => automaticWaitMs(waits, 1));
    assert.deepEqual(longest, [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  });

  it('are spread over half of their length', () => {
    assert.equal(automaticWaitMs(2, 0), 20_000);
    assert.equal(automaticWaitMs(2, 0.5), 30_000);
  });

  it('are none without an outage', async () => {
    assert.ok((await took(new Outage().wait(never))) < 100);
  });

  it('end as soon as somebody has reached the NAS', async () => {
    const outage = new Outage();
    outage.failed();
    const waits = [outage.wait(never), outage.wait(never)];
    setTimeout(() => outage.over(), 20);
    assert.ok((await took(Promise.all(waits))) < 2000);
    assert.ok((await took(outage.wait(never))) < 100);
  });

  it('end with the reason of whoever gives up', async () => {
    const outage = new Outage();
    outage.failed();
    const giveUp = new AbortController();
    const wait = outage.wait(giveUp.signal);
    giveUp.abort(new Error('enough'));
    await assert.rejects(wait, /enough/);
    await assert.rejects(outage.wait(giveUp.signal), /enough/);
  });
});
