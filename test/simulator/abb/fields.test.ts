import assert from 'node:assert/strict';
import { CANARY } from '../../../simulator/abb/index.js';
import { fieldsOf, nas, part, rowsIn, words } from './make-nas.js';
import type { Json } from './make-nas.js';

const EVERYTHING = { load_status: true, load_result: true, load_devices: true, load_versions: true };

const TASK = `
  agentless_backup_path agentless_backup_policy agentless_enable_block_transfer agentless_enable_dedup
  agentless_enable_windows_vss allow_manual_backup backup_cache_content backup_external backup_type bandwidth
  bandwidth_content cbt_enable_mode connection_timeout custom_volume datastore_reserved_percentage dedup_api_restore
  dedup_path device_count devices enable_app_aware_bkp enable_compress_transfer enable_datastore_aware enable_dedup
  enable_encrypt_transfer enable_notify enable_shutdown_after_complete enable_verification enable_wake_up
  enable_windows_working_state last_result last_version_id max_concurrent_devices next_trigger_time
  pre_post_script_setting repo_dir retention_policy sched_content sched_id sched_modify_time share_compressed
  share_name source_type storage_compress_algorithm storage_encrypt_algorithm storage_id target_dir target_status
  task_id task_name unikey verification_policy version_count versions view_type vm_folder`;
const NEWER_TASK = 'workload_uuid src_target_dir custom_volume_alias sched_uuid deactivate_by_plan';
const DEVICE = `
  agent_token agentless_auth_policy auto_discovery backup_type create_time device_id device_uuid dsm_model dsm_unique
  host_ip host_name host_port hypervisor_id inventory_id login_password login_time login_user login_user_id os_name
  platform_type vm_moid_path`;
const AGENT = 'agent_can_backup agent_driver_status agent_status driver_status';
const NEWER_DEVICE = 'kernel_version time_zone mssql_user mssql_password oracle_user oracle_password';
const RESULT = `
  backup_type detail_path error_count job_action none_count result_id status success_count task_config task_id
  task_name time_end time_start warning_count`;
const VERSION = `
  crypto_key_id data_format folder_name is_snapshot locked status time_end time_start used_size version_id`;

/** The first task of the demo, as an older and as a newer package sends it. */
function firstTask(backupMaxVersion: 1 | 2): Json | undefined {
  return nas({ backupMaxVersion, runningShows: 'pid' }).rows('Task.list', 'tasks', EVERYTHING)[0];
}

describe('a row of Task.list', () => {
  it('has the fields of the reference, and in newer packages some more', () => {
    assert.deepEqual(fieldsOf(firstTask(1)), words(TASK));
    assert.deepEqual(fieldsOf(firstTask(2)), words(`${TASK} ${NEWER_TASK}`));
  });

  it('writes some values in odd types', () => {
    const tasks = nas({ backupMaxVersion: 1 }).rows('Task.list', 'tasks', EVERYTHING);
    const policy = part(tasks[0], 'retention_policy');
    assert.equal(typeof policy['gfs_days'], 'string');
    assert.equal(typeof policy['keep_versions'], 'number');
    assert.deepEqual(tasks[0]?.['custom_volume'], []);
    assert.equal(tasks[0]['vm_folder'], null);
    assert.equal(typeof tasks.find((task) => task['backup_type'] === 1)?.['vm_folder'], 'object');
    assert.equal(String(part(tasks[0], 'sched_content')['backup_window']).length, 168);
  });

  it('says 0 or -1 when there is no next run', () => {
    const next = (backupMaxVersion: 1 | 2): unknown =>
      nas({ backupMaxVersion }).rows('Task.list', 'tasks', { filter: { status: 'unscheduled' } })[0]?.[
        'next_trigger_time'
      ];
    assert.equal(next(1), 0);
    assert.equal(next(2), -1);
  });

  it('has devices with the fields of the reference; VMs and file servers without an agent', () => {
    const tasks = nas({ backupMaxVersion: 1 }).rows('Task.list', 'tasks', EVERYTHING);
    const device = (backupType: number): Json | undefined =>
      rowsIn(tasks.find((task) => task['backup_type'] === backupType)?.['devices'])[0];
    assert.deepEqual(fieldsOf(device(2)), words(`${DEVICE} ${AGENT}`));
    assert.deepEqual(fieldsOf(device(1)), words(DEVICE));
    assert.deepEqual(fieldsOf(device(4)), words(DEVICE));
    assert.equal(device(2)?.['driver_status'], null);
    assert.equal(device(1)?.['hypervisor_id'], '1');
  });

  it('has a last result with bytes, and versions', () => {
    const task = firstTask(1);
    assert.deepEqual(fieldsOf(part(task, 'last_result')), words(`${RESULT} transfered_bytes`));
    const [version] = rowsIn(task?.['versions']);
    assert.deepEqual(fieldsOf(version), words(VERSION));
    assert.match(String(version?.['folder_name']), /^ActiveBackup_\d{4}-\d\d-\d\d_\d{6}$/);
  });

  it('of a task that never ran has no last result', () => {
    const lastResult = (backupMaxVersion: 1 | 2): unknown =>
      nas({ backupMaxVersion }).rows('Task.list', 'tasks', EVERYTHING).at(-1)?.['last_result'];
    assert.equal(lastResult(1), null);
    assert.equal(lastResult(2), undefined);
  });
});

