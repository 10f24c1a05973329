import assert from 'node:assert/strict';

import { parseTask } from '../../../src/abb/shapes/task.js';

const NOW = 1_742_000_000;

/** A row as DSM sends it, with the fields of a real one and values of our own. */
const row = {
  allow_manual_backup: true,
  backup_type: 2,
  device_count: 1,
  devices: [
    {
      agent_can_backup: true,
      agent_status: 'online',
      agent_token: 'secret',
      backup_type: 2,
      create_time: 1_709_413_484,
      device_id: 5,
      device_uuid: 'uuid-5',
      host_ip: '192.168.1.7',
      host_name: 'anna-laptop',
      login_password: 'secret',
      login_time: 1_709_413_493,
      login_user: 'anna',
      os_name: 'Windows 11(64-bit)',
      platform_type: 1,
    },
  ],
  enable_app_aware_bkp: false,
  enable_compress_transfer: true,
  enable_dedup: true,
  enable_encrypt_transfer: true,
  enable_notify: false,
  enable_shutdown_after_complete: false,
  enable_verification: false,
  enable_wake_up: false,
  last_result: {
    backup_type: 2,
    error_count: 0,
    job_action: 1,
    result_id: 593,
    status: 2,
    success_count: 0,
    task_config: { device_list: [{ device_id: 5, host_name: 'anna-laptop' }] },
    task_id: 5,
    task_name: "Anna's laptop",
    time_end: 1_741_946_439,
    time_start: 1_741_946_267,
    transfered_bytes: 2_122_801_152,
    warning_count: 0,
  },
  next_trigger_time: 1_742_176_800,
  retention_policy: {
    gfs_days: '7',
    gfs_months: '12',
    gfs_weeks: '4',
    gfs_years: '3',
    keep_all: false,
    keep_versions: 10,
  },
  sched_content: {
    enable_backup_window: false,
    is_continuous_paused: false,
    repeat_hour: 0,
    repeat_type: 'Weekly',
    run_hour: 3,
    run_min: 0,
    run_weekday: [1, 2, 3, 4, 5],
    schedule_setting_type: 1,
  },
  share_name: 'ActiveBackupforBusiness',
  source_type: 2,
  storage_id: 1,
  target_status: 'online',
  task_id: 5,
  task_name: "Anna's laptop",
  version_count: 2,
  versions: [
    {
      folder_name: 'ActiveBackup_2025-03-13_211215',
      is_snapshot: true,
      locked: true,
      status: 5,
      time_end: 1_741_901_184,
      time_start: 1_741_900_335,
      used_size: 0,
      version_id: 162,
    },
    {
      folder_name: 'ActiveBackup_2025-03-14_105745',
      is_snapshot: true,
      locked: false,
      status: 3,
      time_end: 1_741_946_439,
      time_start: 1_741_946_267,
      used_size: 0,
      version_id: 163,
    },
  ],
};

const result = {
  id: 593,
  taskId: 5,
  taskName: "Anna's laptop",
  backupType: 'pc',
  action: 'backup',
  outcome: 'success',
  startedAt: '2025-03-14T09:57:47.000Z',
  endedAt: '2025-03-14T10:00:39.000Z',
  durationSeconds: 172,
  transferredBytes: 2_122_801_152,
  devices: [{ id: 5, name: 'anna-laptop' }],
  successCount: 0,
  warningCount: 0,
  errorCount: 0,
};

const task = {
  id: 5,
  name: "Anna's laptop",
  backupType: 'pc',
  source: 'system_volume',
  state: 'idle',
  progress: null,
  deviceCount: 1,
  devices: [
    {
      id: 5,
      uuid: 'uuid-5',
      name: 'anna-laptop',
      address: '192.168.1.7',
      os: 'Windows 11(64-bit)',
      platform: 'windows',
      backupType: 'pc',
      agentStatus: 'online',
      canBackUp: true,
      registeredAt: '2024-03-02T21:04:44.000Z',
      userName: 'anna',
      tasks: [{ id: 5, name: "Anna's laptop" }],
      lastBackup: null,
    },
  ],
  lastBackup: result,
  lastJob: result,
  nextRunAt: '2025-03-17T02:00:00.000Z',
  schedule: {
    triggers: ['schedule'],
    weekdays: [1, 2, 3, 4, 5],
    hour: 3,
    minute: 0,
    everyHours: null,
    paused: false,
    windowed: false,
  },
  retention: { keepAll: false, versions: 10, days: null, daily: 7, weekly: 4, monthly: 12, yearly: 3 },
  versionCount: 2,
  versions: [
    {
      id: 163,
      taskId: 5,
      folderName: 'ActiveBackup_2025-03-14_105745',
      startedAt: '2025-03-14T09:57:47.000Z',
      endedAt: '2025-03-14T10:00:39.000Z',
      status: 'complete',
      locked: false,
      snapshot: true,
      usedBytes: 0,
    },
    {
      id: 162,
      taskId: 5,
      folderName: 'ActiveBackup_2025-03-13_211215',
      startedAt: '2025-03-13T21:12:15.000Z',
      endedAt: '2025-03-13T21:26:24.000Z',
      status: 'partial_success',
      locked: true,
      snapshot: true,
      usedBytes: 0,
    },
  ],
  storageId: 1,
  shareName: 'ActiveBackupforBusiness',
  targetStatus: 'online',
  options: {
    manualBackup: true,
    compressTransfer: true,
    encryptTransfer: true,
    deduplicate: true,
    applicationAware: false,
    verification: false,
    notify: false,
    wakeUp: false,
    shutDownAfterwards: false,
  },
};

