import assert from 'node:assert/strict';

import { memoryPosition } from '../../src/monitor/index.js';
import { backUp } from '../support/back-up.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { names, watch } from './support/watching.js';

const RESULTS = { events: ['backup.started', 'backup.succeeded', 'backup.failed'] } as const;
const HOUR = 3_600_000;

forEachDialect('a watch of a NAS to which something happens', (dialect) => {
  const bench = useBackupBench(dialect);
  // Without a key of that size the NAS can still tell the time, and is quicker.
  const startNas = () => bench.startNas({ encryptionBits: 1024 });

  it('goes on when the history is cleared, and says so', async () => {
    const nas = await startNas();
    backUp(nas, 1);
    const { after, notices } = await watch(bench, nas, RESULTS);
    nas.world.clearHistory();
    assert.deepEqual(await after(60), []);
    assert.equal(notices.length, 1);
    backUp(nas, 2);
    assert.deepEqual(names(await after(60)), ['backup.started', 'backup.succeeded']);
    assert.equal(notices.length, 1);
  });

  it('invents no end of a backup whose row is gone, and says so', async () => {
    const nas = await startNas();
    backUp(nas, 2);
    const { after, notices } = await watch(bench, nas, RESULTS);
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 600 });
    nas.world.startBackup([1]);
    await after(60);
    nas.world.clearHistory();
    nas.clock.advance(HOUR);
    nas.world.advance();
    await after(0);
    assert.ok(notices.length > 0);
  });

  for (const count of [1, 3]) {
    it(`tells all of ${count} new results when ids begin anew with an installation, and says so`, async () => {
      const nas = await startNas();
      for (let round = 0; round < 2; round++) backUp(nas, 1);
      const { after, notices } = await watch(bench, nas, RESULTS);
      nas.world.reinstallPackage();
      for (let round = 0; round < count; round++) backUp(nas, 1, 'failed');
      const told = await after(60);
      assert.equal(names(told).filter((name) => name === 'backup.failed').length, count);
      assert.deepEqual(await after(60), []);
      assert.equal(notices.length, 1);
    });
  }

  it('tells the lines of a log that began anew with an installation, also after the clock was set back', async () => {
    const nas = await startNas();
    for (let round = 0; round < 3; round++) backUp(nas, 1, 'failed');
    const { after } = await watch(bench, nas, { events: ['log.error', 'backup.failed'] });
    const firstResultId = nas.world.results.newestBackup(1)?.id ?? 0;
    // A result under an id that is known shows that the history is another one; ids of lines begin at 1.
    nas.world.reinstallPackage({ firstResultId });
    nas.world.jumpClock(-10 * 24 * 3600);
    backUp(nas, 1, 'failed');
    const told = names(await after(60));
    assert.deepEqual([...new Set(told)].sort(), ['backup.failed', 'log.error']);
    assert.deepEqual(await after(60), []);
  });

  it('does not take the past of another NAS for news, and says that it is another', async () => {
    const nas = await startNas();
    backUp(nas, 1);
    const { after, notices, events } = await watch(bench, nas);
    // Without schedules nothing is overdue, in whatever time zone, and nothing begins by itself: that would be news.
    const size = { tasks: 3, historyDays: 3, historyRows: 60, scheduled: false };
    nas.replaceNas({ size, world: { failRate: 0 } });
    assert.notEqual(nas.world.results.newestBackup(1), undefined);
    await after(1);
    assert.deepEqual(events, []);
    assert.equal(notices.length, 1);
    backUp(nas, 1);
    const told = names(await after(60));
    assert.ok(told.includes('backup.started') && told.includes('backup.succeeded'));
    assert.equal(notices.length, 1);
  });

  for (const hours of [-48, 48]) {
    it(`misses nothing when the clock of the NAS jumps by ${hours} hours`, async () => {
      const nas = await startNas();
      const position = memoryPosition();
      const { after } = await watch(bench, nas, { ...RESULTS, position, monitor: { now: Date.now } });
      nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 600 });
      nas.world.startBackup([1]);
      assert.ok((await after(60)).length <= 1);
      nas.world.jumpClock(hours * 3600);
      backUp(nas, 2, 'failed');
      const told = [...(await after(0)), ...(await after(3600))];
      assert.ok(names(told).includes('backup.failed') && names(told).includes('backup.succeeded'));
      assert.equal(new Set(told.map(({ id }) => id)).size, told.length);
    });
  }
});

describe('a watch that begins while a backup runs whose row was wiped', () => {
  const bench = useBackupBench();

  it('tells the start of the next one, which it sees running', async () => {
    const nas = await bench.startNas({ encryptionBits: 1024 });
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 600 });
    nas.world.startBackup([1]);
    nas.clock.advance(30_000);
    nas.world.clearHistory();
    const { after } = await watch(bench, nas, RESULTS);
    nas.clock.advance(900_000);
    nas.world.advance();
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 600 });
    nas.world.startBackup([1]);
    assert.deepEqual(names(await after(30)), ['backup.started']);
  });
});
