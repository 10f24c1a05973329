import assert from 'node:assert/strict';
import type { Parameters } from '../../../simulator/api.js';
import type { Dialect } from '../../../simulator/dialect.js';
import { nas, part } from './make-nas.js';
import type { Json, Nas } from './make-nas.js';

function names(here: Nas, filter: Parameters, beside: Parameters = {}): unknown[] {
  return here.rows('Task.list', 'tasks', { filter, ...beside }).map((task) => task['task_name']);
}

describe('the filter of Task.list', () => {
  const here = nas();

  it('takes one id or a list of ids', () => {
    assert.deepEqual(names(here, { task_id: 2 }), ['Office server']);
    assert.deepEqual(names(here, { task_id: [2, 3] }), ['Office server', 'Web shop']);
    assert.equal(names(here, { task_id: -1 }).length, 8);
    assert.deepEqual(names(here, { task_id: 99 }), []);
  });

  it('ignores an id that stands beside it', () => {
    assert.equal(names(here, {}, { task_id: 2 }).length, 8);
  });

  it('takes a device, which may belong to several tasks', () => {
    assert.deepEqual(names(here, { device_id: 2 }), ['Office server', 'Office server data drive']);
  });

  it('takes the number of a backup type, and refuses its name', () => {
    assert.deepEqual(names(here, { backup_type: 4 }), ['Accounting files']);
    assert.equal(names(here, { backup_type: -1 }).length, 8);
    assert.deepEqual(here.refusal('Task.list', { filter: { backup_type: 'pc' } }), {
      code: 120,
      errors: { name: 'backup_type', reason: 'type' },
    });
  });

  it('takes the word of a status, and refuses its number', () => {
    assert.deepEqual(names(here, { status: 'unscheduled' }), ['Office server data drive', 'Spare MacBook']);
    assert.equal(here.refusal('Task.list', { filter: { status: 4 } }).code, 120);
    assert.equal(here.refusal('Task.list', { filter: { status: 'running' } }).code, 120);
  });

  it('takes limits for the time of the last backup', () => {
    const noon = here.world.now;
    assert.deepEqual(names(here, { from_timestamp: noon - 3600 }), ['Accounting files']);
    assert.ok(!names(here, { to_timestamp: noon - 3600 }).includes('Accounting files'));
    assert.ok(!names(here, { from_timestamp: 1 }).includes('Spare MacBook'));
    assert.equal(names(here, { from_timestamp: 0, to_timestamp: 0 }).length, 8);
  });

  it('has to be an object', () => {
    assert.deepEqual(here.refusal('Task.list', { filter: '{"task_id":1}' }).errors, {
      name: 'filter',
      reason: 'type',
    });
  });

  it('finds what runs, what waits and what is being removed', () => {
    const busy = nas();
    busy.call('Setting.set', { settings: [{ name: 'max_concurrent_devices', value: '1' }] });
    busy.call('Task.backup', { task_ids: [1, 2] });
    busy.call('Task.remove', { task_ids: [8] });
    assert.deepEqual(names(busy, { status: 'backingup' }), ["Anna's laptop"]);
    assert.deepEqual(names(busy, { status: 'waiting' }), ['Office server']);
    assert.deepEqual(names(busy, { status: 'deleting' }), ['Spare MacBook']);
  });
});

describe('paging in Task.list', () => {
  it('gives all tasks without a limit, and counts all of them with one', () => {
    const here = nas();
    assert.equal(here.rows('Task.list', 'tasks').length, 8);
    const page = here.call('Task.list', { offset: 6, limit: 100 });
    assert.equal(page['total'], 8);
    assert.equal(here.rows('Task.list', 'tasks', { offset: 6, limit: 100 }).length, 2);
  });
});

describe('the flags of Task.list', () => {
  const LIVE = ['devices', 'last_result', 'target_status', 'version_count', 'versions'];

  function present(changes: Partial<Dialect>, flags: Parameters): string[] {
    const [task] = nas(changes).rows('Task.list', 'tasks', flags);
    return LIVE.filter((field) => Object.hasOwn(task ?? {}, field));
  }

  it('bring nothing but the configuration when none is set and they matter', () => {
    assert.deepEqual(present({ loadFlagsMatter: true, backupMaxVersion: 1 }, {}), []);
    assert.deepEqual(present({ loadFlagsMatter: true, backupMaxVersion: 2 }, {}), ['devices']);
  });

  it('each bring what they name', () => {
    const changes = { loadFlagsMatter: true, backupMaxVersion: 1 } as const;
    assert.deepEqual(present(changes, { load_status: true }), ['target_status']);
    assert.deepEqual(present(changes, { load_result: true }), ['last_result']);
    assert.deepEqual(present(changes, { load_devices: true }), ['devices']);
    assert.deepEqual(present(changes, { load_versions: true }), ['version_count', 'versions']);
  });

  it('are needed for versions alone in a dialect in which they do not matter', () => {
    assert.deepEqual(present({ loadFlagsMatter: false }, {}), [
      'devices',
      'last_result',
      'target_status',
      'version_count',
    ]);
  });

  it('have to be booleans', () => {
    assert.equal(nas().refusal('Task.list', { load_result: 'yes' }).code, 120);
  });

  it('load_status brings the state of agents', () => {
    const here = nas();
    here.world.setDeviceOnline(1, false);
    const device = (flags: Parameters): Json => {
      const [task] = here.rows('Task.list', 'tasks', flags);
      return part({ device: (task?.['devices'] as unknown[])[0] }, 'device');
    };
    assert.equal(device({ load_status: true })['agent_status'], 'offline');
    assert.equal(device({})['agent_status'], undefined);
  });
});

