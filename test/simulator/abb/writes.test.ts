import assert from 'node:assert/strict';
import type { Parameters } from '../../../simulator/api.js';
import { nas, part } from './make-nas.js';
import type { Nas } from './make-nas.js';

function setting(here: Nas, name: string): unknown {
  return here.rows('Setting.list', 'settings').find((row) => row['name'] === name)?.['value'];
}

function taskIds(here: Nas): unknown[] {
  return here.rows('Task.list', 'tasks').map((task) => task['task_id']);
}

describe('Task.backup', () => {
  it('starts backups and answers nothing', () => {
    const here = nas();
    assert.deepEqual(here.call('Task.backup', { task_ids: [1, 2], trigger_type: 1 }), {});
    assert.deepEqual(
      here.world.runs.all.map((run) => [run.task.id, run.account]),
      [
        [1, 'admin'],
        [2, 'admin'],
      ],
    );
  });

  const malformed: readonly Parameters[] = [
    {},
    { task_ids: 1 },
    { task_ids: '1' },
    { task_ids: ['1'] },
    { task_ids: [1.5] },
    { task_ids: [] },
  ];
  for (const parameters of malformed) {
    it(`refuses ${JSON.stringify(parameters)}`, () => {
      const here = nas();
      const refusal = here.refusal('Task.backup', parameters);
      assert.equal(refusal.code, 120);
      assert.equal(part({ ...refusal }, 'errors')['name'], 'task_ids');
      assert.deepEqual(here.world.runs.all, []);
    });
  }

  it('refuses a task that does not exist with 1010, and starts no other', () => {
    const here = nas();
    assert.equal(here.refusal('Task.backup', { task_ids: [1, 99] }).code, 1010);
    assert.deepEqual(here.world.runs.all, []);
  });

  it('refuses a task that runs with 4005, and one that waits with 4007', () => {
    const here = nas();
    here.call('Setting.set', { settings: [{ name: 'max_concurrent_devices', value: '1' }] });
    here.call('Task.backup', { task_ids: [1, 2] });
    assert.equal(here.refusal('Task.backup', { task_ids: [1] }).code, 4005);
    assert.equal(here.refusal('Task.backup', { task_ids: [2] }).code, 4007);
  });

  it('refuses a device that is offline with 5001 when the world is made so', () => {
    const here = nas({}, { refuseOffline: true });
    here.world.setDeviceOnline(1, false);
    assert.equal(here.refusal('Task.backup', { task_ids: [1] }).code, 5001);
  });
});

describe('Task.cancel and Task.cancel_waiting_backup', () => {
  function queue(): Nas {
    const here = nas();
    here.call('Setting.set', { settings: [{ name: 'max_concurrent_devices', value: '1' }] });
    here.call('Task.backup', { task_ids: [1, 2, 4] });
    return here;
  }

  it('cancel what runs', () => {
    const here = nas();
    here.call('Task.backup', { task_ids: [1] });
    here.call('Task.cancel', { task_ids: [1] });
    here.pass(2);
    const [result] = here.rows('Log.list_result', 'results', { limit: 1 });
    assert.equal(result?.['status'], 5);
  });

  it('take what waits out of the queue: all, or the named', () => {
    const some = queue();
    some.call('Task.cancel_waiting_backup', { task_ids: [4] });
    assert.deepEqual(
      some.world.runs.all.map((run) => run.task.id),
      [1, 2],
    );
    const all = queue();
    all.call('Task.cancel_waiting_backup');
    assert.deepEqual(
      all.world.runs.all.map((run) => run.task.id),
      [1],
    );
  });

  it('refuse a task that does not exist', () => {
    assert.equal(nas().refusal('Task.cancel', { task_ids: [99] }).code, 1010);
  });
});

describe('Task.remove', () => {
  it('removes tasks after a moment; their devices stay in the overview', () => {
    const here = nas();
    const [version] = here.world.versions.of(here.world.task(1)).filter((candidate) => candidate.locked);
    assert.equal(version, undefined);
    here.call('Task.remove', { task_ids: [1] });
    here.pass(3);
    assert.deepEqual(taskIds(here), [2, 3, 4, 5, 6, 7, 8]);
    assert.equal(here.refusal('Version.list', { task_id: 1 }).code, 1010);
    const last = here.rows('Overview.list_device_transfer_size', 'device_list', { time_start: 1 });
    assert.equal(last.length, here.world.fleet.devices.size);
  });

  it('refuses a task with a locked version with 1101, and one that is being removed with 1208', () => {
    const here = nas();
    const [version] = here.rows('Version.list', 'versions', { task_id: 1 });
    here.call('Version.lock', { task_id: 1, version_ids: [version?.['version_id']], locked: true });
    assert.equal(here.refusal('Task.remove', { task_ids: [1] }).code, 1101);
    here.call('Version.lock', { task_id: 1, version_ids: [version?.['version_id']], locked: false });
    here.call('Task.remove', { task_ids: [1] });
    assert.equal(here.refusal('Task.remove', { task_ids: [1] }).code, 1208);
  });
});

