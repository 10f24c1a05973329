import assert from 'node:assert/strict';
import { backupApis } from '../../../simulator/abb/index.js';
import { dialects } from '../../../simulator/dialects.js';
import { nas, part, rowsIn } from './make-nas.js';
import type { Json } from './make-nas.js';

const DAY = 86_400;

describe('Overview.list_device_transfer_size', () => {
  it('has every device, those without a run with an empty list', () => {
    const here = nas();
    const time_start = here.world.now - DAY;
    const rows = here.rows('Overview.list_device_transfer_size', 'device_list', { time_start });
    assert.equal(rows.length, here.world.fleet.devices.size);
    const spare = rows.find((row) => part(row, 'device')['host_name'] === 'spare-macbook');
    assert.deepEqual(spare?.['transfer_list'], []);
    const server = rows.find((row) => part(row, 'device')['host_name'] === 'office-server');
    assert.equal(rowsIn(server?.['transfer_list']).length, 1);
  });

  it('keeps to its window', () => {
    const here = nas();
    const count = (days: number): number =>
      here
        .rows('Overview.list_device_transfer_size', 'device_list', {
          time_start: here.world.now - days * DAY,
          time_end: here.world.now,
        })
        .flatMap((row) => rowsIn(row['transfer_list'])).length;
    assert.ok(count(1) > 5 && count(7) > 5 * count(1), `${count(1)} and ${count(7)}`);
  });

  it('leaves out what started after its end', () => {
    const here = nas();
    const time_end = here.world.now - 2 * DAY;
    const starts = here
      .rows('Overview.list_device_transfer_size', 'device_list', { time_start: time_end - 5 * DAY, time_end })
      .flatMap((row) => rowsIn(row['transfer_list']))
      .map((run) => Number(run['time_start']));
    assert.ok(starts.length > 20 && starts.every((start) => start <= time_end));
  });

  it('shows a run that is open with status 1 and no end', () => {
    const here = nas();
    here.call('Task.backup', { task_ids: [1] });
    const [laptop] = here.rows('Overview.list_device_transfer_size', 'device_list', {
      time_start: here.world.now,
    });
    const [run] = rowsIn(laptop?.['transfer_list']);
    assert.equal(run?.['status'], 1);
    assert.equal(run['time_end'], 0);
  });

  it('adds up to the bytes of the last result', () => {
    const here = nas();
    const time_start = here.world.now;
    here.call('Task.backup', { task_ids: [3] });
    here.pass(200);
    const [task] = here.rows('Task.list', 'tasks', { load_result: true, filter: { task_id: 3 } });
    const runs = here
      .rows('Overview.list_device_transfer_size', 'device_list', { time_start })
      .flatMap((row) => rowsIn(row['transfer_list']));
    assert.equal(runs.length, 3);
    const sent = runs.reduce((sum, row) => sum + Number(row['transfered_bytes']), 0);
    assert.ok(sent > 0);
    assert.equal(part(task, 'last_result')['transfered_bytes'], sent);
  });

  it('needs the begin of the window', () => {
    assert.deepEqual(nas().refusal('Overview.list_device_transfer_size').errors, {
      name: 'time_start',
      reason: 'required',
    });
  });
});

describe('other overviews', () => {
  it('name the newest backup of each device that has one', () => {
    const here = nas();
    const rows = here.rows('Overview.list_device_last_backup', 'device_list');
    assert.equal(rows.length, here.world.fleet.devices.size - 1);
    const laptop = rows.find((row) => row['device_name'] === 'anna-laptop');
    assert.equal(laptop?.['time_end'], here.world.results.newestBackup(1)?.endedAt);
  });

  it('count outcomes by the hour', () => {
    const here = nas();
    const filter = { time_start: here.world.now - 7 * DAY, time_end: here.world.now };
    const rows = here.rows('Overview.list_result_status_summary', 'info_list', { filter });
    const backups = here.rows('Log.list_result', 'results', {
      filter: { job_action: 1, from_timestamp: filter.time_start, to_timestamp: filter.time_end },
    });
    assert.equal(
      rows.reduce((sum, row) => sum + Number(row['count']), 0),
      backups.length,
    );
    assert.ok(rows.every((row) => Number(row['time_end']) - Number(row['time_start']) === 3600));
  });

  it('do not include Overview.get and Overview.list', () => {
    const apis = backupApis(nas().world, dialects['dsm-7.4']);
    const methods = Object.keys(apis['SYNO.ActiveBackup.Overview']?.methods ?? {});
    assert.ok(methods.length > 0 && !methods.includes('get') && !methods.includes('list'));
  });
});

describe('Device.list', () => {
  it('filters by type and name, pages, and counts', () => {
    const here = nas();
    const filter = { backup_type: 2, host_name: 'RECEPTION' };
    const reply = here.call('Device.list', { filter });
    assert.equal(reply['total'], 2);
    assert.equal(reply['total_devices_of_backup_type'], 5);
    const page = here.rows('Device.list', 'devices', { filter, offset: 1, limit: 5 });
    assert.deepEqual(
      page.map((row) => row['host_name']),
      ['reception-2'],
    );
  });

  it('says in how many tasks a device is, and on request how its last backup went', () => {
    const here = nas();
    const server = (load_result: boolean): Json | undefined =>
      here.rows('Device.list', 'devices', { load_result, filter: { backup_type: 3 } })[0];
    assert.equal(server(false)?.['task_count'], 2);
    assert.ok(!Object.hasOwn(server(false) ?? {}, 'last_result'));
    assert.equal(part(server(true), 'last_result')['job_action'], 1);
  });

  it('has the tasks of devices and their versions, the latter under the name of the package', () => {
    const here = nas();
    const tasks = here.rows('Device.list_tasks', 'tasks', { device_ids: [2] });
    assert.deepEqual(
      tasks.map((row) => row['task_id']),
      [2, 7],
    );
    const newer = here.rows('Device.list_restorable_version', 'versions', { device_id: 2 });
    const older = nas({ backupMaxVersion: 1 }).rows('Device.list_version', 'versions', { device_id: 2 });
    assert.ok(newer.length > 0);
    assert.equal(older.length, newer.length);
  });
});

describe('Share', () => {
  it('agrees with itself about free space, and shrinks it by backups', () => {
    const here = nas();
    const free = (): number => Number(here.rows('Share.list', 'shares')[0]?.['free_space']);
    const [volume] = here.rows('Share.list_volume', 'volumes');
    const before = free();
    assert.equal(before, Number(volume?.['total_bytes']) - Number(volume?.['used_bytes']));
    here.world.nextOutcome(1, 'success');
    here.call('Task.backup', { task_ids: [1] });
    here.pass(60);
    assert.ok(free() < before);
  });

  it('names the tasks that a storage is busy with', () => {
    const here = nas();
    here.call('Task.backup', { task_ids: [1] });
    here.call('Task.remove', { task_ids: [8] });
    const [storage] = here.rows('Share.list_storage', 'storages');
    assert.deepEqual(storage?.['backup_tasks'], [1]);
    assert.deepEqual(storage['delete_tasks'], [8]);
  });
});

describe('Inventory.list', () => {
  it('filters by type and id', () => {
    const here = nas({}, { size: { tasks: 5 } });
    const names = (filter: object): unknown[] =>
      rowsIn(here.call('Inventory.list', { filter })['data']).map((row) => row['host_name']);
    assert.deepEqual(names({}), ['esxi-1', 'hyperv-1']);
    assert.deepEqual(names({ type: [3] }), ['hyperv-1']);
    assert.deepEqual(names({ inventory_id: [1] }), ['esxi-1']);
  });
});