describe('the fields of other replies', () => {
  const flags =
    'has_devices has_dsm_agent has_hyperv_inventories has_linux_agent has_mac_agent has_vmware_inventories has_windows_agent';
  const older = nas({ backupMaxVersion: 1 });
  const newer = nas({ backupMaxVersion: 2 });

  const replies: readonly (readonly [string, object, string, string, string])[] = [
    ['Task.list', {}, `tasks total ${flags}`, '', ''],
    [
      'Overview.list_device_transfer_size',
      { time_start: 1 },
      'device_list total',
      'device_list',
      'device transfer_list',
    ],
    [
      'Overview.list_device_last_backup',
      {},
      'device_list total',
      'device_list',
      'device_id device_name task_name time_end time_start',
    ],
    [
      'Overview.list_result_status_summary',
      {},
      'info_list total',
      'info_list',
      'count status time_end time_start',
    ],
    [
      'Overview.list_type_transfer_size',
      {},
      'info_list total',
      'info_list',
      'backup_type elapsed_time processed_bytes time_end time_start transfered_bytes',
    ],
    ['Version.list', { task_id: 1 }, 'total versions', 'versions', `${VERSION} task_id task_name`],
    ['Log.list_result', {}, 'count results', 'results', RESULT],
    [
      'Log.list_log',
      {},
      'count logs',
      'logs',
      `backup_type device_id device_name error_code log_id log_level log_time log_type other_params result_id task_id
       task_name user_id user_name`,
    ],
    [
      'Share.list_storage',
      {},
      'storages',
      'storages',
      `automount_iv automount_location backup_tasks compacting compacting_percentage compressed_size dedup_size
       delete_tasks delete_versions device_count device_info fs_name fs_type mounted relink_state repo_dir share_name
       storage_compress_algorithm storage_encrypt_algorithm storage_id vol_name volume_path`,
    ],
    [
      'Share.list',
      {},
      'default_share shares',
      'shares',
      `acl_permission available compress cow delegated free_space name not_support_new_vesion path readonly relinkable
       storage_automount storage_compress_algorithm storage_encrypt_algorithm storage_id storage_mounted type
       volume_no_space`,
    ],
    ['Share.list_volume', {}, 'volumes', 'volumes', 'total_bytes used_bytes volume_path'],
    [
      'Device.list',
      {},
      'devices total total_devices_of_backup_type',
      'devices',
      `${DEVICE} ${AGENT} task_count`,
    ],
    ['Log.get_info', {}, 'retention_policy send_log_setting', '', ''],
    ['Setting.list', {}, 'cert_info settings', 'settings', 'id name value'],
    ['Delegation.list', {}, 'total users', '', ''],
    ['Activation.get', {}, 'activated serial_number', '', ''],
  ];
  for (const [name, parameters, fields, list, rowFields] of replies) {
    it(`of ${name} are those of the reference`, () => {
      const reply = older.call(name, { ...parameters });
      assert.deepEqual(fieldsOf(reply), words(fields));
      if (list !== '') assert.deepEqual(fieldsOf(rowsIn(reply[list])[0]), words(rowFields));
    });
  }

  it('of a device in a newer package name database accounts', () => {
    const [device] = newer.rows('Device.list', 'devices');
    assert.deepEqual(fieldsOf(device), words(`${DEVICE} ${AGENT} ${NEWER_DEVICE} task_count`));
  });

  it('of transfers are those of the reference', () => {
    const [row] = older.rows('Overview.list_device_transfer_size', 'device_list', { time_start: 1 });
    const fields = `config_device_id device_name device_result_id processed_bytes result_id status time_end time_start
      transfered_bytes`;
    assert.deepEqual(fieldsOf(rowsIn(row?.['transfer_list'])[0]), words(fields));
    assert.deepEqual(fieldsOf(part(row, 'device')), words(DEVICE));
  });

  it('of a storage count its devices by kind', () => {
    const [storage] = older.rows('Share.list_storage', 'storages');
    const kinds = ['agentless', 'dsm', 'pc', 'server', 'vm'];
    const fields = kinds.flatMap((kind) => [`${kind}_count`, `${kind}_size`]).sort();
    assert.deepEqual(fieldsOf(part(storage, 'device_info')), fields);
    assert.equal(part(storage, 'device_info')['pc_count'], 5);
  });

  it('of hypervisors come as a bare list', () => {
    const [hypervisor] = rowsIn(older.call('Inventory.list')['data']);
    assert.equal(hypervisor?.['host_name'], 'esxi-cellar');
    assert.ok(String(hypervisor['login_password']).startsWith(CANARY));
  });

  it('of volumes are texts, while those of storages are numbers', () => {
    assert.equal(typeof older.rows('Share.list_volume', 'volumes')[0]?.['total_bytes'], 'string');
    assert.equal(typeof older.rows('Share.list_storage', 'storages')[0]?.['dedup_size'], 'number');
  });

  it('of the settings are texts, two of them without an id', () => {
    const rows = older.rows('Setting.list', 'settings');
    assert.ok(rows.every((row) => typeof row['value'] === 'string'));
    const withoutId = rows.filter((row) => row['id'] === undefined).map((row) => row['name']);
    assert.deepEqual(withoutId, ['retention_run_hour', 'retention_run_min']);
    const end = (reply: Json): unknown =>
      part(part(reply, 'cert_info'), 'cert_from_package')['cert_tillTime'];
    assert.equal(typeof end(older.call('Setting.list')), 'string');
    assert.equal(typeof end(newer.call('Setting.list')), 'number');
  });

  it('hold secrets that a test can find again', () => {
    const found = JSON.stringify(newer.call('Task.list', EVERYTHING)).match(new RegExp(CANARY, 'g'));
    const devices = newer.rows('Task.list', 'tasks', EVERYTHING).flatMap((task) => rowsIn(task['devices']));
    assert.equal(found?.length, devices.length * 4);
  });

  it('of activities name the job, its devices, task and storage', () => {
    const busy = nas();
    assert.deepEqual(busy.rows('Overview.list_activity', 'activity_list'), []);
    busy.call('Task.backup', { task_ids: [3] });
    const [activity] = busy.rows('Overview.list_activity', 'activity_list');
    assert.deepEqual(fieldsOf(activity), ['device', 'job', 'storage', 'task']);
    const job = part(activity, 'job');
    assert.equal(job['task_id'], 3);
    assert.equal(job['action'], 1);
    assert.equal(job['status'], 3);
    assert.equal(rowsIn(job['sub_jobs']).length, 3);
  });
});
