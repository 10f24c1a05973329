import assert from 'node:assert/strict';
import { JOB_ACTION, RESULT_STATUS } from '../../../simulator/world/codes.js';
import { NOON, stage } from './make-world.js';

const EVERYTHING = { offset: 0, limit: Infinity, newestFirst: false };
const NEWEST = { offset: 0, limit: 200, newestFirst: true };

describe('the past of a simulated world', () => {
  it('is the same for the same seed and another for another', () => {
    const rows = (seed: number): unknown =>
      stage({ seed, size: { tasks: 20, devicesPerTask: 2 } }).world.results.page({}, EVERYTHING).rows;
    assert.deepEqual(rows(5), rows(5));
    assert.notDeepEqual(rows(5), rows(6));
  });

  it('gives the same row alone as in a long page', () => {
    const { world } = stage({ size: { tasks: 20, historyRows: 5000 } });
    const all = world.results.page({}, EVERYTHING).rows;
    assert.equal(all.length, 5000);
    for (const position of [0, 1, 2500, 4999]) {
      const alone = world.results.page({}, { offset: position, limit: 1, newestFirst: false }).rows;
      assert.deepEqual(alone, [all[position]]);
      assert.deepEqual(world.results.byId(all[position]?.id ?? 0), all[position]);
    }
  });

  for (const timeZone of ['UTC', 'Europe/Berlin', 'America/New_York']) {
    it(`has rising ids and times, and has ended before the world begins (${timeZone})`, () => {
      const { world } = stage({ timeZone, size: { tasks: 30, historyRows: 3000 } });
      const rows = world.results.page({}, EVERYTHING).rows;
      rows.forEach((row, index) => {
        const before = rows[index - 1];
        assert.ok(before === undefined || row.id === before.id + 1);
        assert.ok(before === undefined || row.startedAt >= before.startedAt - 3600);
        assert.ok(row.endedAt > row.startedAt && row.endedAt <= NOON / 1000);
      });
    });
  }

  it('follows the schedules', () => {
    const { world } = stage({ size: 'demo' });
    const server = [...world.fleet.tasks.values()].find((task) => task.name === 'Office server');
    assert.ok(server !== undefined);
    const backups = world.results.page({ taskId: server.id, actions: [JOB_ACTION.backup] }, EVERYTHING).rows;
    assert.ok(backups.length >= 30);
    for (const { startedAt } of backups) {
      const started = new Date(startedAt * 1000);
      assert.equal(started.getUTCHours(), 3);
      assert.equal(started.getUTCMinutes(), 0);
    }
  });

  it('has a log in order of time, with a start and an end for each job', () => {
    const { world } = stage({ size: 'demo' });
    const rows = world.logs.page({}, EVERYTHING).rows;
    rows.forEach((row, index) => {
      const before = rows[index - 1];
      assert.ok(before === undefined || (row.id === before.id + 1 && row.at >= before.at));
    });
    const [result] = world.results.page({}, { offset: 10, limit: 1, newestFirst: true }).rows;
    assert.ok(result !== undefined);
    const own = rows.filter((row) => row.resultId === result.id);
    assert.deepEqual(
      own.map((row) => row.at),
      [result.startedAt, result.endedAt],
    );
  });

  it('has the versions that its backups made, as many as are kept', () => {
    const { world } = stage({ size: { tasks: 5 } });
    for (const task of world.fleet.tasks.values()) {
      for (const version of world.versions.of(task)) {
        const result = world.results.byId(version.resultId);
        assert.equal(result?.taskId, task.id);
        assert.equal(result.endedAt, version.endedAt);
        assert.ok(result.status === RESULT_STATUS.success || result.status === RESULT_STATUS.partial);
      }
      assert.ok(world.versions.of(task).length <= task.retention.keepVersions);
    }
  });

  it('counts what matches the same way as somebody who reads every row', () => {
    const { world } = stage({ size: { tasks: 20, historyRows: 4000 }, failRate: 0.2 });
    const all = world.results.page({}, EVERYTHING).rows;
    const from = NOON / 1000 - 100 * 86_400;
    const to = NOON / 1000 - 50 * 86_400;
    const inWindow = (row: { startedAt: number }): boolean => row.startedAt >= from && row.startedAt <= to;
    assert.equal(
      world.results.page({ status: 4 }, NEWEST).count,
      all.filter((row) => row.status === 4).length,
    );
    assert.equal(world.results.page({ from, to }, NEWEST).count, all.filter(inWindow).length);
    assert.equal(
      world.results.page({ status: 4, backupType: 2, from, to }, NEWEST).count,
      all.filter((row) => row.status === 4 && row.backupType === 2 && inWindow(row)).length,
    );
    assert.equal(
      world.results.page({ keyword: 'WORKPLACE 1' }, NEWEST).count,
      all.filter((row) => row.taskName.includes('Workplace 1')).length,
    );
    const logs = world.logs.page({}, EVERYTHING).rows;
    assert.equal(
      world.logs.page({ level: 0, from, to }, NEWEST).count,
      logs.filter((row) => row.level === 0 && row.at >= from && row.at <= to).length,
    );
  });
});

describe('a large simulated world', () => {
  /** Seconds of computing: what else the machine does counts as little as may be. */
  function seconds(work: () => void): number {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1e6;
  }

  it('of a million rows shows a page from the middle within 50 milliseconds and holds no rows', () => {
    const { world } = stage({ size: { tasks: 200, historyRows: 1_000_000 } });
    const page = { offset: 500_000, limit: 200, newestFirst: true };
    world.results.page({}, page);
    const look = () => {
      assert.equal(world.results.page({}, page).rows.length, 200);
    };
    // The quickest of a few tries: a busy machine may stop any one of them for longer.
    const took = Math.min(...Array.from({ length: 5 }, () => seconds(look)));
    assert.ok(took < 0.05, `${took} s`);
    assert.deepEqual(world.results.live, []);
  });

  it('of a million rows counts those with an outcome within two seconds', () => {
    const { world } = stage({ size: { tasks: 200, historyRows: 1_000_000 } });
    let count = 0;
    const took = seconds(() => {
      ({ count } = world.results.page({ status: RESULT_STATUS.failed }, NEWEST));
    });
    assert.ok(count > 10_000 && count < 100_000, `${count} rows`);
    assert.ok(took < 2, `${took} s`);
  });

  it('of twenty thousand devices begins within five seconds', () => {
    const took = seconds(() => {
      const { world } = stage({ size: { tasks: 2000, devicesPerTask: 10 } });
      assert.equal(world.fleet.devices.size, 20_000);
    });
    assert.ok(took < 5, `${took} s`);
  });
});
