import assert from 'node:assert/strict';

import { memoryPosition, Monitor, type AbbEvent, type MonitorState } from '../../src/monitor/index.js';
import { useBackupBench } from '../support/backup.js';
import { scribble } from '../support/scribble.js';

const DAY_MS = 86_400_000;

// A Monday noon: none of the backups at eight in the evening is under way.
const START = Date.parse('2026-03-09T12:00:00Z');

describe('what a watch tells', () => {
  const { startNas, newBackup } = useBackupBench();

  it('is a copy: what one flow makes of it shows neither in another nor in what is told later', async () => {
    const nas = await startNas({ size: 'empty', startAt: START - 28 * DAY_MS });
    const { id, deviceIds } = nas.world.addTask({ name: 'Laptop', backupType: 2, dailyAtHour: 20 });
    nas.world.setDeviceOnline(deviceIds[0] ?? 0, true);
    nas.clock.advance(28 * DAY_MS);
    nas.world.advance();
    const monitor = new Monitor(newBackup(nas), { now: () => nas.clock.now() });
    const told: (AbbEvent | MonitorState)[] = [];
    const note = (news: AbbEvent | MonitorState) => told.push(news);
    for (const take of [scribble, note]) {
      monitor.watch({ position: memoryPosition(), onEvent: take, onState: take });
    }
    await monitor.poll();
    for (const outcome of ['failed', 'success'] as const) {
      nas.world.nextOutcome(id, { outcome, durationSeconds: 30 });
      nas.world.startBackup([id]);
      nas.clock.advance(10_000);
      await monitor.poll();
      nas.clock.advance(120_000);
      await monitor.poll();
    }
    nas.world.setDeviceOnline(deviceIds[0] ?? 0, false);
    for (let day = 0; day < 5; day++) {
      nas.clock.advance(DAY_MS);
      await monitor.poll();
    }
    await monitor.close();
    const names = new Set(told.map((news) => ('event' in news ? news.event : 'state')));
    for (const name of ['state', 'backup.started', 'backup.failed', 'backup.succeeded', 'device.overdue'])
      assert.ok(
        [...names].some((each) => each === name),
        `${name} was not told`,
      );
    // What was scribbled upon would have been told as changed as well.
    assert.ok(!names.has('task.changed'));
    assert.ok(!JSON.stringify(told).includes('scribbled'));
  });
});
