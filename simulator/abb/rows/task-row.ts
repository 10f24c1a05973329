import { BACKUP_TYPE, SOURCE_TYPE } from '../../world/codes.js';
import type { Retention, Schedule, Task } from '../../world/model.js';
import { isScheduled } from '../../world/schedule.js';
import type { Backup } from '../backup-api.js';
import { deviceRow } from './device-row.js';

const EVERY_HOUR_OF_THE_WEEK = '1'.repeat(168);
const SCHEDULED = 1;

/** GFS values travel as text and `keep_versions` as a number, in one object. */
function retentionPolicy(retention: Retention): object {
  return {
    gfs_days: '0',
    gfs_months: '0',
    gfs_weeks: '0',
    gfs_years: '0',
    keep_all: retention.keepAll,
    ...(retention.keepDays > 0 ? { keep_days: retention.keepDays } : {}),
    keep_versions: retention.keepVersions,
  };
}

function scheduleContent(schedule: Schedule, old: boolean): object {
  return {
    backup_window: EVERY_HOUR_OF_THE_WEEK,
    enable_backup_window: false,
    is_continuous_paused: false,
    ...(old ? { log_off: false, period_base: 0, period_length: 0, screen_lock: false, startup: false } : {}),
    repeat_hour: schedule.repeatHours,
    repeat_type: 'Weekly',
    run_hour: schedule.hour,
    run_min: schedule.minute,
    run_weekday: [...schedule.weekdays],
    schedule_setting_type: schedule.enabled ? SCHEDULED : 0,
    start_day: 0,
    start_month: 0,
    start_year: 0,
  };
}

/** `next_trigger_time` of a task without one: -1 in newer packages, 0 in older ones. */
function nextTriggerTime(task: Task, { world, shape }: Backup): number {
  if (isScheduled(task.schedule)) return world.nextTriggerOf(task.id);
  return shape.isNewer ? -1 : 0;
}

/**
 * How a task is set up: what Task.list sends without any flag, devices left out. One literal, fields that a package
 * does not have `undefined`: ten thousand rows made of parts would take seconds.
 */
export function taskRow(task: Task, backup: Backup): Record<string, unknown> {
  const { world, shape } = backup;
  const { isNewer, hasOldScheduleFields } = shape;
  const isVm = task.backupType === BACKUP_TYPE.vm;
  return {
    agentless_backup_path: '',
    agentless_backup_policy: 0,
    agentless_enable_block_transfer: false,
    agentless_enable_dedup: false,
    agentless_enable_windows_vss: false,
    allow_manual_backup: true,
    backup_cache_content: { cached_enabled: false },
    backup_external: false,
    backup_type: task.backupType,
    bandwidth: 0,
    bandwidth_content: { backup_bandwidth_base: 0, backup_bandwidth_number: 0, enable: false },
    cbt_enable_mode: 1,
    connection_timeout: 0,
    custom_volume: task.sourceType === SOURCE_TYPE.customVolumes ? ['D:\\'] : [],
    custom_volume_alias: isNewer ? null : undefined,
    datastore_reserved_percentage: 0,
    deactivate_by_plan: isNewer ? false : undefined,
    dedup_api_restore: true,
    dedup_path: '',
    device_count: task.deviceIds.length,
    enable_app_aware_bkp: false,
    enable_compress_transfer: true,
    enable_datastore_aware: false,
    enable_dedup: true,
    enable_encrypt_transfer: true,
    enable_notify: false,
    enable_shutdown_after_complete: false,
    enable_verification: false,
    enable_wake_up: false,
    enable_windows_working_state: false,
    host_group: isNewer && isVm ? 1 : undefined,
    max_concurrent_devices: task.maxConcurrentDevices,
    next_trigger_time: nextTriggerTime(task, backup),
    pre_post_script_setting: { post_script_path: '', pre_script_path: '', script_exec_mode: 0 },
    repo_dir: '@ActiveBackup',
    retention_policy: retentionPolicy(task.retention),
    sched_content: scheduleContent(task.schedule, hasOldScheduleFields),
    sched_id: 0,
    sched_modify_time: task.scheduleModifiedAt,
    sched_uuid: isNewer ? task.scheduleUuid : undefined,
    share_compressed: false,
    share_name: world.fleet.storages.get(task.storageId)?.shareName ?? '',
    source_type: task.sourceType,
    src_target_dir: isNewer ? '' : undefined,
    storage_compress_algorithm: 0,
    storage_encrypt_algorithm: 0,
    storage_id: task.storageId,
    target_dir: task.targetFolder,
    task_id: task.id,
    task_name: task.name,
    unikey: task.uuid,
    verification_policy: 120,
    view_type: '',
    vm_folder: isVm ? { 'group-v3': { host_list: task.deviceIds.map((id) => `vm-${String(id)}`) } } : null,
    workload_uuid: isNewer ? task.workloadUuid : undefined,
  };
}

/** The `devices[]` of a task. @param live whether the state of the agents is sent */
export function taskDevices(task: Task, { world, shape }: Backup, live: boolean): object[] {
  return world.fleet.devicesOf(task).map((device) => deviceRow(device, { newer: shape.isNewer, live }));
}

/** The flags beside `tasks` that say which kinds of agents and hypervisors exist. */
export function presenceFlags({ world }: Backup): Record<string, boolean> {
  const kinds = new Set([...world.fleet.devices.values()].map((device) => device.platform));
  const hosts = new Set([...world.fleet.hypervisors.values()].map((hypervisor) => hypervisor.hostType));
  return {
    has_devices: world.fleet.devices.size > 0,
    has_dsm_agent: kinds.has(4),
    has_hyperv_inventories: hosts.has(3),
    has_linux_agent: kinds.has(2),
    has_mac_agent: kinds.has(3),
    has_vmware_inventories: hosts.has(1) || hosts.has(2),
    has_windows_agent: kinds.has(1),
  };
}
