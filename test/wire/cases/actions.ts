import { ALL_TASKS, type ExpectedCall, wireTable } from '../wire-case.js';

/** What an action looks at before it acts: what runs already, what would be deleted. */
const WITH_VERSIONS: ExpectedCall = ['Task.list', { ...ALL_TASKS[1], load_versions: 'true' }];
const RUNNING: ExpectedCall = ['Task.list', { ...ALL_TASKS[1], filter: '{"status":"backingup"}' }];
const WAITING: ExpectedCall = ['Task.list', { ...ALL_TASKS[1], filter: '{"status":"waiting"}' }];

const LOOKS = { before: [ALL_TASKS, RUNNING, WAITING] };
const LOOKS_UP_NAMES = { before: [ALL_TASKS, ...LOOKS.before] };

export const runBackup = wireTable(
  'runBackup',
  ['Task.backup', { trigger_type: '1' }],
  [
    [{ taskIds: 2 }, { task_ids: '[2]' }],
    [{ taskIds: '2' }, { task_ids: '[2]' }],
    [{ taskIds: [2] }, { task_ids: '[2]' }],
    [{ taskIds: [3, '1', 2] }, { task_ids: '[3,1,2]' }],
    [{ taskIds: [3, 3, '3', 1] }, { task_ids: '[3,1]' }],
    [{ taskIds: 2, wait: false }, { task_ids: '[2]' }],
    [{ taskIds: 2, wait: 'false', timeout: 5 }, { task_ids: '[2]' }],
    [{ taskNames: 'NAS 5' }, { task_ids: '[5]' }, LOOKS_UP_NAMES],
    [{ taskNames: ['NAS 5', 'Server 2', 'NAS 5'] }, { task_ids: '[5,2]' }, LOOKS_UP_NAMES],
  ],
  [
    [{}, 'taskIds'],
    [{ taskIds: [] }, 'taskIds'],
    [{ taskIds: 0 }, 'taskIds'],
    [{ taskIds: [1, 'x'] }, 'taskIds'],
    [{ taskIds: '1,2' }, 'taskIds'],
    [{ taskIds: { id: 1 } }, 'taskIds'],
    [{ taskIds: [[1]] }, 'taskIds'],
    [{ taskIds: true }, 'taskIds'],
    [{ taskNames: [] }, 'taskNames'],
    [{ taskNames: [1] }, 'taskNames'],
    [{ taskIds: 1, taskNames: 'NAS 5' }, 'taskNames'],
    [{ taskIds: 1, wait: 'soon' }, 'wait'],
    [{ taskIds: 1, wait: true, timeout: 0 }, 'timeout'],
    [{ taskIds: 1, wait: true, timeout: 'long' }, 'timeout'],
    [{ taskId: 1 }, 'taskId'],
  ],
  LOOKS,
);

export const cancelBackup = wireTable(
  'cancelBackup',
  ['Task.cancel', {}],
  [
    [{ taskIds: 2 }, { task_ids: '[2]' }],
    [{ taskIds: '2' }, { task_ids: '[2]' }],
    [{ taskIds: [3, 1, 3] }, { task_ids: '[3,1]' }],
    [{ taskNames: 'Server 2' }, { task_ids: '[2]' }, { before: [ALL_TASKS] }],
    [{ taskNames: ['NAS 5', 'Server 2'] }, { task_ids: '[5,2]' }, { before: [ALL_TASKS] }],
  ],
  [
    [{}, 'taskIds'],
    [{ taskIds: [] }, 'taskIds'],
    [{ taskIds: [null] }, 'taskIds'],
    [{ taskIds: 1, wait: true }, 'wait'],
  ],
);

/** Played with an armed node; what happens with any other is in the tests of the nodes. */
export const removeTask = wireTable(
  'removeTask',
  ['Task.remove', {}],
  [
    [{ taskIds: 2, confirm: 'Server 2' }, { task_ids: '[2]' }],
    [{ taskIds: [2], confirm: ['Server 2'] }, { task_ids: '[2]' }],
    [{ taskIds: [5, 2], confirm: ['NAS 5', 'Server 2'] }, { task_ids: '[5,2]' }],
    [{ taskNames: 'NAS 5', confirm: 'NAS 5' }, { task_ids: '[5]' }, { before: [ALL_TASKS, WITH_VERSIONS] }],
  ],
  [
    [{}, 'taskIds'],
    [{ confirm: 'Server 2' }, 'taskIds'],
    [{ taskIds: [], confirm: [] }, 'taskIds'],
    [{ taskIds: 2, confirm: true }, 'confirm'],
    [{ taskIds: 2, confirm: { name: 'Server 2' } }, 'confirm'],
    [{ taskIds: 2, confirm: 'Server 2', force: true }, 'force'],
    [{ taskIds: 2, confirm: 'Server 2', armed: true }, 'armed'],
    [{ taskIds: 2, confirm: 'Server 2', dryRun: false }, 'dryRun'],
  ],
  { before: [WITH_VERSIONS] },
);

const VERSIONS_OF_2: ExpectedCall = ['Version.list', { task_id: '2' }];

/** The NAS that the cases are played on has versions 11, 12 and 13 of every task. */
export const deleteVersions = wireTable(
  'deleteVersions',
  ['Version.delete', { task_id: '2' }],
  [
    [{ taskId: 2, versionIds: 11, confirm: 11 }, { version_ids: '[11]' }],
    [{ taskId: 2, versionIds: [11], confirm: ['11'] }, { version_ids: '[11]' }],
    [{ taskId: '2', versionIds: ['13', 11], confirm: [13, 11] }, { version_ids: '[13,11]' }],
    [{ taskId: 2, versionIds: [12, 12], confirm: [12] }, { version_ids: '[12]' }],
    [
      { taskName: 'Server 2', versionIds: [12], confirm: [12] },
      { version_ids: '[12]' },
      { before: [ALL_TASKS, VERSIONS_OF_2] },
    ],
  ],
  [
    [{}, 'versionIds'],
    [{ versionIds: [11], confirm: [11] }, 'taskId'],
    [{ taskId: 2, confirm: [11] }, 'versionIds'],
    [{ taskId: 2, versionIds: [], confirm: [] }, 'versionIds'],
    [{ taskId: 2, versionIds: 'all', confirm: 'all' }, 'versionIds'],
    [{ taskIds: 2, versionIds: [11], confirm: [11] }, 'taskIds'],
    [{ taskId: 2, versionIds: [11], confirm: [{}] }, 'confirm'],
    [{ taskId: 2, versionIds: [11], confirm: [11], dryRun: false }, 'dryRun'],
  ],
  { before: [VERSIONS_OF_2] },
);
