import assert from 'node:assert/strict';

import { memoryPosition } from '../../src/monitor/index.js';
import { useBackupBench } from '../support/backup.js';
import { names, watch } from './support/watching.js';

describe('a watch of a backup that runs', () => {
  const bench = useBackupBench();

  it('tells how it comes along, between its start and its end, and never the same twice', async () => {
    const nas = await bench.startNas();
    const position = memoryPosition();
    const wishes = { position, events: ['backup.started', 'backup.progress', 'backup.succeeded'] } as const;
    const { after, events, watcher } = await watch(bench, nas, wishes);
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 100 });
    nas.world.startBackup([1]);
    for (const seconds of [10, 0, 20]) await after(seconds);
    await watcher.close();
    const second = await watch(bench, nas, wishes);
    await second.after(30);
    await second.after(100);
    const told = [...events, ...second.events];
    assert.equal(names(told)[0], 'backup.started');
    assert.equal(names(told).at(-1), 'backup.succeeded');
    const percents = told.flatMap(({ progress }) => progress?.percent ?? []);
    assert.ok(percents.length >= 2 && percents.length <= 4, percents.join(', '));
    assert.deepEqual(
      percents,
      [...new Set(percents)].sort((a, b) => a - b),
    );
    assert.equal(new Set(told.map(({ id }) => id)).size, told.length);
  });
});
