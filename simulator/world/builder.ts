/** Makes tasks and devices with all the details that nobody wants to write down for each of them. */
import { BACKUP_TYPE, PLATFORM, SOURCE_TYPE } from './codes.js';
import type { BackupType, Platform, SourceType } from './codes.js';
import type { Fleet } from './fleet.js';
import type { Device, Retention, Schedule, Task } from './model.js';
import type { Random } from './random.js';
import { UNSCHEDULED } from './schedule.js';
import { DAY } from './time.js';

export const GIGABYTE = 1024 ** 3;

/** What is special about a device. */
export interface DeviceSketch {
  readonly hostName: string;
  readonly backupType: BackupType;
  readonly osName?: string;
  readonly userName?: string;
  readonly usedGigabytes?: number;
  readonly hypervisorId?: number;
}

/** What is special about a task. */
export interface TaskSketch {
  readonly name: string;
  readonly backupType: BackupType;
  readonly deviceIds: readonly number[];
  readonly storageId: number;
  readonly sourceType?: SourceType;
  readonly schedule?: Schedule;
  readonly retention?: Retention;
  readonly failRate?: number;
  readonly manualRunsPerWeek?: number;
  readonly maxConcurrentDevices?: number;
}

export const KEEP_TEN: Retention = { keepAll: false, keepVersions: 10, keepDays: 0 };

const USUAL_SYSTEM: Readonly<Record<BackupType, string>> = {
  [BACKUP_TYPE.vm]: '',
  [BACKUP_TYPE.pc]: 'Windows 11(64-bit)',
  [BACKUP_TYPE.physicalServer]: 'Windows Server 2022(64-bit)',
  [BACKUP_TYPE.fileServer]: 'smb',
  [BACKUP_TYPE.nas]: 'DSM 7.2.2-72806',
};

function platformOf(osName: string): Platform {
  if (osName.startsWith('Windows')) return PLATFORM.windows;
  if (osName.startsWith('macOS')) return PLATFORM.mac;
  if (osName.startsWith('DSM')) return PLATFORM.dsm;
  return /ubuntu|debian|linux/i.test(osName) ? PLATFORM.linux : PLATFORM.none;
}

function usualSource(backupType: BackupType): SourceType {
  const wholeOnly = backupType === BACKUP_TYPE.vm || backupType === BACKUP_TYPE.fileServer;
  return wholeOnly ? SOURCE_TYPE.none : SOURCE_TYPE.entireDevice;
}

export class Builder {
  readonly #fleet: Fleet;
  readonly #random: Random;
  readonly #begin: number;
  #lastDeviceId = 0;

  /** @param begin when the world began, seconds */
  constructor(fleet: Fleet, random: Random, begin: number) {
    this.#fleet = fleet;
    this.#random = random;
    this.#begin = begin;
  }

  /** Adds a device and answers its id. @param at when it was registered, seconds; long ago when missing */
  device(sketch: DeviceSketch, at?: number): number {
    this.#lastDeviceId += 1;
    const id = this.#lastDeviceId;
    const osName = sketch.osName ?? USUAL_SYSTEM[sketch.backupType];
    const gigabytes = sketch.usedGigabytes ?? this.#random.integer(20, 600, id, 11);
    const device: Device = {
      id,
      uuid: this.#random.uuid(id),
      hostName: sketch.hostName,
      address: `192.168.${String(id >> 8)}.${String(id & 255)}`,
      osName,
      platform: platformOf(osName),
      backupType: sketch.backupType,
      hypervisorId: sketch.hypervisorId ?? 0,
      registeredAt: at ?? this.#begin - this.#random.integer(60 * DAY, 900 * DAY, id, 12),
      userName: sketch.userName ?? 'backup-user',
      userId: 1026,
      usedBytes: gigabytes * GIGABYTE,
      online: true,
    };
    this.#fleet.devices.set(id, device);
    return id;
  }

  /** Adds a task and answers it. @param at when it was made, seconds; long ago when missing */
  task(sketch: TaskSketch, at?: number): Task {
    const id = this.#fleet.nextTaskId;
    const createdAt = at ?? this.#begin - this.#random.integer(30 * DAY, 800 * DAY, id, 13);
    const task: Task = {
      id,
      name: sketch.name,
      backupType: sketch.backupType,
      sourceType: sketch.sourceType ?? usualSource(sketch.backupType),
      deviceIds: sketch.deviceIds,
      storageId: sketch.storageId,
      schedule: sketch.schedule ?? UNSCHEDULED,
      scheduleModifiedAt: createdAt + 160,
      retention: sketch.retention ?? KEEP_TEN,
      maxConcurrentDevices: sketch.maxConcurrentDevices ?? 0,
      createdAt,
      uuid: this.#random.uuid(id + 500_000_000),
      scheduleUuid: this.#random.uuid(id + 600_000_000),
      workloadUuid: this.#random.uuid(id + 700_000_000),
      targetFolder: `ActiveBackupData/${sketch.name.replaceAll(/[^A-Za-z0-9]+/g, '_')}_${String(id)}`,
      failRate: sketch.failRate ?? 0,
      manualRunsPerWeek: sketch.manualRunsPerWeek ?? 0,
    };
    this.#fleet.addTask(task);
    return task;
  }

  /** Adds a storage on a volume of its own; `id` counts from 1. */
  storage(id: number, shareName: string, usedGigabytes: number): void {
    this.#fleet.storages.set(id, {
      id,
      shareName,
      volumeName: `Volume ${String(id)}`,
      volumePath: `/volume${String(id)}`,
      volumeBytes: Math.ceil((usedGigabytes * 2 + 4000) / 4000) * 4000 * GIGABYTE,
      otherBytes: 300 * GIGABYTE,
      usedBytes: usedGigabytes * GIGABYTE,
    });
  }
}
