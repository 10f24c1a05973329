import assert from 'node:assert/strict';

import { CANARY } from '../../../simulator/abb/secrets.js';
import type { Simulator } from '../../../simulator/index.js';
import { operations } from '../../../src/index.js';
import { backUp, startPurge } from '../../support/back-up.js';
import { useBackupBench } from '../../support/backup.js';
import { forEachDialect } from '../../support/dialects.js';
import { failure } from '../../support/nas.js';
import { scribble } from '../../support/scribble.js';

const HOUR = 3_600_000;

forEachDialect('listing tasks', (dialect) => {
  const { startNas, newBackup } = useBackupBench(dialect);

  it('gives every task of the NAS, by name, each with its devices', async () => {
    const nas = await startNas({ size: 'demo' });
    const { result, about } = await newBackup(nas).run(operations.tasks);
    const expected = [...nas.world.fleet.tasks.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
    assert.deepEqual(
      result.map(({ id, name, deviceCount }) => ({ id, name, deviceCount })),
      expected.map(({ id, name, deviceIds }) => ({ id, name, deviceCount: deviceIds.length })),
    );
    for (const { devices, deviceCount } of result) assert.equal(devices.length, deviceCount);
    assert.equal(about.total, expected.length);
    assert.equal(about.count, expected.length);
  });

  it('gives the last backup and the last job as the NAS knows them', async () => {
    const nas = await startNas({ size: 'demo' });
    const { result } = await newBackup(nas).run(operations.tasks);
    for (const { id, lastBackup, lastJob } of result) {
      const { results } = nas.world;
      assert.equal(lastBackup?.id, results.newestBackup(id ?? 0)?.id);
      assert.equal(lastJob?.id, results.newestJob(id ?? 0)?.id);
    }
  });

  /** A NAS whose first task has a purge as its newest job. */
  async function startPurgedNas(): Promise<Simulator> {
    const nas = await startNas();
    startPurge(nas);
    nas.clock.advance(60_000);
    return nas;
  }

  it('gives the last backup behind a purge', async () => {
    const nas = await startPurgedNas();
    const { result } = await newBackup(nas).run(operations.tasks, { taskId: 1 });
    const [task] = result;
    assert.equal(task?.lastJob?.action, 'delete_version');
    assert.equal(task.lastBackup?.action, 'backup');
    assert.equal(task.lastBackup.id, nas.world.results.newestBackup(1)?.id);
  });

  it('gives it as it is, whatever the one who got it last has made of it', async () => {
    const nas = await startPurgedNas();
    const backup = newBackup(nas);
    const first = await backup.run(operations.tasks, { taskId: 1 });
    const expected = structuredClone(first.result[0]?.lastBackup);
    scribble(first.result);
    const asked = nas.journal.calls('SYNO.ActiveBackup.Log').length;
    const second = await backup.run(operations.tasks, { taskId: 1 });
    assert.deepEqual(second.result[0]?.lastBackup, expected);
    assert.equal(nas.journal.calls('SYNO.ActiveBackup.Log').length, asked);
  });

  it('gives the last backup of each of a thousand tasks, whatever their newest jobs hide', async () => {
    const nas = await startNas({ size: { tasks: 1000, devicesPerTask: 1 } });
    const { result } = await newBackup(nas).run(operations.tasks);
    assert.ok(result.filter(({ lastJob }) => lastJob !== null && lastJob.action !== 'backup').length > 25);
    assert.deepEqual(
      result.map(({ id, lastBackup }) => [id, lastBackup?.id]),
      result.map(({ id }) => [id, nas.world.results.newestBackup(id ?? 0)?.id]),
    );
  });

  it('gives the last backup behind a run under way, and notices when that has ended', async () => {
    const nas = await startNas();
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 1 });
    nas.world.startBackup([1]);
    nas.clock.advance(10_000);
    nas.world.advance();
    const earlier = nas.world.results.newestBackup(1)?.id;
    nas.world.nextOutcome(1, { outcome: 'failed', durationSeconds: 100 });
    nas.world.startBackup([1]);
    const backup = newBackup(nas);
    const during = await backup.run(operations.tasks, { taskId: 1, status: 'backingup' });
    assert.equal(during.result[0]?.state, 'running');
    assert.equal(during.result[0].lastBackup?.id, earlier);
    nas.clock.advance(200_000);
    const after = await backup.run(operations.tasks, { taskId: 1 });
    assert.equal(after.result[0]?.state, 'idle');
    assert.equal(after.result[0].lastBackup?.outcome, 'fail');
  });

  it('has no last backup for a task that never ran', async () => {
    const nas = await startNas();
    const { id } = nas.world.addTask({ name: 'New' });
    const { result } = await newBackup(nas).run(operations.tasks, { taskId: id });
    assert.equal(result[0]?.lastBackup, null);
    assert.equal(result[0].lastJob, null);
  });

  for (const status of ['backingup', 'waiting'] as const) {
    it(`filters by what tasks do: ${status}`, async () => {
      const nas = await startNas();
      nas.world.changeSetting('max_concurrent_devices', '1');
      for (const id of [1, 2]) nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 600 });
      nas.world.startBackup([1]);
      nas.world.startBackup([2]);
      const { result } = await newBackup(nas).run(operations.tasks, { status });
      const expected = { backingup: [1, 'running'], waiting: [2, 'waiting'] };
      assert.deepEqual(
        result.map(({ id, state }) => [id, state]),
        [expected[status]],
      );
    });
  }

  it('filters by the kind of machine', async () => {
    const nas = await startNas({ size: 'demo' });
    const { result } = await newBackup(nas).run(operations.tasks, { backupType: 'vm' });
    assert.ok(result.length > 0);
    for (const { backupType } of result) assert.equal(backupType, 'vm');
  });

  it('filters by the time of the last backup, also by age', async () => {
    // Hours from the bound: an age counts back from when it is read, not from when the NAS began.
    const nas = await startNas({ startAt: Date.now() - 24 * HOUR });
    backUp(nas, 1);
    nas.clock.advance(20 * HOUR);
    backUp(nas, 2);
    const { result } = await newBackup(nas).run(operations.tasks, { from: '12h' });
    assert.deepEqual(
      result.map(({ id }) => id),
      [2],
    );
  });

  it('finds a task by its name', async () => {
    const nas = await startNas();
    const { id } = nas.world.addTask({ name: 'Laptop of Anna' });
    const { result } = await newBackup(nas).run(operations.tasks, { taskName: 'Laptop of Anna' });
    assert.deepEqual(
      result.map((task) => task.id),
      [id],
    );
  });

  it('gives nothing for an id that no task has', async () => {
    const { result, about } = await newBackup(await startNas()).run(operations.tasks, { taskId: 4711 });
    assert.deepEqual(result, []);
    assert.equal(about.total, 0);
  });

  it('gives versions only when they are asked for, newest first, and then always a list', async () => {
    const nas = await startNas({ size: 'demo' });
    nas.world.addTask({ name: 'New' });
    const backup = newBackup(nas);
    const without = await backup.run(operations.tasks);
    for (const { versions } of without.result) assert.equal(versions, null);
    const { result } = await backup.run(operations.tasks, { includeVersions: true });
    for (const { id, versions } of result) {
      const expected = nas.world.versions.of(nas.world.task(id ?? 0)).map((version) => version.id);
      assert.deepEqual(
        versions?.map((version) => version.id),
        expected.sort((a, b) => b - a),
      );
    }
  });

  it('lets no secret out', async () => {
    const nas = await startNas({ size: 'demo' });
    const backup = newBackup(nas);
    const normalised = await backup.run(operations.tasks, { includeVersions: true });
    const raw = await backup.runRaw(operations.tasks, { includeVersions: true });
    assert.ok(!JSON.stringify(normalised).includes(CANARY));
    assert.ok(!JSON.stringify(raw).includes(CANARY));
    assert.ok(JSON.stringify(raw).includes('"[redacted]"'));
  });

  it('asks nothing of the NAS for a window that ends before it begins', async () => {
    const nas = await startNas();
    const given = { from: '1h', to: '2h' };
    await failure('ABB_BAD_PARAMETER', newBackup(nas).run(operations.tasks, given));
    assert.equal(nas.journal.entries.length, 0);
  });
});
