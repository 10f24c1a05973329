import assert from 'node:assert/strict';
import { JOB_ACTION, LOG_TYPE, RESULT_STATUS, VERSION_STATUS } from '../../../simulator/world/codes.js';
import { Refused } from '../../../simulator/world/index.js';
import type { Outcome } from '../../../simulator/world/index.js';
import { stage } from './make-world.js';
import type { Stage } from './make-world.js';

const EVERYTHING = { offset: 0, limit: Infinity, newestFirst: false };

function phases({ world }: Stage): string[] {
  return world.runs.all.map((run) => `${run.task.name}: ${run.phase}`);
}

function kinds({ world }: Stage): string[] {
  return world.record.map((happening) => happening.kind);
}

function refusal(reason: string): (error: unknown) => boolean {
  return (error) => error instanceof Refused && error.reason === reason;
}

describe('a backup in the simulated world', () => {
  it('starts at once, moves on with the clock and ends after its time', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Laptop' });
    here.world.nextOutcome(id, { outcome: 'success', durationSeconds: 100 });
    here.world.startBackup([id]);
    assert.deepEqual(phases(here), ['Laptop: running']);
    here.pass(25);
    assert.equal(here.world.snapshot().runs[0]?.fraction, 0.25);
    here.pass(74);
    assert.deepEqual(phases(here), ['Laptop: running']);
    here.pass(1);
    assert.deepEqual(phases(here), []);
    const result = here.world.results.newestBackup(id);
    assert.equal(result?.status, RESULT_STATUS.success);
    assert.equal(result.endedAt - result.startedAt, 100);
  });

  it('is open in the list of results until it ends', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Laptop' });
    here.world.nextOutcome(id, { outcome: 'failed', durationSeconds: 10 });
    here.world.startBackup([id]);
    const [open] = here.world.results.page({}, EVERYTHING).rows;
    assert.equal(open?.status, RESULT_STATUS.running);
    assert.equal(open.endedAt, 0);
    assert.equal(here.world.results.newestBackup(id), undefined);
    here.pass(10);
    assert.equal(here.world.results.newestBackup(id)?.status, RESULT_STATUS.failed);
  });

  const outcomes: readonly (readonly [Outcome, number, number | null])[] = [
    ['success', RESULT_STATUS.success, VERSION_STATUS.complete],
    ['partial', RESULT_STATUS.partial, VERSION_STATUS.partial],
    ['failed', RESULT_STATUS.failed, null],
    ['cancelled', RESULT_STATUS.cancelled, null],
    ['no_backup', RESULT_STATUS.noBackup, null],
  ];
  for (const [outcome, status, versionStatus] of outcomes) {
    it(`ends as ${outcome} when a test wants so, ${versionStatus === null ? 'without' : 'with'} a version`, () => {
      const here = stage();
      const task = here.world.addTask({ name: 'Laptop' });
      here.world.nextOutcome(task.id, outcome);
      here.world.startBackup([task.id]);
      here.pass(400);
      assert.equal(here.world.results.newestBackup(task.id)?.status, status);
      const versions = here.world.versions.of(task).map((version) => version.status);
      assert.deepEqual(versions, versionStatus === null ? [] : [versionStatus]);
    });
  }

  it('that never starts is accepted and leaves no trace but the record', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Laptop' });
    here.world.nextOutcome(id, { outcome: 'success', neverStarts: true });
    here.world.startBackup([id]);
    here.pass(86_400);
    assert.equal(here.world.results.page({ actions: [JOB_ACTION.backup] }, EVERYTHING).count, 0);
    assert.deepEqual(kinds(here), ['task_added', 'run_accepted', 'run_never_starts']);
  });

  it('is refused while one of the same task runs, and starts nothing else that was asked for with it', () => {
    const here = stage();
    const first = here.world.addTask({ name: 'Laptop' });
    const second = here.world.addTask({ name: 'Server' });
    here.world.startBackup([first.id]);
    assert.throws(() => {
      here.world.startBackup([second.id, first.id]);
    }, refusal('already_running'));
    assert.deepEqual(phases(here), ['Laptop: running']);
  });

  it('of a task that does not exist is refused', () => {
    assert.throws(() => {
      stage().world.startBackup([99]);
    }, refusal('no_such_task'));
  });

  it('with devices of different fate ends as partial', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Desks', hostNames: ['desk-1', 'desk-2'] });
    here.world.nextOutcome(id, { outcome: 'partial', durationSeconds: 5 });
    here.world.startBackup([id]);
    here.pass(5);
    const result = here.world.results.newestBackup(id);
    assert.ok(result !== undefined);
    assert.equal(result.status, RESULT_STATUS.partial);
    assert.deepEqual(
      here.world.results.devicesOf(result).map((part) => part.status),
      [RESULT_STATUS.failed, RESULT_STATUS.success],
    );
  });

  it('of a device that is offline fails, and the log says why', () => {
    const here = stage();
    const task = here.world.addTask({ name: 'Laptop' });
    here.world.setDeviceOnline(task.deviceIds[0] ?? 0, false);
    here.world.startBackup([task.id]);
    here.pass(10);
    assert.equal(here.world.results.newestBackup(task.id)?.status, RESULT_STATUS.failed);
    const types = here.world.logs.page({ taskId: task.id }, EVERYTHING).rows.map((row) => row.type);
    assert.deepEqual(types, [
      LOG_TYPE.taskCreated,
      LOG_TYPE.backupStarted,
      LOG_TYPE.deviceOffline,
      LOG_TYPE.backupFailed,
    ]);
  });

  it('of a device that is offline is refused when the world is made so', () => {
    const here = stage({ refuseOffline: true });
    const task = here.world.addTask({ name: 'Laptop' });
    here.world.setDeviceOnline(task.deviceIds[0] ?? 0, false);
    assert.throws(() => {
      here.world.startBackup([task.id]);
    }, refusal('device_offline'));
  });

  it('makes the storage grow by less than what was sent', () => {
    const here = stage();
    const { id, storageId } = here.world.addTask({ name: 'Laptop' });
    const before = here.world.fleet.storages.get(storageId)?.usedBytes ?? 0;
    here.world.nextOutcome(id, { outcome: 'success', durationSeconds: 5 });
    here.world.startBackup([id]);
    here.pass(5);
    const result = here.world.results.newestBackup(id);
    const sent = result === undefined ? 0 : (here.world.results.devicesOf(result)[0]?.transferredBytes ?? 0);
    const grown = (here.world.fleet.storages.get(storageId)?.usedBytes ?? 0) - before;
    assert.ok(grown > 0 && grown < sent, `${grown} of ${sent}`);
  });
});

