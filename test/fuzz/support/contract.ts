/**
 * The shapes of results as the documentation promises them (`docs/operations.md` and the contract of the nodes),
 * written down without looking at the code that makes them.
 */
import {
  between,
  type Check,
  dependingOn,
  finiteNumber,
  flag,
  list,
  object,
  oneOf,
  orNull,
  text,
  time,
  word,
} from './shape-checks.js';

const someNumber = orNull(finiteNumber);
const someText = orNull(text);
const someTime = orNull(time);
const someFlag = orNull(flag);

const named = object({ id: someNumber, name: someText });
const backupType = orNull(word('vm', 'pc', 'physical_server', 'file_server', 'nas'));
const outcome = word('running', 'success', 'partial_success', 'fail', 'cancel', 'no_backup');
const action = word(
  ...['backup', 'dedup_data', 'restore', 'migrate', 'delete_target', 'delete_version', 'delete_host'],
  ...['relink', 'create_task'],
);

const result = object({
  id: someNumber,
  taskId: someNumber,
  taskName: someText,
  backupType,
  action: orNull(action),
  outcome,
  startedAt: someTime,
  endedAt: someTime,
  durationSeconds: orNull(between(0, Number.MAX_VALUE)),
  transferredBytes: someNumber,
  devices: list(named),
  successCount: someNumber,
  warningCount: someNumber,
  errorCount: someNumber,
});

const device = object({
  id: someNumber,
  uuid: someText,
  name: someText,
  address: someText,
  os: someText,
  platform: orNull(word('windows', 'linux', 'macos', 'dsm')),
  backupType,
  agentStatus: someText,
  canBackUp: someFlag,
  registeredAt: someTime,
  userName: someText,
  tasks: list(named),
  lastBackup: orNull(result),
});

const version = object({
  id: someNumber,
  taskId: someNumber,
  folderName: someText,
  startedAt: someTime,
  endedAt: someTime,
  status: orNull(
    word(
      ...['backing_up', 'deleting', 'paused', 'complete', 'fail', 'partial_success', 'cancel'],
      ...['delete_failed', 'cloning', 'waiting'],
    ),
  ),
  locked: someFlag,
  snapshot: someFlag,
  usedBytes: someNumber,
});

const schedule = object({
  triggers: list(oneOf('schedule', 'event', 'continuous')),
  weekdays: list(finiteNumber),
  hour: someNumber,
  minute: someNumber,
  everyHours: someNumber,
  paused: flag,
  windowed: flag,
});

const task = object({
  id: someNumber,
  name: someText,
  backupType,
  source: orNull(word('entire_device', 'system_volume', 'custom_volumes')),
  state: oneOf('idle', 'running', 'waiting', 'cancelling', 'deleting'),
  progress: orNull(
    object({ percent: orNull(between(0, 100)), transferredBytes: someNumber, totalBytes: someNumber }),
  ),
  deviceCount: someNumber,
  devices: list(device),
  lastBackup: orNull(result),
  lastJob: orNull(result),
  nextRunAt: someTime,
  schedule: orNull(schedule),
  retention: object({ keepAll: flag, versions: someNumber, days: someNumber }),
  versionCount: someNumber,
  versions: orNull(list(version)),
  storageId: someNumber,
  shareName: someText,
  targetStatus: someText,
  options: object({ compressTransfer: someFlag, encryptTransfer: someFlag, notify: someFlag }),
});

const logEntry = object({
  id: someNumber,
  at: someTime,
  level: orNull(word('error', 'warning', 'information')),
  type: someNumber,
  errorCode: someNumber,
  text,
  task: orNull(named),
  device: orNull(named),
  resultId: someNumber,
  userName: someText,
  details: object({}),
});

const deviceTransfers = object({
  device,
  transferredBytes: finiteNumber,
  processedBytes: finiteNumber,
  runs: list(
    object({
      resultId: someNumber,
      outcome,
      startedAt: someTime,
      endedAt: someTime,
      durationSeconds: orNull(between(0, Number.MAX_VALUE)),
      transferredBytes: someNumber,
      processedBytes: someNumber,
    }),
  ),
});

