import assert from 'node:assert/strict';
import { JOB_ACTION, LOG_TYPE, RESULT_STATUS } from '../../../simulator/world/codes.js';
import { Refused } from '../../../simulator/world/index.js';
import type { Task } from '../../../simulator/world/index.js';
import { stage } from './make-world.js';
import type { Stage } from './make-world.js';

const EVERYTHING = { offset: 0, limit: Infinity, newestFirst: false };

/** A task with so many versions, each made by a backup. */
function taskWithVersions(here: Stage, count: number, keepVersions: number): Task {
  const task = here.world.addTask({ name: 'Laptop', keepVersions });
  for (let run = 0; run < count; run += 1) {
    here.world.nextOutcome(task.id, { outcome: 'success', durationSeconds: 10 });
    here.world.startBackup([task.id]);
    here.pass(10);
  }
  return task;
}

function versionIds(here: Stage, task: Task): number[] {
  return here.world.versions.of(task).map((version) => version.id);
}

function refusal(reason: string): (error: unknown) => boolean {
  return (error) => error instanceof Refused && error.reason === reason;
}

describe('retention in the simulated world', () => {
  it('removes the oldest versions that are too many, at its hour', () => {
    const here = stage();
    const task = taskWithVersions(here, 5, 3);
    const before = versionIds(here, task);
    here.pass(3 * 3600);
    assert.deepEqual(versionIds(here, task), before.slice(2));
  });

  it('writes one result of its own kind and does not hide the last backup', () => {
    const here = stage();
    const task = taskWithVersions(here, 5, 3);
    const lastBackup = here.world.results.newestBackup(task.id);
    here.world.runPurge(task.id);
    here.pass(3);
    const purges = here.world.results.page({ actions: [JOB_ACTION.deleteVersion] }, EVERYTHING).rows;
    assert.equal(purges.length, 1);
    assert.equal(purges[0]?.status, RESULT_STATUS.success);
    assert.deepEqual(here.world.results.newestJob(task.id), purges[0]);
    assert.deepEqual(here.world.results.newestBackup(task.id), lastBackup);
  });

  it('keeps a locked version and never removes the newest', () => {
    const here = stage();
    const task = taskWithVersions(here, 3, 1);
    const [oldest, , newest] = here.world.versions.of(task);
    assert.ok(oldest !== undefined && newest !== undefined);
    oldest.locked = true;
    here.world.runPurge(task.id);
    here.pass(3);
    assert.deepEqual(versionIds(here, task), [oldest.id, newest.id]);
  });

  it('removes versions that are too old, but never the last one', () => {
    const here = stage();
    const task = taskWithVersions(here, 3, 10);
    here.world.changeTask(task.id, { retention: { keepAll: false, keepVersions: 0, keepDays: 2 } });
    const newest = versionIds(here, task).at(-1);
    here.pass(86_400);
    assert.equal(versionIds(here, task).length, 3);
    here.pass(3 * 86_400);
    assert.deepEqual(versionIds(here, task), [newest]);
  });

  it('runs at the hour that is set', () => {
    const here = stage();
    const task = taskWithVersions(here, 2, 1);
    here.world.changeSetting('retention_run_hour', '20');
    here.world.changeSetting('retention_run_min', '15');
    here.pass(8 * 3600);
    assert.equal(versionIds(here, task).length, 2);
    here.pass(1000);
    assert.equal(versionIds(here, task).length, 1);
  });

  it('writes nothing when there is nothing to remove', () => {
    const here = stage();
    const task = taskWithVersions(here, 2, 5);
    here.pass(86_400);
    assert.equal(here.world.results.page({ taskId: task.id }, EVERYTHING).count, 2);
  });
});

describe('deleting versions', () => {
  it('takes a moment, and then they are gone', () => {
    const here = stage();
    const task = taskWithVersions(here, 3, 10);
    const [first, second, third] = versionIds(here, task);
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    here.world.deleteVersions(task.id, [first, second]);
    assert.deepEqual(here.world.removals.versionIds, [first, second]);
    here.pass(3);
    assert.deepEqual(versionIds(here, task), [third]);
  });

  it('deletes none when one is locked or does not exist', () => {
    const here = stage();
    const task = taskWithVersions(here, 2, 10);
    const [first, second] = here.world.versions.of(task);
    assert.ok(first !== undefined && second !== undefined);
    second.locked = true;
    assert.throws(() => {
      here.world.deleteVersions(task.id, [first.id, second.id]);
    }, refusal('locked_version'));
    assert.throws(() => {
      here.world.deleteVersions(task.id, [first.id, 99_999]);
    }, refusal('no_such_version'));
    here.pass(10);
    assert.equal(versionIds(here, task).length, 2);
  });
});

describe('removing a task', () => {
  it('removes its versions, stops its backup and lets storage shrink; device and past stay', () => {
    const here = stage();
    const task = taskWithVersions(here, 2, 10);
    const [deviceId] = task.deviceIds;
    const used = here.world.fleet.storages.get(task.storageId)?.usedBytes ?? 0;
    here.world.startBackup([task.id]);
    here.world.removeTask(task.id);
    assert.ok(here.world.removals.isRemovingTask(task.id));
    assert.equal(here.world.runs.of(task.id), undefined);
    here.pass(3);
    assert.equal(here.world.fleet.tasks.has(task.id), false);
    assert.deepEqual(versionIds(here, task), []);
    assert.ok((here.world.fleet.storages.get(task.storageId)?.usedBytes ?? 0) < used);
    assert.ok(here.world.fleet.devices.has(deviceId ?? 0));
    assert.deepEqual(here.world.fleet.tasksOf(deviceId ?? 0), []);
    const actions = here.world.results.page({ taskId: task.id }, EVERYTHING).rows.map((row) => row.action);
    assert.deepEqual(actions, [
      JOB_ACTION.backup,
      JOB_ACTION.backup,
      JOB_ACTION.backup,
      JOB_ACTION.deleteTarget,
    ]);
    const types = here.world.logs.page({ taskId: task.id }, EVERYTHING).rows.map((row) => row.type);
    assert.equal(types.at(-1), LOG_TYPE.taskRemoved);
  });

  it('never lets its schedule start anything again', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Laptop', dailyAtHour: 13 });
    here.world.removeTask(id);
    here.pass(7 * 86_400);
    assert.deepEqual(
      here.world.record.filter((happening) => happening.kind === 'run_started'),
      [],
    );
  });

  it('is refused for all when one holds a locked version', () => {
    const here = stage();
    const task = taskWithVersions(here, 1, 10);
    const other = here.world.addTask({ name: 'Server' });
    const [version] = here.world.versions.of(task);
    assert.ok(version !== undefined);
    version.locked = true;
    assert.throws(() => {
      here.world.removeTasks([other.id, task.id]);
    }, refusal('locked_version'));
    here.pass(10);
    assert.deepEqual([...here.world.fleet.tasks.keys()], [task.id, other.id]);
  });

  it('frees its name but never its id', () => {
    const here = stage();
    const { id } = here.world.addTask({ name: 'Laptop' });
    assert.throws(() => {
      here.world.addTask({ name: 'Laptop' });
    }, refusal('name_used'));
    here.world.removeTask(id);
    here.pass(3);
    assert.equal(here.world.addTask({ name: 'Laptop' }).id, id + 1);
  });
});