/** The same row as an awkward DSM writes it: every number in it as text. */
function inText(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(inText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, inText(field)]));
}

describe('a task', () => {
  it('is made of a row of DSM', () => {
    assert.deepEqual(parseTask(row, NOW), task);
  });

  it('is the same when DSM writes numbers as text', () => {
    assert.deepEqual(parseTask(inText(row) as typeof row, NOW), task);
  });

  it('is the same when later versions send more', () => {
    assert.deepEqual(parseTask({ ...row, workload_uuid: 'x', brand_new: { a: [1] } }, NOW), task);
  });

  it('has the same properties when DSM sends nothing, null or an empty list for each', () => {
    const empty = parseTask({}, NOW);
    assert.deepEqual(Object.keys(empty), Object.keys(task));
    assert.deepEqual(empty.devices, []);
    assert.equal(empty.state, 'idle');
    assert.equal(empty.lastBackup, null);
    assert.equal(empty.schedule, null);
  });

  it('has no last backup when its newest job is a purge', () => {
    const purge = { ...row.last_result, job_action: 131_072 };
    const { lastBackup, lastJob } = parseTask({ ...row, last_result: purge }, NOW);
    assert.equal(lastBackup, null);
    assert.equal(lastJob?.action, 'delete_version');
  });

  it('has no last backup while its newest job runs', () => {
    const open = { ...row.last_result, status: 1, time_start: NOW - 60, time_end: 0 };
    const { lastBackup, lastJob, state } = parseTask({ ...row, last_result: open }, NOW);
    assert.equal(lastBackup, null);
    assert.equal(lastJob?.outcome, 'running');
    assert.equal(lastJob.endedAt, null);
    assert.equal(lastJob.durationSeconds, null);
    assert.equal(state, 'running');
  });

  it('has a last backup that failed early, for which not every DSM gives the time of its end', () => {
    const early = { ...row.last_result, status: 4, time_start: NOW - 60, time_end: 0 };
    const { lastBackup, state } = parseTask({ ...row, last_result: early }, NOW);
    assert.equal(lastBackup?.outcome, 'fail');
    assert.equal(lastBackup.endedAt, null);
    assert.equal(state, 'idle');
  });

  for (const never of [null, {}, { result_id: 0, status: 0 }, undefined]) {
    it(`has no last job when DSM says ${JSON.stringify(never ?? null)}`, () => {
      assert.equal(parseTask({ ...row, last_result: never }, NOW).lastJob, null);
    });
  }

  for (const next of [0, -1, '-1', undefined]) {
    it(`does not run by itself when the next time is ${String(next)}`, () => {
      assert.equal(parseTask({ ...row, next_trigger_time: next }, NOW).nextRunAt, null);
    });
  }

  it('has no schedule when nothing triggers it, or no day is chosen', () => {
    const { sched_content } = row;
    const none = { ...sched_content, schedule_setting_type: 0 };
    const noDay = { ...sched_content, run_weekday: [] };
    assert.equal(parseTask({ ...row, sched_content: none }, NOW).schedule, null);
    assert.equal(parseTask({ ...row, sched_content: noDay }, NOW).schedule, null);
  });

  it('has its days in the order of the week, whatever it was in the reply', () => {
    const sched_content = { ...row.sched_content, run_weekday: ['5', 0, 3, 1] };
    assert.deepEqual(parseTask({ ...row, sched_content }, NOW).schedule?.weekdays, [0, 1, 3, 5]);
  });

  it('keeps a trigger that needs no day', () => {
    const sched_content = { ...row.sched_content, schedule_setting_type: 2, run_weekday: [] };
    assert.deepEqual(parseTask({ ...row, sched_content }, NOW).schedule?.triggers, ['event']);
  });

  it('keeps a code that nobody knows', () => {
    const { backupType, lastJob } = parseTask(
      { ...row, backup_type: 9, last_result: { ...row.last_result, status: 42 } },
      NOW,
    );
    assert.equal(backupType, 'unknown(9)');
    assert.equal(lastJob?.outcome, 'unknown(42)');
  });

  it('does what DSM says by listing it, where its row shows nothing', () => {
    assert.equal(parseTask(row, NOW, 'deleting').state, 'deleting');
    const running = { ...row, progress: { running_task_status: 1 } };
    assert.equal(parseTask(running, NOW, 'waiting').state, 'running');
  });

  it('holds no secret', () => {
    assert.ok(!JSON.stringify(parseTask(row, NOW)).includes('secret'));
  });
});
