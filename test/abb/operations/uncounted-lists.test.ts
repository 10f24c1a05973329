import assert from 'node:assert/strict';

import { operations } from '../../../src/index.js';
import { useBackupBench } from '../../support/backup.js';

for (const listOrder of ['newest_first', 'oldest_first', 'shuffled'] as const) {
  describe(`a history without a count, ${listOrder.replace('_', ' ')}`, () => {
    const { startNas, newBackup } = useBackupBench({ listOrder, logCounts: 'missing' });

    for (const historyRows of [0, 499, 500, 501, 1234]) {
      it(`is read to its end: ${historyRows} rows`, async () => {
        const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, scheduled: false, historyRows } });
        const { count } = nas.world.results;
        const answer = await newBackup(nas).run(operations.history, { limit: 'all' });
        assert.equal(answer.result.length, count);
        assert.equal(answer.about.total, count);
      });
    }

    it('gives the newest rows where fewer are wanted', async () => {
      const nas = await startNas({
        size: { tasks: 3, devicesPerTask: 1, scheduled: false, historyDays: 30 },
      });
      const backup = newBackup(nas);
      const all = (await backup.run(operations.history, { limit: 'all' })).result;
      const { result } = await backup.run(operations.history, { limit: 10 });
      assert.deepEqual(result, all.slice(0, 10));
    });
  });
}
