import assert from 'node:assert/strict';

import { Outage, spacingMs } from '../../src/dsm/outage.js';

const never = new AbortController().signal;

describe('attempts that messages ask for', () => {
  it('begin at once after the first failure, then a little apart, and at most a second', () => {
    assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 100].map(spacingMs), [0, 0, 100, 200, 400, 800, 1000, 1000]);
  });

  it('are kept apart from beginning to beginning, and not at all when it is over', async () => {
    const outage = new Outage();
    for (let failures = 0; failures < 3; failures++) outage.failed();
    const begin = performance.now();
    await outage.pace(never);
    await outage.pace(never);
    const apart = performance.now() - begin;
    assert.ok(apart > 180 && apart < 10_000, String(apart));
    outage.over();
    // Would reject if there were anything to wait for.
    await outage.pace(AbortSignal.abort(new Error('waited')));
  });

  it('are given up with the session', async () => {
    const outage = new Outage();
    for (let failures = 0; failures < 9; failures++) outage.failed();
    await outage.pace(never);
    await assert.rejects(outage.pace(AbortSignal.abort(new Error('closed'))), /closed/);
  });
});
