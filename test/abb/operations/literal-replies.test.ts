import assert from 'node:assert/strict';

import type { Operation } from '../../../src/abb/operation.js';
import type { Given } from '../../../src/abb/parameters/read.js';
import { operations } from '../../../src/index.js';
import { useLiteralNas } from '../../support/literal-nas.js';

describe('a literal list of DSM', () => {
  const { run, runRaw, startNas, newBackup } = useLiteralNas();

  const LISTS: readonly (readonly [Operation, Given, method: string, rowsIn: string])[] = [
    [operations.tasks, {}, 'Task.list', 'tasks'],
    [operations.versions, { taskId: 7 }, 'Version.list', 'versions'],
    [operations.devices, {}, 'Device.list', 'devices'],
    [operations.transfers, {}, 'Overview.list_device_transfer_size', 'device_list'],
    [operations.hypervisors, {}, 'Inventory.list', ''],
    [operations.storage, {}, 'Share.list_storage', 'storages'],
    [operations.logs, {}, 'Log.list_log', 'logs'],
    [operations.history, {}, 'Log.list_result', 'results'],
    [operations.resultDetails, { resultId: 70 }, 'Log.list_result_detail', 'result_detail_list'],
  ];

  for (const [operation, given, method, rowsIn] of LISTS) {
    it(`without rows becomes an empty list of ${operation.name}, however that is written`, async () => {
      const nothing = [
        undefined,
        null,
        {},
        [],
        { [rowsIn]: null },
        { [rowsIn]: [] },
        { [rowsIn]: '' },
        'x',
        0,
      ];
      for (const data of nothing) {
        assert.deepEqual(await run(operation, given, { [method]: data }), [], JSON.stringify(data));
      }
    });

    it(`with rows of nothing becomes rows of nulls in ${operation.name}, and unknown fields stay in raw`, async () => {
      const rows = [{}, { brand_new: { deep: [1, null] }, agent_token: 'secret' }];
      const data = rowsIn === '' ? rows : { [rowsIn]: rows, total: 2, count: 2 };
      const found = await run(operation, given, { [method]: data });
      assert.ok(Array.isArray(found) && found.length === 2);
      assert.ok(!JSON.stringify(found).includes('secret'));
      const raw = JSON.stringify(await runRaw(operation, given, { [method]: data }));
      assert.ok(raw.includes('{"brand_new":{"deep":[1,null]},"agent_token":"[redacted]"}'), raw);
    });
  }

  it('that is nested deeper than the stack bears is cut, not a crash', async () => {
    const depth = 100_000;
    const deep = '['.repeat(depth) + ']'.repeat(depth);
    const data = `{"logs":[{"log_id":1,"other_params":{"x":${deep},"agent_token":"secret"}}],"count":1}`;
    const nas = await startNas({ size: 'empty' });
    const body = `{"success":true,"data":${data}}`;
    nas.faults.add({ kind: 'body', body, api: 'SYNO.ActiveBackup.Log', times: Infinity });
    const backup = newBackup(nas);
    const normalised = await backup.run(operations.logs);
    const raw = await backup.runRaw(operations.logs);
    assert.equal(normalised.result[0]?.id, 1);
    assert.ok(JSON.stringify(raw).includes('"agent_token":"[redacted]"'));
  });
});
