import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

import type { Simulator } from '../../../simulator/index.js';
import { AbbError } from '../../../src/dsm/errors.js';
import { operations } from '../../../src/index.js';
import { useBackupBench } from '../../support/backup.js';
import { forEachDialect } from '../../support/dialects.js';
import { failure } from '../../support/nas.js';
import { until } from '../../support/until.js';

const TASK = 'SYNO.ActiveBackup.Task';

const CLOSED = new AbbError('ABB_CLOSED', 'closed');

/** The ids that the NAS was told to back up, request by request. */
function started(nas: Simulator): unknown[] {
  return nas.journal.calls(TASK, 'backup').map(({ parameters }) => parameters['task_ids']);
}

forEachDialect('starting backups', (dialect) => {
  const { startNas, newBackup } = useBackupBench(dialect);

  it('asks for all tasks in one request, each once, in their order', async () => {
    const nas = await startNas();
    const { result } = await newBackup(nas).run(operations.runBackup, { taskIds: [3, '1', 3] });
    assert.deepEqual(result, { taskIds: [3, 1], accepted: true, alreadyRunning: false });
    assert.deepEqual(started(nas), [[3, 1]]);
  });

  it('finds tasks by their names', async () => {
    const nas = await startNas();
    const { id } = nas.world.addTask({ name: 'Laptop of Anna' });
    await newBackup(nas).run(operations.runBackup, { taskNames: 'Laptop of Anna' });
    assert.deepEqual(started(nas), [[id]]);
  });

  it('starts nothing for a name that no task has, and says which there are', async () => {
    const nas = await startNas();
    nas.world.addTask({ name: 'Laptop of Anna' });
    const run = newBackup(nas).run(operations.runBackup, { taskNames: ['Laptop of Anna', 'Laptop'] });
    const { message } = await failure('ABB_BAD_PARAMETER', run);
    assert.match(message, /"Laptop".*Laptop of Anna/);
    assert.deepEqual(started(nas), []);
  });

  it('starts nothing for an id that no task has, and says which there are', async () => {
    const nas = await startNas();
    const run = newBackup(nas).run(operations.runBackup, { taskIds: [1, 4711] });
    const { message } = await failure('ABB_BAD_PARAMETER', run);
    assert.match(message, /4711.*\(1\)/);
    assert.deepEqual(started(nas), []);
  });

  it('takes either ids or names, not both, and needs one', async () => {
    const nas = await startNas();
    const backup = newBackup(nas);
    const both = { taskIds: 1, taskNames: 'x' };
    await failure('ABB_BAD_PARAMETER', backup.run(operations.runBackup, both));
    await failure('ABB_BAD_PARAMETER', backup.run(operations.runBackup, {}));
    assert.equal(nas.journal.entries.length, 0);
  });

  it('looks for itself before it starts anything, and does not join a list that was asked for before', async () => {
    const nas = await startNas();
    const backup = newBackup(nas);
    await backup.run(operations.tasks);
    const lists = () => nas.journal.calls(TASK, 'list');
    const [first] = lists();
    const before = lists().length;
    nas.faults.add({ kind: 'slow', milliseconds: 300, api: TASK, method: 'list' });
    const earlier = backup.run(operations.tasks);
    await until('the list to be asked for', 10, () => lists().length > before || undefined);
    await backup.run(operations.runBackup, { taskIds: 1 });
    await earlier;
    const same = lists().filter(({ parameters }) => isDeepStrictEqual(parameters, first?.parameters));
    assert.equal(same.length, 3);
  });

  it('starts a task once when it is asked for several times at once', async () => {
    const nas = await startNas();
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 600 });
    const backup = newBackup(nas);
    const runs = [1, 2, 3].map(() => backup.run(operations.runBackup, { taskIds: 1 }));
    const answers = (await Promise.all(runs)).map(({ result }) => result);
    assert.deepEqual(started(nas), [[1]]);
    const accepted = { taskIds: [1], accepted: true };
    assert.deepEqual(answers, [
      { ...accepted, alreadyRunning: false },
      { ...accepted, alreadyRunning: true },
      { ...accepted, alreadyRunning: true },
    ]);
  });

  it('starts what is left when another message starts a part of it at the same time', async () => {
    const nas = await startNas();
    for (const id of [1, 2, 3]) nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 600 });
    const backup = newBackup(nas);
    await Promise.all([
      backup.run(operations.runBackup, { taskIds: [1, 2] }),
      backup.run(operations.runBackup, { taskIds: [2, 3] }),
    ]);
    assert.deepEqual(started(nas), [[1, 2], [3]]);
  });

  it('fails with the one before it that got no answer: it would begin late, and wait as long again', async () => {
    const nas = await startNas();
    const limits = { requestMs: 1000, retryPausesMs: [] };
    const backup = newBackup(nas, { limits });
    await until('a session', 10, () => backup.run(operations.hypervisors).catch(() => undefined));
    const hanging = nas.faults.add({ kind: 'hang', api: TASK, method: 'list' });
    const runs = [1, 2, 3].map(() =>
      failure('ABB_TIMEOUT', backup.run(operations.runBackup, { taskIds: 1 })),
    );
    await Promise.all(runs);
    // Where this process stood still, the time limit may have been over before the NAS had read what was sent.
    await until('the list to be asked for', 5, () => hanging.hits || undefined);
    assert.equal(hanging.hits, 1);
    assert.deepEqual(started(nas), []);
  });

  it('waits for its turn no longer than it is wanted', async () => {
    const nas = await startNas();
    const backup = newBackup(nas);
    const hanging = nas.faults.add({ kind: 'hang', api: TASK, method: 'list' });
    const [one, two] = [new AbortController(), new AbortController()];
    const run = ({ signal }: AbortController) => backup.run(operations.runBackup, { taskIds: 1 }, { signal });
    const first = failure('ABB_CLOSED', run(one));
    await until('the list to be asked for', 5, () => hanging.hits || undefined);
    const second = failure('ABB_CLOSED', run(two));
    two.abort(CLOSED);
    await second;
    assert.equal(hanging.hits, 1);
    one.abort(CLOSED);
    await first;
    nas.faults.clear();
    await backup.run(operations.runBackup, { taskIds: 1 });
    assert.deepEqual(started(nas), [[1]]);
  });

  it('leaves a task alone that runs already, and starts the others', async () => {
    const nas = await startNas();
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 600 });
    nas.world.startBackup([1]);
    const { result } = await newBackup(nas).run(operations.runBackup, { taskIds: [1, 2] });
    assert.deepEqual(result, { taskIds: [1, 2], accepted: true, alreadyRunning: true });
    assert.deepEqual(started(nas), [[2]]);
  });

  it('leaves a task alone that waits already', async () => {
    const nas = await startNas();
    nas.world.changeSetting('max_concurrent_devices', '1');
    for (const id of [1, 2]) nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 600 });
    nas.world.startBackup([1]);
    nas.world.startBackup([2]);
    const { result } = await newBackup(nas).run(operations.runBackup, { taskIds: [2] });
    assert.deepEqual(result, { taskIds: [2], accepted: true, alreadyRunning: true });
  });

  it('takes a task that somebody else has started in the same moment for running', async () => {
    const nas = await startNas();
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 600 });
    nas.faults.add({ kind: 'slow', milliseconds: 60, api: TASK, method: 'backup' });
    const run = newBackup(nas).run(operations.runBackup, { taskIds: 1 });
    while (started(nas).length === 0) await new Promise(setImmediate);
    nas.world.startBackup([1]);
    const { result } = await run;
    assert.deepEqual(result, { taskIds: [1], accepted: true, alreadyRunning: true });
  });

  it("fails with DSM's reason when the backup cannot be started", async () => {
    const nas = await startNas({ world: { refuseOffline: true } });
    const [deviceId = 0] = nas.world.task(1).deviceIds;
    nas.world.setDeviceOnline(deviceId, false);
    const error = await failure('ABB_REFUSED', newBackup(nas).run(operations.runBackup, { taskIds: 1 }));
    assert.deepEqual(error.cause, { api: TASK, method: 'backup', code: 5001 });
  });
});
