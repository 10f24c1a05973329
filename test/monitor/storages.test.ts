import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { names, watch } from './support/watching.js';

const LOW = { events: ['storage.low'] } as const;

/** Leaves so much of each volume free, per cent. */
function leaveFree(nas: Simulator, percent: number): void {
  for (const storage of nas.world.fleet.storages.values()) {
    storage.usedBytes = storage.volumeBytes * (1 - percent / 100) - storage.otherBytes;
  }
}

forEachDialect('a watch of storages', (dialect) => {
  const bench = useBackupBench(dialect);

  it('tells that space has become short, once until there is more again', async () => {
    const nas = await bench.startNas();
    leaveFree(nas, 50);
    const { after, events } = await watch(bench, nas, LOW);
    const count = nas.world.fleet.storages.size;
    assert.deepEqual(events, []);
    leaveFree(nas, 9);
    const told = await after(60);
    assert.deepEqual(names(told), Array<string>(count).fill('storage.low'));
    assert.ok((told[0]?.storage?.freeBytes ?? 0) > 0);
    // Wavering around the limit is no news.
    for (const percent of [8, 10.5, 9]) {
      leaveFree(nas, percent);
      assert.deepEqual(await after(60), []);
    }
    leaveFree(nas, 20);
    assert.deepEqual(await after(60), []);
    leaveFree(nas, 5);
    const again = await after(60);
    assert.equal(again.length, count);
    assert.notEqual(again[0]?.id, told[0]?.id);
  });

  it('tells it also to who has chosen devices, and not again when the NAS did not tell its volumes for once', async () => {
    const nas = await bench.startNas();
    leaveFree(nas, 50);
    const { after } = await watch(bench, nas, { ...LOW, deviceIds: [1] });
    leaveFree(nas, 5);
    assert.notEqual((await after(60)).length, 0);
    nas.faults.add({
      kind: 'code',
      code: 105,
      api: 'SYNO.ActiveBackup.Share',
      method: 'list_volume',
      times: 9,
    });
    assert.deepEqual(await after(60), []);
    nas.faults.clear();
    assert.deepEqual(await after(60), []);
  });

  it('goes by the limit that it was given', async () => {
    const nas = await bench.startNas();
    leaveFree(nas, 50);
    const { after } = await watch(bench, nas, { ...LOW, storageLowPercent: 30 });
    leaveFree(nas, 29);
    assert.notEqual((await after(60)).length, 0);
  });
});