describe('Version.delete', () => {
  it('deletes the named versions of a task after a moment', () => {
    const here = nas();
    const before = here.rows('Version.list', 'versions', { task_id: 2 }).map((row) => row['version_id']);
    here.call('Version.delete', { task_id: 2, version_ids: before.slice(3, 5) });
    const [storage] = here.rows('Share.list_storage', 'storages').slice(1);
    assert.equal((storage?.['delete_versions'] as unknown[]).length, 2);
    here.pass(3);
    const after = here.rows('Version.list', 'versions', { task_id: 2 }).map((row) => row['version_id']);
    assert.deepEqual(after, [...before.slice(0, 3), ...before.slice(5)]);
  });

  it('needs both ids, and refuses versions of another task with 1103', () => {
    const here = nas();
    const [version] = here.rows('Version.list', 'versions', { task_id: 2 });
    const version_ids = [version?.['version_id']];
    assert.deepEqual(here.refusal('Version.delete', { version_ids }).errors, {
      name: 'task_id',
      reason: 'required',
    });
    assert.equal(here.refusal('Version.delete', { task_id: 2 }).code, 120);
    assert.equal(here.refusal('Version.delete', { task_id: 3, version_ids }).code, 1103);
  });
});

describe('Task.set', () => {
  it('renames a task, and refuses a name that is used with 4003', () => {
    const here = nas();
    here.call('Task.set', { task_ids: [1], task_name: 'Laptop of Anna' });
    assert.equal(here.rows('Task.list', 'tasks')[0]?.['task_name'], 'Laptop of Anna');
    assert.equal(here.refusal('Task.set', { task_ids: [2], task_name: 'Laptop of Anna' }).code, 4003);
  });

  it('changes the schedule, and with it the next run', () => {
    const here = nas();
    const sched_content = {
      schedule_setting_type: 1,
      run_hour: 16,
      run_min: 5,
      run_weekday: [1],
      repeat_hour: 0,
    };
    here.call('Task.set', { task_ids: [8], sched_content });
    const [task] = here.rows('Task.list', 'tasks', { filter: { task_id: 8 } });
    assert.equal(task?.['next_trigger_time'], Date.UTC(2026, 10, 23, 16, 5) / 1000);
    assert.equal(
      here.refusal('Task.set', { task_ids: [8], sched_content: { run_hour: 24, run_min: 0 } }).code,
      3103,
    );
  });
});

describe('Setting.set', () => {
  it('changes what Setting.list says, several rows at once', () => {
    const here = nas();
    here.call('Setting.set', {
      settings: [
        { name: 'retention_run_hour', value: '4' },
        { name: 'retention_run_min', value: '5' },
        { name: 'bandwidth_control_ip_start', value: '10.0.0.1' },
      ],
    });
    assert.equal(setting(here, 'retention_run_hour'), '4');
    assert.equal(setting(here, 'retention_run_min'), '5');
    assert.equal(setting(here, 'bandwidth_control_ip_start'), '10.0.0.1');
  });

  it('takes the certificate beside an empty list', () => {
    const here = nas();
    here.call('Setting.set', { settings: [], cert_use_package: false });
    assert.equal(part(here.call('Setting.list'), 'cert_info')['cert_use_package'], false);
  });

  const refused: readonly (readonly [string, Parameters, number])[] = [
    ['no rows', {}, 120],
    ['rows as text', { settings: '[]' }, 120],
    ['a number as value', { settings: [{ name: 'max_concurrent_devices', value: 5 }] }, 120],
    ['an unknown name', { settings: [{ name: 'colour', value: 'blue' }] }, 3103],
    ['an hour of 24', { settings: [{ name: 'retention_run_hour', value: '24' }] }, 3103],
    ['no concurrent device', { settings: [{ name: 'max_concurrent_devices', value: '0' }] }, 3103],
    ['a flag in capitals', { settings: [{ name: 'enable_global_bandwidth_control', value: 'True' }] }, 3103],
    ['half an address', { settings: [{ name: 'bandwidth_control_ip_end', value: '10.0.0' }] }, 3103],
    ['a certificate flag as text', { settings: [], cert_use_package: 'true' }, 120],
  ];
  for (const [what, parameters, code] of refused) {
    it(`refuses ${what} with ${code} and changes nothing`, () => {
      const here = nas();
      const before = here.call('Setting.list');
      assert.equal(here.refusal('Setting.set', parameters).code, code);
      assert.deepEqual(here.call('Setting.list'), before);
    });
  }

  it('takes no row when one of them is refused', () => {
    const here = nas();
    const settings = [
      { name: 'retention_run_hour', value: '4' },
      { name: 'retention_run_min', value: '60' },
    ];
    assert.equal(here.refusal('Setting.set', { settings }).code, 3103);
    assert.equal(setting(here, 'retention_run_hour'), '14');
  });
});
