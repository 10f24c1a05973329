import assert from 'node:assert/strict';

import { forEachDialect } from '../support/dialects.js';
import { useBench } from '../support/nas.js';
import { account, flowOf, operationNode, sessionNode, useNodeRed } from '../support/node-red.js';

const TASK = 'SYNO.ActiveBackup.Task';

forEachDialect('abb-cancel-backup', (dialect) => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench(dialect);

  it('cancels a backup that runs and one that waits, in one request', async () => {
    const nas = await startNas();
    nas.world.changeSetting('max_concurrent_devices', '1');
    for (const id of [1, 2]) nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 600 });
    nas.world.startBackup([1]);
    nas.world.startBackup([2]);
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('cancel', 'abb-cancel-backup')), account);
    nodeRed.send('cancel', { params: { taskIds: [1, '2'] } });
    const { payload } = await nodeRed.inbox('out').next();
    assert.deepEqual(payload, { taskIds: [1, 2], accepted: true });
    assert.deepEqual(
      nas.journal.calls(TASK, 'cancel').map(({ parameters, code }) => [parameters, code]),
      [[{ task_ids: [1, 2] }, 0]],
    );
    nas.clock.advance(60_000);
    nas.world.advance();
    assert.deepEqual([nas.world.runs.of(1), nas.world.runs.of(2)], [undefined, undefined]);
    assert.equal(nas.world.results.newestBackup(1)?.status, 5);
    assert.deepEqual(nas.journal.calls(TASK, 'cancel_waiting_backup'), []);
  });

  it('is refused by the NAS for a task that does not exist, and never sent twice', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('cancel', 'abb-cancel-backup')), account);
    nodeRed.send('cancel', { params: { taskIds: 4711 } });
    const { error } = await nodeRed.inbox('caught').next();
    assert.equal(error?.code, 'ABB_REFUSED');
    assert.deepEqual(error.cause, { api: TASK, method: 'cancel', code: 1010 });
    assert.equal(nas.journal.calls(TASK, 'cancel').length, 1);
  });
});
