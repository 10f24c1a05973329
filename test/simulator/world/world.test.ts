import assert from 'node:assert/strict';
import { LOG_TYPE } from '../../../simulator/world/codes.js';
import { stage } from './make-world.js';

const EVERYTHING = { offset: 0, limit: Infinity, newestFirst: false };

describe('a simulated world', () => {
  it('goes the same way in one leap as in many small steps', () => {
    const leap = stage({ size: 'demo' });
    const steps = stage({ size: 'demo' });
    leap.pass(5 * 86_400);
    for (let step = 0; step < 5 * 24; step += 1) steps.pass(3600);
    assert.ok(leap.world.record.length > 100);
    assert.deepEqual(steps.world.record, leap.world.record);
    assert.deepEqual(steps.world.snapshot(), leap.world.snapshot());
  });

  it('records what happens in order of time', () => {
    const here = stage({ size: { tasks: 30 } });
    here.pass(2 * 86_400);
    const times = here.world.record.map((happening) => happening.at);
    assert.ok(times.length > 100);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
  });

  it('goes on with the ids of its past', () => {
    const here = stage({ size: 'demo' });
    const [last] = here.world.results.page({}, { offset: 0, limit: 1, newestFirst: true }).rows;
    here.world.startBackup([1]);
    const [newest] = here.world.results.page({}, { offset: 0, limit: 1, newestFirst: true }).rows;
    assert.equal(newest?.id, (last?.id ?? 0) + 1);
    assert.equal(here.world.results.byId(newest.id), newest);
  });

  it('as a demo has every type of backup, one task without a schedule and one that never ran', () => {
    const { world } = stage({ size: 'demo' });
    const tasks = [...world.fleet.tasks.values()];
    assert.deepEqual([...new Set(tasks.map((task) => task.backupType))].sort(), [1, 2, 3, 4, 5]);
    assert.ok(tasks.some((task) => world.nextTriggerOf(task.id) === 0));
    assert.ok(tasks.some((task) => world.results.newestBackup(task.id) === undefined));
    assert.ok(tasks.some((task) => task.deviceIds.length > 1));
  });

  it('as a demo lets a backup of one device end within a minute', () => {
    const here = stage({ size: 'demo' });
    here.world.startBackup([1]);
    here.pass(19);
    assert.equal(here.world.runs.all.length, 1);
    here.pass(41);
    assert.equal(here.world.runs.all.length, 0);
  });

  it('that is empty has no tasks, no results and no logs', () => {
    const here = stage();
    here.pass(86_400);
    assert.equal(here.world.fleet.tasks.size, 0);
    assert.equal(here.world.results.page({}, EVERYTHING).count, 0);
    assert.equal(here.world.logs.page({}, EVERYTHING).count, 0);
  });

  it('keeps the old name of a renamed task in its past', () => {
    const here = stage({ size: 'demo' });
    const old = here.world.task(1).name;
    here.world.renameTask(1, 'Berta');
    assert.equal(here.world.results.newestBackup(1)?.taskName, old);
    here.world.startBackup([1]);
    here.pass(60);
    assert.equal(here.world.results.newestBackup(1)?.taskName, 'Berta');
  });

  it('loses every log row when the log is wiped, and logs just that', () => {
    const here = stage({ size: 'demo' });
    assert.ok(here.world.logs.page({}, EVERYTHING).count > 500);
    here.world.clearLogs('admin');
    const rows = here.world.logs.page({}, EVERYTHING).rows;
    assert.deepEqual(
      rows.map((row) => [row.type, row.userName]),
      [[LOG_TYPE.logWiped, 'admin']],
    );
  });

  it('has details for every job, with paths for what went wrong', () => {
    const { world } = stage({ size: 'demo' });
    const failed = world.results.page({ status: 4 }, EVERYTHING).rows;
    assert.ok(failed.length > 0);
    for (const result of failed) {
      const details = world.detailsOf(result);
      assert.ok(details.some((detail) => detail.type === LOG_TYPE.pathError && detail.path !== ''));
      assert.equal(details.at(-1)?.type, LOG_TYPE.backupFailed);
      assert.equal(new Set(details.map((detail) => detail.id)).size, details.length);
    }
  });

  it('gives a plain description of itself', () => {
    const here = stage({ size: 'demo' });
    here.world.startBackup([1]);
    const snapshot = here.world.snapshot();
    assert.deepEqual(JSON.parse(JSON.stringify(snapshot)), snapshot);
    assert.equal(snapshot.runs[0]?.taskId, 1);
  });
});
