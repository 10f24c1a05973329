import type { Simulator } from '../../../simulator/index.js';
import { operations } from '../../../src/abb/operations/index.js';
import type { Place } from './matrix-words.js';

const TASK = 'SYNO.ActiveBackup.Task';
const VERSION = 'SYNO.ActiveBackup.Version';
const LOG = 'SYNO.ActiveBackup.Log';
const SETTING = 'SYNO.ActiveBackup.Setting';

const START = { api: TASK, method: 'backup' };
const CANCEL = { api: TASK, method: 'cancel' };
const REMOVE = { api: TASK, method: 'remove' };
const DELETE = { api: VERSION, method: 'delete' };
const SET = { api: SETTING, method: 'set' };
const LIST_TASKS = { api: TASK, method: 'list' };

// Turn 0 is about the first task, turn 1 about the second.
const oneTask = (_nas: Simulator, turn: number) => ({ taskIds: turn + 1 });
const removal = (nas: Simulator, turn: number) => ({
  taskIds: turn + 1,
  confirm: nas.world.task(turn + 1).name,
});
const deletion = (nas: Simulator, turn: number) => {
  const { id } = nas.world.versions.of(nas.world.task(1))[turn] ?? { id: 0 };
  return { taskId: 1, versionIds: id, confirm: [id] };
};
const ARMED = { armed: true, dryRun: false };

// Looks often, and soon gives up a backup that was accepted and does not begin.
const WAITING = { pollInterval: 0.05, startWithin: 3 };

/** Operations that read, struck at the request that gives the list. */
const READS: readonly Place[] = [
  { name: 'tasks', sort: 'read', type: 'abb-tasks', operation: operations.tasks, ...LIST_TASKS },
  {
    name: 'versions',
    sort: 'read',
    type: 'abb-versions',
    operation: operations.versions,
    params: () => ({ taskId: 1 }),
    api: VERSION,
    method: 'list',
  },
  {
    name: 'devices',
    sort: 'read',
    type: 'abb-devices',
    operation: operations.devices,
    api: 'SYNO.ActiveBackup.Device',
    method: 'list',
  },
  {
    name: 'transfers',
    sort: 'read',
    type: 'abb-transfers',
    operation: operations.transfers,
    params: () => ({ from: '7d' }),
    api: 'SYNO.ActiveBackup.Overview',
    method: 'list_device_transfer_size',
  },
  {
    name: 'hypervisors',
    sort: 'read',
    type: 'abb-hypervisors',
    operation: operations.hypervisors,
    api: 'SYNO.ActiveBackup.Inventory',
    method: 'list',
  },
  {
    name: 'storage',
    sort: 'read',
    type: 'abb-storage',
    operation: operations.storage,
    api: 'SYNO.ActiveBackup.Share',
    method: 'list_storage',
  },
  {
    name: 'logs',
    sort: 'read',
    type: 'abb-logs',
    operation: operations.logs,
    api: LOG,
    method: 'list_log',
  },
  {
    name: 'history',
    sort: 'read',
    type: 'abb-history',
    operation: operations.history,
    api: LOG,
    method: 'list_result',
  },
  {
    name: 'result details',
    sort: 'read',
    type: 'abb-result-details',
    operation: operations.resultDetails,
    params: (nas) => ({ resultId: newestResult(nas) }),
    api: LOG,
    method: 'list_result_detail',
  },
  {
    name: 'health',
    sort: 'read',
    type: 'abb-health',
    operation: operations.health,
    tellsTime: true,
    api: LOG,
    method: 'list_result',
  },
  {
    name: 'settings',
    sort: 'read',
    type: 'abb-settings',
    properties: { operation: 'get' },
    operation: operations.getSettings,
    api: SETTING,
    method: 'list',
  },
];

function newestResult(nas: Simulator): number {
  return nas.world.versions.of(nas.world.task(1)).at(-1)?.resultId ?? 0;
}

