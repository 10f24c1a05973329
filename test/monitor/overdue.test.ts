import assert from 'node:assert/strict';

import { judge } from '../../src/health/index.js';
import { compareOverdue } from '../../src/monitor/compare/overdue.js';
import { DeviceLedger } from '../../src/monitor/health/ledger.js';
import { type AbbEvent, memoryPosition } from '../../src/monitor/index.js';
import type { OverduePosition } from '../../src/monitor/position/position.js';
import { device, deviceRun, result, schedule, task } from '../health/support/rows.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { names, watch } from './support/watching.js';

const OVERDUE = { events: ['device.overdue', 'device.recovered'] } as const;

const HOUR = 3600;
const DAY = 24 * HOUR;

// A Monday noon; the worlds begin with a history of four weeks.
const START = Date.parse('2026-03-09T12:00:00Z');

const UNREADABLE = {
  kind: 'body',
  body: JSON.stringify({ success: false, error: { code: 1001 } }),
  api: 'SYNO.ActiveBackup.Overview',
  method: 'list_device_transfer_size',
} as const;

forEachDialect('a watch of overdue devices', (dialect) => {
  const bench = useBackupBench(dialect);

  /** A NAS that has backed up a laptop every night for four weeks. */
  async function start() {
    // Without a key of the usual size the NAS can still tell the time, and is quicker.
    const nas = await bench.startNas({
      size: 'empty',
      startAt: START - 28 * DAY * 1000,
      encryptionBits: 1024,
    });
    const task = nas.world.addTask({ name: 'Laptop of Anna', backupType: 2, dailyAtHour: 20 });
    const [deviceId = 0] = task.deviceIds;
    nas.world.setDeviceOnline(deviceId, true);
    nas.clock.advance(28 * DAY * 1000);
    nas.world.advance();
    return { nas, task, deviceId };
  }

  /** Lets days pass, with a poll every few hours. */
  async function days(count: number, after: (seconds: number) => Promise<AbbEvent[]>): Promise<AbbEvent[]> {
    const events: AbbEvent[] = [];
    for (let hours = 0; hours < count * 24; hours += 6) events.push(...(await after(6 * HOUR)));
    return events;
  }

  it('tells nothing of devices that are backed up as they should be', async () => {
    const { nas } = await start();
    const { events, after } = await watch(bench, nas, OVERDUE);
    await days(4, after);
    assert.deepEqual(events, []);
  });

  it('judges another NAS in the same place by its own history', async () => {
    const { nas, deviceId } = await start();
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(5 * DAY * 1000);
    const { after, events } = await watch(bench, nas, OVERDUE);
    assert.equal(events.length, 1);
    nas.replaceNas({ size: { tasks: 3, historyRows: 0 } });
    const ofOld = (await after(60)).filter(({ id }) => id === events[0]?.id);
    assert.deepEqual(ofOld, []);
  });

  it('tells once that one is overdue, and once that it has recovered', async () => {
    const { nas, task, deviceId } = await start();
    const { after } = await watch(bench, nas, OVERDUE);
    nas.world.setDeviceOnline(deviceId, false);
    const [overdue, ...others] = await days(5, after);
    assert.deepEqual(others, []);
    assert.equal(overdue?.event, 'device.overdue');
    assert.deepEqual([overdue.device?.id, overdue.task], [deviceId, { id: task.id, name: task.name }]);
    assert.equal(overdue.health?.overdue, true);
    assert.match(overdue.health.reason, /\.$/);
    const last = nas.world.results.newestBackup(task.id);
    assert.match(overdue.id, /^device\.overdue\/\d+\/\d+@\d+$/);
    assert.ok((overdue.health.lastSuccessResultId ?? 0) < (last?.id ?? 0));
    nas.world.setDeviceOnline(deviceId, true);
    const [recovered, ...more] = await days(2, after);
    assert.deepEqual(more, []);
    assert.equal(recovered?.event, 'device.recovered');
    assert.equal(recovered.id, overdue.id.replace('overdue', 'recovered'));
    assert.equal(recovered.health?.overdue, false);
  });

  it('gives a second episode after the same success an id of its own', async () => {
    const { nas, task, deviceId } = await start();
    const position = memoryPosition();
    const { after } = await watch(bench, nas, { ...OVERDUE, position });
    nas.world.setDeviceOnline(deviceId, false);
    const told = await days(5, after);
    const { schedule } = task;
    nas.world.changeTask(task.id, { schedule: { ...schedule, enabled: false } });
    told.push(...(await days(1, after)));
    nas.world.changeTask(task.id, { schedule });
    told.push(...(await days(1, after)));
    nas.world.setDeviceOnline(deviceId, true);
    told.push(...(await days(2, after)));
    assert.deepEqual(names(told), [
      'device.overdue',
      'device.recovered',
      'device.overdue',
      'device.recovered',
    ]);
    const [first, , second] = told.map(({ id }) => id.split('/').at(-1) ?? '');
    assert.equal(second, `${first ?? ''}#2`);
    assert.equal(new Set(told.map(({ id }) => id)).size, 4);
  });

  it('gives it one also when the device was in no task meanwhile', async () => {
    const { nas, deviceId } = await start();
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(5 * DAY * 1000);
    const { events } = await watch(bench, nas, OVERDUE);
    const health = events[0]?.health;
    assert.ok(health);
    const ids: string[] = [];
    let known: readonly OverduePosition[] = [];
    for (const devices of [new Map([[deviceId, health]]), new Map(), new Map([[deviceId, health]])]) {
      const { happenings, position } = compareOverdue(known, devices, START);
      ids.push(...happenings.map(({ event }) => event.id));
      known = position;
    }
    const [overdue = '', recovered = ''] = ids;
    assert.equal(recovered, overdue.replace('overdue', 'recovered'));
    assert.deepEqual(ids, [overdue, recovered, `${overdue}#2`]);
  });

  it('tells of one that is overdue when it begins, and not again after a restart', async () => {
    const { nas, deviceId } = await start();
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(5 * DAY * 1000);
    nas.world.advance();
    const position = memoryPosition();
    const first = await watch(bench, nas, { ...OVERDUE, position });
    assert.deepEqual(names(first.events), ['device.overdue']);
    await first.watcher.close();
    const second = await watch(bench, nas, { ...OVERDUE, position });
    assert.deepEqual(await days(1, second.after), []);
    assert.deepEqual(second.events, []);
    // Without what was remembered it comes once more, with the same id.
    const { events } = await watch(bench, nas, OVERDUE);
    assert.deepEqual(
      events.map(({ id }) => id),
      first.events.map(({ id }) => id),
    );
  });

  it('knows of one that has not been backed up for longer than the history reaches that it once was', async () => {
    const { nas, task } = await start();
    const { schedule } = task;
    nas.world.changeTask(task.id, { schedule: { ...schedule, weekdays: [] } });
    nas.clock.advance(40 * DAY * 1000);
    nas.world.changeTask(task.id, { schedule });
    const { events } = await watch(bench, nas, OVERDUE);
    assert.deepEqual(
      events.map(({ event, health }) => [event, health?.state]),
      [['device.overdue', 'overdue']],
    );
    assert.ok((events[0]?.health?.ageSeconds ?? 0) > 39 * DAY);
  });

  it('knows the last success of one that has failed for longer than the history reaches', async () => {
    const { nas, deviceId } = await start();
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(40 * DAY * 1000);
    nas.world.advance();
    const { events } = await watch(bench, nas, OVERDUE);
    assert.deepEqual(
      events.map(({ event, health }) => [event, health?.state]),
      [['device.overdue', 'failing']],
    );
    assert.ok((events[0]?.health?.ageSeconds ?? 0) > 39 * DAY);
  });

  it('tells of one that recovered while nobody watched', async () => {
    const { nas, deviceId } = await start();
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(5 * DAY * 1000);
    nas.world.advance();
    const position = memoryPosition();
    await (await watch(bench, nas, { ...OVERDUE, position })).watcher.close();
    nas.world.setDeviceOnline(deviceId, true);
    nas.clock.advance(2 * DAY * 1000);
    const { events } = await watch(bench, nas, { ...OVERDUE, position });
    assert.deepEqual(names(events), ['device.recovered']);
  });

  it('ends the episode of a device that is not backed up any more on purpose', async () => {
    const { nas, task, deviceId } = await start();
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(5 * DAY * 1000);
    const { events, after } = await watch(bench, nas, OVERDUE);
    assert.deepEqual(names(events), ['device.overdue']);
    nas.world.removeTask(task.id);
    assert.deepEqual(names(await after(HOUR)), ['device.recovered']);
  });

  it('reads the history once, and then only what is new', async () => {
    const { nas } = await start();
    const { after } = await watch(bench, nas, OVERDUE);
    nas.journal.clear();
    for (let hour = 0; hour < 12; hour++) await after(HOUR);
    const transfers = nas.journal.calls('SYNO.ActiveBackup.Overview', 'list_device_transfer_size');
    const widest = transfers.map(
      ({ parameters }) => Number(parameters['time_end']) - Number(parameters['time_start']),
    );
    assert.ok(
      widest.every((seconds) => seconds < DAY),
      widest.join(),
    );
  });

  it('asks once for what became of a backup that failed without a time of its end', async () => {
    const { nas, task, deviceId } = await start();
    const first = await watch(bench, nas, OVERDUE);
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(12 * HOUR * 1000);
    nas.world.advance();
    const failed = nas.world.results.newestBackup(task.id);
    assert.ok(failed);
    for (const row of [failed, ...nas.world.results.devicesOf(failed)]) Object.assign(row, { endedAt: 0 });
    assert.equal(await countAsked(first.after), 1);
    // The history of a watch that begins now tells it already.
    const second = await watch(bench, nas, OVERDUE);
    assert.equal(await countAsked(second.after), 0);

    async function countAsked(after: (seconds: number) => Promise<AbbEvent[]>): Promise<number> {
      nas.journal.clear();
      for (let minutes = 0; minutes < 60; minutes += 5) await after(300);
      return nas.journal.calls('SYNO.ActiveBackup.Overview', 'list_device_transfer_size').length;
    }
  });

  it('goes on with everything else when the history cannot be read, and says so once', async () => {
    const { nas } = await start();
    nas.faults.add({ ...UNREADABLE, times: Infinity });
    const { after, notices, errors } = await watch(bench, nas, {
      events: ['backup.started', ...OVERDUE.events],
    });
    const seen = await days(2, after);
    assert.deepEqual(errors, []);
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? '', /overdue/);
    assert.ok(names(seen).includes('backup.started'));
  });

  it('takes back nothing that it has told as long as the history cannot be read', async () => {
    const { nas, deviceId } = await start();
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(5 * DAY * 1000);
    const position = memoryPosition();
    await (await watch(bench, nas, { ...OVERDUE, position })).watcher.close();
    nas.faults.add({ ...UNREADABLE, times: 1 });
    const { events, notices, after } = await watch(bench, nas, { ...OVERDUE, position });
    await days(1, after);
    assert.deepEqual([events, notices.length], [[], 1]);
  });

  it('says nothing of the devices of other tasks when some were chosen', async () => {
    const { nas, deviceId } = await start();
    const other = nas.world.addTask({ name: 'Other', backupType: 2 });
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(5 * DAY * 1000);
    const { events } = await watch(bench, nas, { ...OVERDUE, taskIds: [other.id] });
    assert.deepEqual(events, []);
  });
});

