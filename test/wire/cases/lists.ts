import { ago, ALL_TASKS, MARCH_1, MARCH_2, wireTable } from '../wire-case.js';

/** The lists without paging: versions, devices, transfers, hypervisors and storages. */
export const versions = wireTable(
  'versions',
  ['Version.list', {}],
  [
    [{ taskId: 2 }, { task_id: '2' }],
    [{ taskId: '2' }, { task_id: '2' }],
    [{ taskName: 'NAS 5' }, { task_id: '5' }, { before: [ALL_TASKS] }],
    [{ taskName: 'NAS 5', taskId: '' }, { task_id: '5' }, { before: [ALL_TASKS] }],
  ],
  [
    [{}, 'taskId'],
    [{ taskId: '' }, 'taskId'],
    [{ taskId: null }, 'taskId'],
    [{ taskId: [2] }, 'taskId'],
    [{ taskId: '2; 3' }, 'taskId'],
    [{ taskId: 2, versionIds: [1] }, 'versionIds'],
  ],
);

const DEVICES = { load_result: 'true', filter: '{}' };

export const devices = wireTable(
  'devices',
  ['Device.list', DEVICES],
  [
    [{}, {}],
    [{ backupType: 'vm' }, { filter: '{"backup_type":1}' }],
    [{ backupType: 'pc' }, { filter: '{"backup_type":2}' }],
    [{ backupType: 'physical_server' }, { filter: '{"backup_type":3}' }],
    [{ backupType: 'file_server' }, { filter: '{"backup_type":4}' }],
    [{ backupType: 'nas' }, { filter: '{"backup_type":5}' }],
  ],
  [
    [{ backupType: 'none' }, 'backupType'],
    [{ backupType: -1 }, 'backupType'],
    [{ taskId: 1 }, 'taskId'],
  ],
  { after: [ALL_TASKS] },
);

export const transfers = wireTable(
  'transfers',
  ['Overview.list_device_transfer_size', { time_start: ago(86_400), time_end: ago(0) }],
  [
    [{}, {}],
    [{ from: '', to: null }, {}],
    [{ from: MARCH_1.iso }, { time_start: String(MARCH_1.seconds) }],
    [{ from: MARCH_1.date }, { time_start: String(MARCH_1.seconds) }],
    [{ from: MARCH_1.milliseconds }, { time_start: String(MARCH_1.seconds) }],
    [{ from: '7d' }, { time_start: ago(604_800) }],
    [
      { from: '30m', to: '10m' },
      { time_start: ago(1800), time_end: ago(600) },
    ],
    [{ to: '1h' }, { time_end: ago(3600) }],
    [
      { from: MARCH_1.iso, to: MARCH_2.iso },
      { time_start: String(MARCH_1.seconds), time_end: String(MARCH_2.seconds) },
    ],
    [
      { from: 0, to: MARCH_1.seconds },
      { time_start: '0', time_end: String(MARCH_1.seconds) },
    ],
  ],
  [
    [{ from: 'last week' }, 'from'],
    [{ from: '1h', to: '2h' }, 'from'],
    [{ to: true }, 'to'],
    [{ days: 7 }, 'days'],
  ],
);

export const hypervisors = wireTable(
  'hypervisors',
  ['Inventory.list', {}],
  [[{}, {}]],
  [[{ type: 'esxi' }, 'type']],
);

export const storage = wireTable(
  'storage',
  ['Share.list_storage', {}],
  [[{}, {}]],
  [[{ storageId: 1 }, 'storageId']],
  { after: [['Share.list_volume', {}]] },
);
