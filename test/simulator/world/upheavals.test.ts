import assert from 'node:assert/strict';
import { RESULT_STATUS } from '../../../simulator/world/codes.js';
import type { World } from '../../../simulator/world/index.js';
import type { Result } from '../../../simulator/world/model.js';
import { NOON, stage } from './make-world.js';

const SMALL = { tasks: 2, historyDays: 3, backupSeconds: [60, 60] as const, scheduled: false };

function resultsOf(world: World): Result[] {
  return world.results.page({}, { offset: 0, limit: Infinity, newestFirst: false }).rows;
}

function kinds(world: World): string[] {
  return world.record.map((happening) => happening.kind);
}

describe('a history that is wiped', () => {
  it('has no rows, not even of what runs, and goes on with its ids', () => {
    const here = stage({ size: { tasks: 2, backupSeconds: [60, 60] } });
    here.world.startBackup([1]);
    const running = resultsOf(here.world).at(-1);
    here.world.clearHistory();
    assert.deepEqual(resultsOf(here.world), []);
    assert.equal(here.world.results.byId(running?.id ?? 0), undefined);
    here.pass(60);
    assert.deepEqual(resultsOf(here.world), []);
    assert.equal(here.world.results.newestJob(1), undefined);
    here.world.startBackup([1]);
    assert.deepEqual(
      resultsOf(here.world).map((result) => result.id),
      [(running?.id ?? 0) + 1],
    );
  });

  it('is recorded, and so is the end of what ran meanwhile', () => {
    const here = stage({ size: SMALL });
    here.world.startBackup([1]);
    here.world.clearHistory();
    here.pass(60);
    assert.ok(kinds(here.world).indexOf('history_cleared') < kinds(here.world).indexOf('run_finished'));
  });

  it('leaves the versions and the log alone', () => {
    const here = stage({ size: { tasks: 2 } });
    const { world } = here;
    const versions = world.versions.of(world.task(1)).length;
    const logs = world.logs.page({}, { offset: 0, limit: 1, newestFirst: true }).count;
    world.clearHistory();
    assert.ok(versions > 0);
    assert.equal(world.versions.of(world.task(1)).length, versions);
    assert.equal(world.logs.page({}, { offset: 0, limit: 1, newestFirst: true }).count, logs);
  });
});

describe('a package that is installed again', () => {
  it('keeps tasks and devices and counts results and log rows from the beginning', () => {
    const here = stage({ size: SMALL });
    here.world.reinstallPackage({ firstResultId: 5, firstLogId: 9 });
    assert.equal(here.world.fleet.tasks.size, 2);
    assert.deepEqual(resultsOf(here.world), []);
    assert.deepEqual(here.world.versions.of(here.world.task(1)), []);
    here.world.startBackup([1]);
    assert.deepEqual(
      resultsOf(here.world).map((result) => result.id),
      [5],
    );
    assert.equal(here.world.logs.live[0]?.id, 9);
  });

  it('knows nothing of what ran or was being removed', () => {
    const here = stage({ size: SMALL });
    here.world.startBackup([1]);
    here.world.removeTask(2);
    here.world.reinstallPackage();
    here.pass(600);
    assert.deepEqual(resultsOf(here.world), []);
    assert.deepEqual(kinds(here.world).slice(-1), ['package_reinstalled']);
    assert.ok(here.world.fleet.tasks.has(2));
    here.world.startBackup([1, 2]);
    assert.equal(here.world.runs.all.length, 2);
  });

  it('keeps its schedules', () => {
    const here = stage({ size: 'empty' });
    here.world.addTask({ name: 'Daily', dailyAtHour: 20 });
    here.world.reinstallPackage();
    here.pass(9 * 3600);
    assert.equal(resultsOf(here.world).length, 1);
  });
});

describe('a clock that is set', () => {
  for (const hours of [-5, 5]) {
    it(`by ${hours} hours shows in what follows, and what runs takes as long as before`, () => {
      const here = stage({ size: SMALL });
      here.world.startBackup([1]);
      here.pass(20);
      here.world.jumpClock(hours * 3600);
      assert.equal(here.world.now, NOON / 1000 + 20 + hours * 3600);
      here.pass(39);
      assert.equal(here.world.runs.all.length, 1);
      here.pass(1);
      const last = resultsOf(here.world).at(-1);
      assert.equal(last?.startedAt, NOON / 1000);
      assert.equal(last.endedAt, NOON / 1000 + 60 + hours * 3600);
      assert.equal(last.status, RESULT_STATUS.success);
    });

    it(`by ${hours} hours starts what is scheduled at its hour, once`, () => {
      const here = stage({ size: 'empty' });
      here.world.addTask({ name: 'Daily', dailyAtHour: 20 });
      here.world.jumpClock(hours * 3600);
      here.pass((8 - hours) * 3600 - 1);
      assert.equal(resultsOf(here.world).length, 0);
      here.pass(1);
      assert.equal(resultsOf(here.world)[0]?.startedAt, NOON / 1000 + 8 * 3600);
      here.pass(23 * 3600);
      assert.equal(resultsOf(here.world).length, 1);
    });
  }

  it('back makes no backup send less than nothing when it is cancelled', () => {
    const here = stage({ size: SMALL });
    here.world.startBackup([1]);
    here.pass(30);
    here.world.jumpClock(-3600);
    here.world.cancelBackup([1]);
    here.pass(2);
    const last = resultsOf(here.world).at(-1);
    assert.ok(last);
    assert.deepEqual(
      here.world.results.devicesOf(last).map((part) => part.transferredBytes),
      [0],
    );
  });
});
