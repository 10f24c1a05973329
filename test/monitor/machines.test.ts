import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';
import { BACKUP_ENDS } from '../../src/monitor/compare/result-events.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { names, watch, withoutRetries } from './support/watching.js';

const BACKUPS = { events: ['backup.started', ...BACKUP_ENDS] } as const;

/** A NAS with a task of three machines and one of a single one. */
async function startFleet(startNas: () => Promise<Simulator>) {
  const nas = await startNas();
  const fleet = nas.world.addTask({ name: 'Office', hostNames: ['anna', 'bert', 'cleo'] });
  const single = nas.world.addTask({ name: 'Reception', hostNames: ['desk'] });
  return { nas, fleet, single };
}

forEachDialect('a watch of tasks with several machines', (dialect) => {
  const bench = useBackupBench(dialect);
  const start = () => startFleet(bench.startNas);

  it('tells at the end of a run how each machine came out', async () => {
    const { nas, fleet } = await start();
    const { after } = await watch(bench, nas, BACKUPS);
    nas.world.nextOutcome(fleet.id, { outcome: 'partial', durationSeconds: 30 });
    nas.world.startBackup([fleet.id]);
    const told = await after(600);
    assert.deepEqual(names(told), ['backup.started', 'backup.partial']);
    const end = told[1];
    assert.equal(end?.device, null);
    assert.deepEqual(end.devices?.map(({ name }) => name).sort(), ['anna', 'bert', 'cleo']);
    assert.ok(end.devices.some(({ outcome }) => outcome !== 'success'));
    const sum = end.devices.reduce((bytes, { transferredBytes }) => bytes + (transferredBytes ?? 0), 0);
    assert.equal(end.result?.transferredBytes, sum);
  });

  it('names the machine of a task that has one', async () => {
    const { nas, single } = await start();
    const { after } = await watch(bench, nas, BACKUPS);
    nas.world.nextOutcome(single.id, { outcome: 'success', durationSeconds: 30 });
    nas.world.startBackup([single.id]);
    for (const { device } of await after(600)) assert.equal(device?.name, 'desk');
  });

  it('tells the end of each machine as well, where that is wanted', async () => {
    const { nas, fleet, single } = await start();
    const { after } = await watch(bench, nas, { ...BACKUPS, machines: 'each' });
    for (const { id } of [fleet, single])
      nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 30 });
    nas.world.startBackup([fleet.id, single.id]);
    const told = await after(600);
    const ends = told.filter(({ event }) => event === 'backup.succeeded');
    assert.equal(ends.length, 5);
    assert.deepEqual(
      ends.flatMap(({ outcome, device }) => (outcome === undefined ? [] : (device?.name ?? ''))).sort(),
      ['anna', 'bert', 'cleo'],
    );
    assert.equal(new Set(told.map(({ id }) => id)).size, told.length);
  });

  it('tells of chosen machines only: their own runs, and their part of those with others', async () => {
    const { nas, fleet, single } = await start();
    const { after } = await watch(bench, nas, { ...BACKUPS, deviceNames: ['bert', 'desk'] });
    for (const { id } of [fleet, single])
      nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 30 });
    nas.world.startBackup([fleet.id, single.id]);
    const told = await after(600);
    assert.deepEqual(told.map(({ event, device }) => `${event} ${device?.name ?? ''}`).sort(), [
      'backup.started desk',
      'backup.succeeded bert',
      'backup.succeeded desk',
    ]);
  });

  it('tells of chosen tasks only, by name or by id, and of the NAS itself', async () => {
    const { nas, fleet, single } = await start();
    const { after } = await watch(bench, nas, {
      events: ['backup.started', 'task.changed'],
      taskNames: ['Office'],
      taskIds: [single.id],
    });
    nas.world.startBackup([1, fleet.id, single.id]);
    nas.world.changeTask(1, { maxConcurrentDevices: 1 });
    nas.world.changeTask(single.id, { maxConcurrentDevices: 1 });
    const told = await after(3600);
    assert.deepEqual(told.map(({ event, task }) => `${event} ${task?.name ?? ''}`).sort(), [
      'backup.started Office',
      'backup.started Reception',
      'task.changed Reception',
    ]);
  });
});

describe('the outcome of machines', () => {
  const bench = useBackupBench();

  it('is asked for once per poll, over the span of the runs that have ended', async () => {
    const { nas, fleet, single } = await startFleet(bench.startNas);
    const { after } = await watch(bench, nas, BACKUPS);
    const asked = () => nas.journal.calls('SYNO.ActiveBackup.Overview', 'list_device_transfer_size');
    await after(60);
    assert.equal(asked().length, 0);
    for (const { id } of [fleet, single])
      nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 30 });
    nas.world.startBackup([fleet.id, single.id]);
    const begin = nas.world.now;
    await after(600);
    assert.equal(asked().length, 1);
    const { time_start: from, time_end: to } = asked()[0]?.parameters ?? {};
    assert.equal(from, begin);
    assert.ok(Number(to) < begin + 300);
  });

  it('is waited for while the NAS is busy, but not for ever', async () => {
    for (const [busyPolls, machines] of [
      [1, 3],
      [10, 0],
    ] as const) {
      const { nas, fleet } = await startFleet(bench.startNas);
      const { after } = await watch(withoutRetries(bench), nas, BACKUPS);
      nas.faults.add({ kind: 'code', code: 117, method: 'list_device_transfer_size', times: Infinity });
      nas.world.nextOutcome(fleet.id, { outcome: 'success', durationSeconds: 30 });
      nas.world.startBackup([fleet.id]);
      const told = await after(600);
      for (let poll = 1; poll < busyPolls; poll++) told.push(...(await after(60)));
      nas.faults.clear();
      told.push(...(await after(60)));
      assert.deepEqual(names(told), ['backup.started', 'backup.succeeded']);
      assert.equal(told[1]?.devices?.length, machines);
    }
  });

  it('is an empty list when the NAS does not tell', async () => {
    const { nas, fleet } = await startFleet(bench.startNas);
    const { after } = await watch(bench, nas, BACKUPS);
    nas.faults.add({ kind: 'code', code: 1001, method: 'list_device_transfer_size', times: 5 });
    nas.world.nextOutcome(fleet.id, { outcome: 'success', durationSeconds: 30 });
    nas.world.startBackup([fleet.id]);
    const [, end] = await after(600);
    assert.equal(end?.event, 'backup.succeeded');
    assert.deepEqual(end.devices, []);
  });
});
