import assert from 'node:assert/strict';

import type { Simulator } from '../../../simulator/index.js';
import { operations, type RunOutcome } from '../../../src/index.js';
import { useBackupBench } from '../../support/backup.js';

const TASK = 'SYNO.ActiveBackup.Task';
const HOUR = 3_600_000;

describe('a backup that runs for more than a day, where only its open result shows it', () => {
  const { startNas, newBackup } = useBackupBench({ runningShows: 'open_result' });

  /** A NAS whose second task has run for thirty hours; its clock is right at the end of them. */
  async function startLongNas(): Promise<Simulator> {
    const nas = await startNas({ startAt: Date.now() - 30 * HOUR });
    nas.world.nextOutcome(2, { outcome: 'success', durationSeconds: 40 * 3600 });
    nas.world.startBackup([2]);
    nas.clock.advance(30 * HOUR);
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 3600 });
    nas.world.startBackup([1]);
    return nas;
  }

  it('is not started again, also when rows are known to show runs', async () => {
    const nas = await startLongNas();
    const backup = newBackup(nas);
    await backup.run(operations.runBackup, { taskIds: 1 });
    const { result } = await backup.run(operations.runBackup, { taskIds: 2 });
    assert.deepEqual(result, { taskIds: [2], accepted: true, alreadyRunning: true });
    assert.equal(nas.journal.calls(TASK, 'backup').length, 0);
  });

  it('is waited for', async () => {
    const nas = await startLongNas();
    const backup = newBackup(nas);
    await backup.run(operations.runBackup, { taskIds: 1 });
    const run = backup.run(
      operations.runBackup,
      { taskIds: 2, wait: true },
      { patience: { pollMs: 15, startWithinMs: 150 } },
    );
    const end = setTimeout(() => nas.clock.advance(12 * HOUR), 600);
    const [outcome] = (await run.finally(() => clearTimeout(end))).result as readonly RunOutcome[];
    assert.equal(outcome?.outcome, 'success');
  });

  it('costs a mere look at the tasks no further request', async () => {
    const nas = await startLongNas();
    const backup = newBackup(nas);
    await backup.run(operations.runBackup, { taskIds: 2 });
    const before = nas.journal.calls(TASK, 'list').length;
    await backup.run(operations.tasks);
    assert.equal(nas.journal.calls(TASK, 'list').length, before + 1);
  });
});
