import assert from 'node:assert/strict';

import { dialectOf, emptyTally, addTally, playBatch } from './batch.js';

/** `npm run test:histories` plays thousands. */
const BATCHES = 8;
const HISTORIES_EACH = 25;

describe('a watch, in generated histories', () => {
  const sum = emptyTally();

  for (let batch = 0; batch < BATCHES; batch += 1) {
    it(`tells all that happens, once and in order, of a NAS that speaks ${JSON.stringify(dialectOf(batch))}`, async function () {
      this.timeout(120_000);
      addTally(sum, await playBatch(batch, HISTORIES_EACH));
    });
  }

  it('has met every event in them that does not need days', () => {
    assert.equal(sum.histories, BATCHES * HISTORIES_EACH);
    for (const event of [
      ...['backup.started', 'backup.progress', 'backup.succeeded', 'backup.partial', 'backup.failed'],
      ...['backup.cancelled', 'backup.skipped', 'job.finished', 'task.added', 'task.changed', 'task.removed'],
      ...['version.added', 'version.removed', 'device.online', 'device.offline', 'log.error', 'log.warning'],
      ...['nas.unreachable', 'nas.reachable'],
    ])
      assert.ok((sum.events[event] ?? 0) > 0, `no ${event} came`);
  });
});