describe('the ledger of a watch', () => {
  it('knows without any event that the end of learning has moved a deadline', async () => {
    const laptop = device({ id: 1, name: 'laptop', registeredAt: iso(0) });
    const daily = schedule([0, 1, 2, 3, 4, 5, 6], 12);
    const tasks = [task({ id: 1, name: 'Laptops', devices: [laptop], schedule: daily })];
    const times = [0, 24].map((hours) => ({ startedAt: iso(hours), endedAt: iso(hours + 0.1) }));
    const results = times.map((at, index) => result({ id: index + 1, taskId: 1, outcome: 'success', ...at }));
    const runs = times.map((at, index) => deviceRun({ deviceId: 1, resultId: index + 1, ...at }));
    const ledger = new DeviceLedger(results, runs, START / 1000 - 31 * DAY);
    // Never in the very second in which learning ends.
    for (let hours = 25.5; hours < 120; hours++) {
      const now = new Date(iso(hours));
      const anew = judge({ now, tasks, devices: [], runs, results });
      const kept = await ledger.judge(tasks, now.getTime());
      assert.equal(kept.get(1)?.overdue, anew.devices[0]?.overdue, `after ${hours} hours`);
    }
  });

  function iso(hours: number): string {
    return new Date(START + hours * HOUR * 1000).toISOString();
  }
});
