import assert from 'node:assert/strict';

import { backUp } from '../support/back-up.js';
import { useBackupBench } from '../support/backup.js';
import { names, watch } from './support/watching.js';

for (const listOrder of ['newest_first', 'oldest_first', 'shuffled'] as const) {
  describe(`a watch of a history without a count, ${listOrder.replace('_', ' ')}`, () => {
    const bench = useBackupBench({ listOrder, logCounts: 'missing' });

    for (const historyRows of [0, 50, 700]) {
      it(`tells of every run, be there few or more than a page between two polls, after ${historyRows} rows`, async () => {
        const size = { tasks: 3, devicesPerTask: 1, scheduled: false, historyRows };
        const nas = await bench.startNas({ size });
        const { after, events } = await watch(bench, nas, { events: ['backup.succeeded'] });
        assert.deepEqual(events, []);
        for (const runs of [1, 60, 600, 2, 49, 50, 51]) {
          for (let run = 0; run < runs; run++) backUp(nas, 1);
          assert.equal(names(await after(1)).length, runs);
        }
      });
    }
  });
}