describe('the queue of backups', () => {
  function threeTasks(): Stage & { ids: number[] } {
    const here = stage();
    here.world.changeSetting('max_concurrent_devices', '2');
    const ids = ['One', 'Two', 'Three'].map((name) => here.world.addTask({ name }).id);
    for (const id of ids) here.world.nextOutcome(id, { outcome: 'success', durationSeconds: 10 });
    here.world.startBackup(ids);
    return { ...here, ids };
  }

  it('lets no more devices run at a time than the setting allows', () => {
    const here = threeTasks();
    assert.deepEqual(phases(here), ['One: running', 'Two: running', 'Three: waiting']);
  });

  it('starts what waits as soon as there is room', () => {
    const here = threeTasks();
    here.pass(10);
    assert.deepEqual(phases(here), ['Three: running']);
    here.pass(10);
    assert.deepEqual(phases(here), []);
  });

  it('starts what waits when the limit is raised', () => {
    const here = threeTasks();
    here.world.changeSetting('max_concurrent_devices', '3');
    assert.deepEqual(phases(here), ['One: running', 'Two: running', 'Three: running']);
  });

  it('gives a backup its result when it starts, not when it is asked for', () => {
    const here = threeTasks();
    assert.equal(here.world.results.count, 2);
    here.pass(10);
    assert.equal(here.world.results.count, 3);
  });

  it('runs the devices of one task one after the other when the task allows one at a time', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Desks', hostNames: ['a', 'b', 'c'] });
    here.world.changeTask(id, { maxConcurrentDevices: 1 });
    here.world.nextOutcome(id, { outcome: 'success', durationSeconds: 10 });
    here.world.startBackup([id]);
    here.pass(29);
    assert.deepEqual(phases(here), ['Desks: running']);
    here.pass(1);
    assert.deepEqual(phases(here), []);
  });

  it('forgets a waiting backup that is cancelled, without a result', () => {
    const here = threeTasks();
    here.world.cancelWaiting(null);
    assert.deepEqual(phases(here), ['One: running', 'Two: running']);
    here.pass(60);
    assert.equal(here.world.results.count, 2);
  });
});

