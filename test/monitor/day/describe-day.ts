import assert from 'node:assert/strict';

import { RESULT_STATUS } from '../../../simulator/world/codes.js';
import { type WatchedDay, watchHours } from './watched-day.js';

const ENDS: Readonly<Record<number, string>> = {
  [RESULT_STATUS.success]: 'backup.succeeded',
  [RESULT_STATUS.partial]: 'backup.partial',
  [RESULT_STATUS.failed]: 'backup.failed',
  [RESULT_STATUS.cancelled]: 'backup.cancelled',
  [RESULT_STATUS.noBackup]: 'backup.skipped',
};

/** Declares what must be true of so many simulated hours. */
export function describeHours(hours: number): void {
  describe(`${hours} simulated hours with outages and restarts, watched by a real Node-RED`, () => {
    let day: WatchedDay;
    let counts: Map<string, number>;

    before(async function () {
      this.timeout(120_000 + hours * 30_000);
      day = await watchHours(hours, 1);
      counts = new Map();
      for (const { id } of day.events) counts.set(id, (counts.get(id) ?? 0) + 1);
    });

    function named(...names: readonly string[]): WatchedDay['events'] {
      return day.events.filter(({ event }) => names.includes(event));
    }

    it('have outages and restarts in them', () => {
      assert.ok(day.outages >= 1, 'no outage');
      assert.ok(day.restarts >= hours / 2 - 1, 'too few restarts');
      assert.ok(day.account.runs.length > hours, 'too few runs');
    });

    it('give the start and the end of each job once, and of no other', () => {
      const expected = day.account.runs.flatMap((run) => {
        const key = `/result/${run.resultId}@${run.startedAt}`;
        const started = run.isBackup && run.startedWhen > day.begin ? [`backup.started${key}`] : [];
        if (run.end === undefined || run.end.when <= day.begin) return started;
        return [...started, `${run.isBackup ? (ENDS[run.end.status] ?? '') : 'job.finished'}${key}`];
      });
      const came = day.events.map(({ id }) => id).filter((id) => /^(backup\.(?!progress)|job\.)/.test(id));
      assert.deepEqual(came.toSorted(), expected.toSorted());
    });

    it('give no event twice', () => {
      assert.deepEqual(
        [...counts].filter(([, count]) => count > 1),
        [],
      );
    });

    it('give each start before its end', () => {
      const ended = new Set<string>();
      for (const { id, event } of day.events) {
        const run = /\/result\/(\S+)$/.exec(id)?.[1] ?? id;
        if (event === 'backup.started') assert.ok(!ended.has(run), id);
        else ended.add(run);
      }
    });

    it('give each version and each warning that is still there', () => {
      for (const [key] of day.after.versions)
        if (!day.before.versions.has(key)) assert.equal(counts.get(`version.added/${key}`), 1, key);
      for (const [key, { level }] of day.after.logs)
        if (!day.before.logs.has(key)) assert.equal(counts.get(`log.${level}/${key}`), 1, key);
    });

    it('give the going and coming of devices in turns, and no more often than it was', () => {
      for (const [deviceId, times] of day.toggles) {
        const came = named('device.online', 'device.offline').filter(({ device }) => device?.id === deviceId);
        assert.ok(came.length <= times, `device ${deviceId}: ${came.length} events of ${times} changes`);
        let online = day.before.online.get(deviceId);
        for (const { event } of came) {
          assert.equal(event, online === true ? 'device.offline' : 'device.online');
          online = online !== true;
        }
        assert.equal(online, day.after.online.get(deviceId));
      }
    });

    it('give the going and coming of the NAS in turns', () => {
      const came = named('nas.unreachable', 'nas.reachable').map(({ event }) => event);
      came.forEach((event, index) =>
        assert.equal(event, index % 2 === 0 ? 'nas.unreachable' : 'nas.reachable'),
      );
      assert.equal(came.length % 2, 0);
    });

    it('leave nothing bad in the log', () => {
      assert.doesNotMatch(day.log, /uncaught|unhandled|TypeError|ended with [^0]/i);
    });
  });
}