describe('a running backup in Task.list', () => {
  /** The row of a task in the middle of its backup, and the same row before. */
  function rows(changes: Partial<Dialect>): { idle: Json | undefined; busy: Json | undefined; here: Nas } {
    const here = nas(changes);
    const flags = { load_result: true, load_devices: true, filter: { task_id: 1 } };
    const [idle] = here.rows('Task.list', 'tasks', flags);
    here.world.nextOutcome(1, { outcome: 'success', durationSeconds: 40 });
    here.call('Task.backup', { task_ids: [1] });
    here.pass(10);
    const [busy] = here.rows('Task.list', 'tasks', flags);
    return { idle, busy, here };
  }

  it('shows status, share and bytes as running_task_status', () => {
    const { idle, busy } = rows({ runningShows: 'running_task_status' });
    const progress = part(busy, 'progress');
    assert.equal(progress['running_task_status'], 1);
    assert.equal(progress['percentage'], 0.25);
    assert.equal(progress['transfered_bytes'], Math.floor(Number(progress['total_bytes']) / 4));
    assert.ok(Number(progress['pid']) > 0);
    assert.equal(idle?.['progress'], undefined);
    assert.deepEqual(busy?.['last_result'], idle?.['last_result']);
  });

  it('shows its share as a percentage in some dialects', () => {
    const { busy } = rows({ runningShows: 'running_task_status', percentage: 'percent' });
    assert.equal(part(busy, 'progress')['percentage'], 25);
  });

  it('has an empty progress when idle in older packages', () => {
    const { idle } = rows({ runningShows: 'running_task_status', backupMaxVersion: 1 });
    assert.deepEqual(idle?.['progress'], {});
  });

  it('shows only a process in another dialect', () => {
    const { idle, busy } = rows({ runningShows: 'pid' });
    assert.deepEqual(Object.keys(part(busy, 'progress')), ['pid']);
    assert.equal(idle?.['progress'], undefined);
  });

  it('shows only an open result in another dialect', () => {
    const { busy } = rows({ runningShows: 'open_result' });
    assert.equal(busy?.['progress'], undefined);
    assert.equal(part(busy, 'last_result')['status'], 1);
    assert.equal(part(busy, 'last_result')['time_end'], 0);
  });

  it('does not show at all in another dialect, only the filter and the activities tell', () => {
    const { idle, busy, here } = rows({ runningShows: 'status_filter' });
    assert.deepEqual(busy, idle);
    assert.deepEqual(names(here, { status: 'backingup' }), ["Anna's laptop"]);
    assert.equal(here.rows('Log.list_result', 'results', { filter: { status: 1 } }).length, 0);
    assert.equal(here.rows('Overview.list_activity', 'activity_list').length, 1);
  });

  it('waits with status 0 and is cancelled with status 3', () => {
    const here = nas();
    here.call('Setting.set', { settings: [{ name: 'max_concurrent_devices', value: '1' }] });
    here.call('Task.backup', { task_ids: [1, 2] });
    here.call('Task.cancel', { task_ids: [1] });
    const progress = here
      .rows('Task.list', 'tasks', { load_result: true, filter: { task_id: [1, 2] } })
      .map((task) => part(task, 'progress')['running_task_status']);
    assert.deepEqual(progress, [3, 0]);
  });
});

describe('Task.list_with_device', () => {
  it('has a row for each pair of task and device', () => {
    const here = nas();
    const reply = here.call('Task.list_with_device');
    const rows = here.rows('Task.list_with_device', 'tasks');
    assert.equal(rows.length, 12);
    assert.deepEqual(
      rows.filter((row) => row['task_id'] === 3).map((row) => row['unique_id']),
      ['3-3', '3-4', '3-5'],
    );
    assert.equal(part(rows[0], 'device_info')['host_name'], 'anna-laptop');
    assert.equal(part(reply, 'cms_info')['unfiltered_task_size'], 8);
  });
});

describe('Task.list of ten thousand tasks', () => {
  it('takes less than six seconds of computing', () => {
    const here = nas({}, { size: { tasks: 10_000 } });
    const begin = process.cpuUsage();
    const rows = here.rows('Task.list', 'tasks', {
      load_result: true,
      load_status: true,
      load_devices: true,
    });
    const { user, system } = process.cpuUsage(begin);
    assert.equal(rows.length, 10_000);
    // It is about one, but the threads that collect garbage are counted too.
    assert.ok(user + system < 6_000_000, `${user + system} µs`);
  });
});
