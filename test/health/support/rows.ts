import type { Device } from '../../../src/abb/shapes/device.js';
import type { Named, Result } from '../../../src/abb/shapes/result.js';
import type { Schedule } from '../../../src/abb/shapes/schedule.js';
import type { Task } from '../../../src/abb/shapes/task.js';
import type { DeviceRun } from '../../../src/health/index.js';

/** A task of which only the given properties matter. */
export function task(properties: Partial<Task> & { id: number; name: string }): Task {
  return {
    backupType: 'pc',
    source: 'entire_device',
    state: 'idle',
    progress: null,
    deviceCount: properties.devices?.length ?? null,
    devices: [],
    lastBackup: null,
    lastJob: null,
    nextRunAt: null,
    schedule: null,
    retention: {
      keepAll: true,
      versions: null,
      days: null,
      daily: null,
      weekly: null,
      monthly: null,
      yearly: null,
    },
    versionCount: null,
    versions: null,
    storageId: null,
    shareName: null,
    targetStatus: 'online',
    options: {
      manualBackup: null,
      compressTransfer: null,
      encryptTransfer: null,
      deduplicate: null,
      applicationAware: null,
      verification: null,
      notify: null,
      wakeUp: null,
      shutDownAfterwards: null,
    },
    ...properties,
  };
}

/** A device of which only the given properties matter. */
export function device(properties: Partial<Device> & { id: number; name: string }): Device {
  return {
    uuid: null,
    address: null,
    os: null,
    platform: null,
    backupType: 'pc',
    agentStatus: 'online',
    canBackUp: true,
    registeredAt: null,
    userName: null,
    tasks: [],
    lastBackup: null,
    ...properties,
  };
}

/** The result of a run of which only the given properties matter. */
export function result(properties: Partial<Result> & Pick<Result, 'id' | 'taskId' | 'outcome'>): Result {
  return {
    taskName: null,
    backupType: 'pc',
    action: 'backup',
    startedAt: null,
    endedAt: null,
    durationSeconds: null,
    transferredBytes: null,
    devices: [],
    successCount: 0,
    warningCount: 0,
    errorCount: 0,
    ...properties,
  };
}

/** The part of a device in a run. */
export function deviceRun(
  properties: Partial<DeviceRun> & Pick<DeviceRun, 'deviceId' | 'resultId'>,
): DeviceRun {
  return {
    taskId: null,
    outcome: 'success',
    startedAt: null,
    endedAt: null,
    transferredBytes: null,
    ...properties,
  };
}

/** A schedule that starts a task on weekdays (0 is Sunday) at a time. */
export function schedule(weekdays: readonly number[], hour: number, more: Partial<Schedule> = {}): Schedule {
  return {
    triggers: ['schedule'],
    weekdays,
    hour,
    minute: 0,
    everyHours: null,
    paused: false,
    windowed: false,
    ...more,
  };
}

/** How others refer to it. */
export function named({ id, name }: Named): Named {
  return { id, name };
}
