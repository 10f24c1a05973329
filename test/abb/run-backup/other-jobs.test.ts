import assert from 'node:assert/strict';

import type { Simulator } from '../../../simulator/index.js';
import { operations, type RunOutcome } from '../../../src/index.js';
import { backUp, startPurge } from '../../support/back-up.js';
import { useBackupBench } from '../../support/backup.js';

const TASK = 'SYNO.ActiveBackup.Task';

describe('starting the backup of a task at which another job is at work', () => {
  const { startNas, newBackup } = useBackupBench({ runningShows: 'open_result', openResults: 'all_jobs' });

  /** A NAS that removes a version of its first task, and goes on doing so. */
  async function startPurgingNas(): Promise<Simulator> {
    const nas = await startNas();
    startPurge(nas);
    assert.ok(nas.world.removals.versionIds.length > 0);
    return nas;
  }

  it('starts it', async () => {
    const nas = await startPurgingNas();
    const { result } = await newBackup(nas).run(operations.runBackup, { taskIds: 1 });
    assert.deepEqual(result, { taskIds: [1], accepted: true, alreadyRunning: false });
    assert.equal(nas.journal.calls(TASK, 'backup').length, 1);
  });

  it('waits for the backup, not for the other job', async () => {
    const nas = await startPurgingNas();
    nas.world.nextOutcome(1, { outcome: 'partial', durationSeconds: 0 });
    const run = newBackup(nas).run(
      operations.runBackup,
      { taskIds: 1, wait: true },
      { patience: { pollMs: 15, startWithinMs: 300 } },
    );
    const advance = setInterval(() => nas.clock.advance(1000), 50);
    const [outcome] = (await run.finally(() => clearInterval(advance))).result as readonly RunOutcome[];
    assert.deepEqual([outcome?.outcome, outcome?.alreadyRunning], ['partial_success', false]);
  });

  it('does not take a backup for its own that ended beside the other job before it', async () => {
    const nas = await startNas();
    for (let count = 0; count < 2; count++) backUp(nas, 1);
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 2 });
    nas.world.startBackup([1]);
    nas.world.advance();
    nas.world.changeTask(1, { retention: { keepAll: false, keepVersions: 1, keepDays: 0 } });
    nas.world.runPurge(1);
    const backup = newBackup(nas);
    // Sees the last backup of before, under a job that stays the newest.
    const { result } = await backup.run(operations.tasks, { taskId: 1 });
    assert.equal(result[0]?.lastJob?.action, 'delete_version');
    nas.clock.advance(3000);
    nas.world.advance();
    assert.ok((nas.world.results.newestBackup(1)?.id ?? 0) > (result[0].lastBackup?.id ?? 0));
    nas.world.nextOutcome(1, { outcome: 'failed', durationSeconds: 1 });
    const run = backup.run(
      operations.runBackup,
      { taskIds: 1, wait: true },
      { patience: { pollMs: 15, startWithinMs: 2000 } },
    );
    const advance = setInterval(() => nas.clock.advance(1000), 50);
    const [outcome] = (await run.finally(() => clearInterval(advance))).result as readonly RunOutcome[];
    assert.equal(outcome?.outcome, 'fail');
  });

  it('shows the task as idle, with the other job as its newest', async () => {
    const nas = await startPurgingNas();
    const { result } = await newBackup(nas).run(operations.tasks, { taskId: 1 });
    assert.deepEqual([result[0]?.state, result[0]?.lastJob?.outcome], ['idle', 'running']);
  });
});