describe('cancelling a backup', () => {
  it('takes two seconds, leaves a cancelled result and no version', () => {
    const here = stage();
    const task = here.world.addTask({ name: 'Laptop' });
    here.world.nextOutcome(task.id, { outcome: 'success', durationSeconds: 100 });
    here.world.startBackup([task.id]);
    here.pass(50);
    here.world.cancelBackup([task.id]);
    assert.deepEqual(phases(here), ['Laptop: cancelling']);
    here.pass(2);
    assert.deepEqual(phases(here), []);
    assert.equal(here.world.results.newestBackup(task.id)?.status, RESULT_STATUS.cancelled);
    assert.deepEqual(here.world.versions.of(task), []);
  });

  it('makes room for what waits', () => {
    const here = stage();
    here.world.changeSetting('max_concurrent_devices', '1');
    const ids = ['One', 'Two'].map((name) => here.world.addTask({ name }).id);
    here.world.startBackup(ids);
    here.world.cancelBackup(ids.slice(0, 1));
    here.pass(2);
    assert.deepEqual(phases(here), ['Two: running']);
  });

  it('of a backup that has just ended does nothing', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Laptop' });
    here.world.nextOutcome(id, { outcome: 'success', durationSeconds: 5 });
    here.world.startBackup([id]);
    here.pass(5);
    here.world.cancelBackup([id]);
    here.pass(5);
    assert.equal(here.world.results.newestBackup(id)?.status, RESULT_STATUS.success);
  });
});

describe('the schedule of a task', () => {
  it('starts backups by itself at its hour, every day', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Laptop', dailyAtHour: 3 });
    here.pass(3 * 86_400);
    const starts = here.world.results.page({ taskId: id, actions: [JOB_ACTION.backup] }, EVERYTHING).rows;
    assert.deepEqual(
      starts.map((result) => new Date(result.startedAt * 1000).toISOString()),
      ['2026-11-24T03:00:00.000Z', '2026-11-25T03:00:00.000Z', '2026-11-26T03:00:00.000Z'],
    );
  });

  it('is kept in the time of the NAS, also in the night in which its clocks change', () => {
    const here = stage({ timeZone: 'America/New_York', startAt: Date.UTC(2026, 9, 30, 12) });
    const early = here.world.addTask({ name: 'Midnight', dailyAtHour: 0 });
    const late = here.world.addTask({ name: 'Morning', dailyAtHour: 3 });
    here.pass(3 * 86_400);
    const starts = (taskId: number): string[] =>
      here.world.results
        .page({ taskId, actions: [JOB_ACTION.backup] }, EVERYTHING)
        .rows.map((result) => new Date(result.startedAt * 1000).toISOString().slice(0, 16));
    assert.deepEqual(starts(early.id), ['2026-10-31T04:00', '2026-11-01T04:00', '2026-11-02T05:00']);
    assert.deepEqual(starts(late.id), ['2026-10-31T07:00', '2026-11-01T08:00', '2026-11-02T08:00']);
  });

  it('skips a start while the backup before still runs, and says so in the log', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Laptop', dailyAtHour: 13 });
    here.world.nextOutcome(id, { outcome: 'success', durationSeconds: 7200 });
    here.world.startBackup([id]);
    here.pass(3700);
    assert.ok(kinds(here).includes('run_skipped'));
    const types = here.world.logs.page({ taskId: id, level: 1 }, EVERYTHING).rows.map((row) => row.type);
    assert.deepEqual(types, [LOG_TYPE.sameBackupRunning]);
  });

  it('that is changed counts from then on, and the old one no more', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Laptop', dailyAtHour: 13 });
    const weekdays = [0, 1, 2, 3, 4, 5, 6];
    here.world.changeTask(id, {
      schedule: { enabled: true, hour: 15, minute: 30, weekdays, repeatHours: 0 },
    });
    here.pass(8 * 3600);
    const [result, ...more] = here.world.results.page({ taskId: id }, EVERYTHING).rows;
    assert.equal(new Date((result?.startedAt ?? 0) * 1000).toISOString(), '2026-11-23T15:30:00.000Z');
    assert.deepEqual(more, []);
  });
});
