import assert from 'node:assert/strict';

import { operations } from '../../../src/index.js';
import { useLiteralNas } from '../../support/literal-nas.js';

// 2025-03-14T09:37:47Z and an hour later, as DSM counts.
const START = 1_741_945_067;
const END = START + 3600;
const STARTED_AT = '2025-03-14T09:37:47.000Z';
const ENDED_AT = '2025-03-14T10:37:47.000Z';

describe('a literal reply of DSM about machines', () => {
  const { run } = useLiteralNas();

  it('becomes versions, newest first, also from text, null and unknown codes', async () => {
    const versions = [
      {
        version_id: 3,
        folder_name: 'a',
        time_start: START,
        time_end: END,
        status: 3,
        locked: true,
        is_snapshot: false,
        used_size: 9,
      },
      { version_id: '12', status: '777', time_start: '0', time_end: null, locked: 'true', used_size: '8' },
      { version_id: 5, status: 42, future_field: { x: 1 } },
    ];
    const none = {
      taskId: 7,
      folderName: null,
      startedAt: null,
      endedAt: null,
      locked: null,
      snapshot: null,
      usedBytes: null,
    };
    assert.deepEqual(
      await run(operations.versions, { taskId: 7 }, { 'Version.list': { versions, total: 3 } }),
      [
        { ...none, id: 12, status: 'waiting', locked: true, usedBytes: 8 },
        { ...none, id: 5, status: 'unknown(42)' },
        {
          id: 3,
          taskId: 7,
          folderName: 'a',
          startedAt: STARTED_AT,
          endedAt: ENDED_AT,
          status: 'complete',
          locked: true,
          snapshot: false,
          usedBytes: 9,
        },
      ],
    );
  });

  it('becomes devices with their tasks, the state of their agents and their last backups', async () => {
    const result = { result_id: 70, task_id: 7, job_action: 1, status: 2, time_start: START, time_end: END };
    const devices = [
      { device_id: '10', host_name: 'pc10', agent_token: 'secret', login_password: 'secret' },
      {
        device_id: 9,
        host_name: 'pc2',
        device_uuid: 'u',
        host_ip: '10.0.0.2',
        os_name: 'Windows 11',
        platform_type: 1,
        backup_type: 2,
        create_time: START,
        login_user: 'anna',
        agent_token: 'secret',
        last_result: { ...result, result_id: 71, status: 4 },
      },
    ];
    const tasks = [
      {
        task_id: 7,
        task_name: 'Office',
        devices: [
          { device_id: 9, agent_status: 'online', agent_can_backup: true },
          { device_id: 10, agent_status: 'sleeping' },
        ],
        last_result: { ...result, transfered_bytes: 5 },
      },
    ];
    const replies = { 'Device.list': { devices, total: 2 }, 'Task.list': { tasks, total: 1 } };
    const backup = {
      id: 71,
      taskId: 7,
      taskName: null,
      backupType: null,
      action: 'backup',
      outcome: 'fail',
      startedAt: STARTED_AT,
      endedAt: ENDED_AT,
      durationSeconds: 3600,
      transferredBytes: null,
      devices: [],
      successCount: null,
      warningCount: null,
      errorCount: null,
    };
    assert.deepEqual(await run(operations.devices, {}, replies), [
      {
        id: 9,
        uuid: 'u',
        name: 'pc2',
        address: '10.0.0.2',
        os: 'Windows 11',
        platform: 'windows',
        backupType: 'pc',
        agentStatus: 'online',
        canBackUp: true,
        registeredAt: STARTED_AT,
        userName: 'anna',
        tasks: [{ id: 7, name: 'Office' }],
        lastBackup: backup,
      },
      {
        id: 10,
        uuid: null,
        name: 'pc10',
        address: null,
        os: null,
        platform: null,
        backupType: null,
        agentStatus: 'sleeping',
        canBackUp: null,
        registeredAt: null,
        userName: null,
        tasks: [{ id: 7, name: 'Office' }],
        lastBackup: { ...backup, id: 70, outcome: 'success', transferredBytes: 5 },
      },
    ]);
  });

  it('does not take a purge or a run under way for the last backup of a device', async () => {
    const backup = { result_id: 60, task_id: 7, job_action: 1, status: 3, time_start: START, time_end: END };
    for (const newest of [
      { result_id: 72, task_id: 7, job_action: 131_072, status: 2, time_start: END, time_end: END + 5 },
      { result_id: 72, task_id: 7, job_action: 1, status: 1, time_start: END, time_end: 0 },
    ]) {
      const found = (await run(
        operations.devices,
        {},
        {
          'Device.list': { devices: [{ device_id: 9, host_name: 'pc', last_result: newest }], total: 1 },
          'Task.list': {
            tasks: [{ task_id: 7, task_name: 'T', devices: [{ device_id: 9 }], last_result: newest }],
          },
          'Log.list_result': { results: [backup], count: 1 },
        },
      )) as { lastBackup: { id: number; outcome: string } }[];
      assert.deepEqual([found[0]?.lastBackup.id, found[0]?.lastBackup.outcome], [60, 'partial_success']);
    }
  });

  it('becomes the transfers of devices, runs newest first, whatever DSM’s order', async () => {
    const run1 = {
      result_id: 5,
      status: 2,
      time_start: START,
      time_end: END,
      processed_bytes: '30',
      transfered_bytes: 20,
    };
    const run2 = { result_id: 6, status: 1, time_start: END, time_end: 0, transfered_bytes: '7' };
    const device_list = [
      { device: { device_id: 2, host_name: 'b', agent_token: 'secret' }, transfer_list: [run1, run2] },
      { device: { device_id: 1, host_name: 'a' }, transfer_list: null },
    ];
    const found = (await run(
      operations.transfers,
      {},
      {
        'Overview.list_device_transfer_size': { device_list, total: 2 },
      },
    )) as { device: { id: number } }[];
    assert.ok(!JSON.stringify(found).includes('secret'));
    assert.deepEqual(
      found.map((entry) => ({ ...entry, device: entry.device.id })),
      [
        { device: 1, transferredBytes: 0, processedBytes: 0, runs: [] },
        {
          device: 2,
          transferredBytes: 27,
          processedBytes: 30,
          runs: [
            {
              resultId: 6,
              outcome: 'running',
              startedAt: ENDED_AT,
              endedAt: null,
              durationSeconds: null,
              transferredBytes: 7,
              processedBytes: null,
            },
            {
              resultId: 5,
              outcome: 'success',
              startedAt: STARTED_AT,
              endedAt: ENDED_AT,
              durationSeconds: 3600,
              transferredBytes: 20,
              processedBytes: 30,
            },
          ],
        },
      ],
    );
  });
});