/** Operations that act, struck at the request that does it. */
const ACTIONS: readonly Place[] = [
  ...setters(),
  {
    name: 'run backup',
    sort: 'action',
    looksFirst: true,
    type: 'abb-run-backup',
    operation: operations.runBackup,
    params: oneTask,
    ...START,
    action: START,
  },
  {
    name: 'run and wait',
    sort: 'action',
    looksFirst: true,
    type: 'abb-run-backup',
    properties: WAITING,
    operation: operations.runBackup,
    params: (nas, turn) => ({ ...oneTask(nas, turn), wait: true }),
    waits: true,
    ...START,
    action: START,
  },
  {
    name: 'cancel backup',
    sort: 'action',
    type: 'abb-cancel-backup',
    operation: operations.cancelBackup,
    params: oneTask,
    ...CANCEL,
    action: CANCEL,
  },
  {
    name: 'remove task',
    sort: 'action',
    looksFirst: true,
    type: 'abb-remove-task',
    properties: ARMED,
    operation: operations.removeTask,
    params: removal,
    ...REMOVE,
    action: REMOVE,
  },
  {
    name: 'delete versions',
    sort: 'action',
    looksFirst: true,
    type: 'abb-delete-versions',
    properties: ARMED,
    operation: operations.deleteVersions,
    params: deletion,
    ...DELETE,
    action: DELETE,
  },
];

function setters(): Place[] {
  const { setConcurrentDevices, setRetentionTime, setBandwidth, setCertificate } = operations;
  const given = [
    { operation: setConcurrentDevices, params: { value: 3 } },
    { operation: setRetentionTime, params: { hour: 4, minute: 30 } },
    { operation: setBandwidth, params: { enable: true, bandwidth: 50 } },
    { operation: setCertificate, params: { usePackageCertificate: true } },
  ];
  return given.map(({ operation, params }) => ({
    name: operation.name,
    sort: 'action',
    type: 'abb-settings',
    properties: { operation: operation.name },
    operation,
    params: () => params,
    ...SET,
    action: SET,
  }));
}

/** The other requests of an action: the looks before it, the reading after it. */
const AROUND_ACTIONS: readonly Place[] = [
  {
    name: 'run backup: look',
    sort: 'look',
    type: 'abb-run-backup',
    operation: operations.runBackup,
    params: oneTask,
    ...LIST_TASKS,
    action: START,
  },
  {
    name: 'cancel backup: name',
    sort: 'look',
    type: 'abb-cancel-backup',
    operation: operations.cancelBackup,
    params: (nas, turn) => ({ taskNames: nas.world.task(turn + 1).name }),
    ...LIST_TASKS,
    action: CANCEL,
  },
  {
    name: 'remove task: look',
    sort: 'look',
    type: 'abb-remove-task',
    properties: ARMED,
    operation: operations.removeTask,
    params: removal,
    ...LIST_TASKS,
    action: REMOVE,
  },
  {
    name: 'delete versions: look',
    sort: 'look',
    type: 'abb-delete-versions',
    properties: ARMED,
    operation: operations.deleteVersions,
    params: deletion,
    api: VERSION,
    method: 'list',
    action: DELETE,
  },
  {
    name: 'setConcurrentDevices: read back',
    sort: 'read',
    type: 'abb-settings',
    properties: { operation: 'setConcurrentDevices' },
    operation: operations.setConcurrentDevices,
    params: () => ({ value: 3 }),
    api: SETTING,
    method: 'list',
    action: SET,
    afterAction: true,
  },
];

/** A wait, struck at its looks. */
const WAIT: Place = {
  name: 'run and wait: look',
  sort: 'wait',
  type: 'abb-run-backup',
  properties: WAITING,
  operation: operations.runBackup,
  // A wait outlasts what passes; only where nothing passes it has to end by itself.
  params: (nas, turn, times) => ({
    ...oneTask(nas, turn),
    wait: true,
    ...(times === 'lasting' ? { timeout: 1 } : {}),
  }),
  waits: true,
  ...LIST_TASKS,
  action: START,
  afterAction: true,
};

const LOGIN = { sort: 'login', api: 'SYNO.API.Auth', method: 'login' } as const;
const DISCOVERY = { sort: 'discovery', api: 'SYNO.API.Info', method: 'query' } as const;
const READ = { type: 'abb-hypervisors', operation: operations.hypervisors };
const ACTION = {
  type: 'abb-cancel-backup',
  operation: operations.cancelBackup,
  params: oneTask,
  action: CANCEL,
};

/** The requests that open a session. */
const OPENING: readonly Place[] = [
  { name: 'login of a read', ...LOGIN, ...READ },
  { name: 'login of an action', ...LOGIN, ...ACTION },
  { name: 'discovery of a read', ...DISCOVERY, ...READ },
  { name: 'discovery of an action', ...DISCOVERY, ...ACTION },
];

/** The columns of the matrix. */
export const PLACES: readonly Place[] = [...READS, ...AROUND_ACTIONS, ...ACTIONS, WAIT, ...OPENING];

/** Whether a session is not to be open yet when the fault strikes. */
export function isSessionPlace({ sort }: Place): boolean {
  return sort === 'login' || sort === 'discovery';
}