const deviceShare = object({ count: someNumber, bytes: someNumber });

const storage = object({
  id: someNumber,
  shareName: someText,
  volumeName: someText,
  volumePath: someText,
  fileSystem: someText,
  mounted: someFlag,
  usedBytes: someNumber,
  compressedBytes: someNumber,
  freeBytes: someNumber,
  totalBytes: someNumber,
  deviceCount: someNumber,
  devices: object({
    pc: deviceShare,
    server: deviceShare,
    vm: deviceShare,
    fileServer: deviceShare,
    nas: deviceShare,
  }),
  compacting: orNull(finiteNumber),
  busy: flag,
});

const hypervisor = object({ id: someNumber, name: someText, type: someText, address: someText });

const certificate = object({
  commonName: someText,
  issuer: someText,
  altNames: list(text),
  validUntil: someTime,
});

const settings = object({
  maxConcurrentDevices: someNumber,
  memoryLimitPercent: someNumber,
  retentionTime: object({ hour: someNumber, minute: someNumber }),
  bandwidth: object({
    enabled: someFlag,
    megabytesPerSecond: someNumber,
    ipStart: someText,
    ipEnd: someText,
  }),
  certificate: object({
    usePackageCertificate: someFlag,
    dsm: orNull(certificate),
    package: orNull(certificate),
  }),
  other: object({}),
});

const accepted = object({ taskIds: list(finiteNumber), accepted: oneOf(true) });

const outcomes = list(
  object({
    task: named,
    outcome: word(
      ...['running', 'success', 'partial_success', 'fail', 'cancel', 'no_backup'],
      ...['not_started', 'timeout'],
    ),
    result: orNull(result),
    alreadyRunning: flag,
    waitedSeconds: between(0, Number.MAX_VALUE),
  }),
);

const healthState = oneOf('ok', 'idle', 'learning', 'running', 'overdue', 'failing', 'never');

const judged = object({
  id: someNumber,
  name: someText,
  state: healthState,
  reason: text,
  lastSuccessAt: someTime,
  ageSeconds: orNull(between(0, Number.MAX_VALUE)),
  allowanceSeconds: orNull(between(0, Number.MAX_VALUE)),
  typicalIntervalSeconds: orNull(between(0, Number.MAX_VALUE)),
  consecutiveFailures: between(0, Number.MAX_SAFE_INTEGER),
  nextRunAt: someTime,
  days: list(
    object({
      date: text,
      outcome: oneOf('success', 'partial', 'fail', 'cancel', 'none'),
      bytes: finiteNumber,
    }),
  ),
});

const counts = object({
  ok: finiteNumber,
  idle: finiteNumber,
  learning: finiteNumber,
  running: finiteNumber,
  overdue: finiteNumber,
  failing: finiteNumber,
  never: finiteNumber,
});

const health = object({ at: time, summary: counts, tasks: list(judged), devices: list(judged) });

/** The promised shape of the result of each operation, by its name. */
export const resultShapes: Readonly<Record<string, Check>> = {
  tasks: list(task),
  versions: list(version),
  devices: list(device),
  transfers: list(deviceTransfers),
  hypervisors: list(hypervisor),
  storage: list(storage),
  logs: list(logEntry),
  history: list(result),
  resultDetails: list(logEntry),
  health,
  settings,
  setConcurrentDevices: settings,
  setRetentionTime: settings,
  setBandwidth: settings,
  setCertificate: settings,
  runBackup: dependingOn('accepted', accepted, outcomes),
  cancelBackup: accepted,
  removeTask: dependingOn('dryRun', object({ tasks: list(named) }), accepted),
  deleteVersions: dependingOn('dryRun', object({ taskId: finiteNumber, versions: list(version) }), accepted),
};
