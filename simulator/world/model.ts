/** What the world is made of. All times are seconds since the epoch (UTC), all sizes bytes; 0 is "never". */
import type {
  BackupType,
  Failure,
  JobAction,
  LogLevel,
  LogType,
  Platform,
  ResultStatus,
  SourceType,
  VersionStatus,
} from './codes.js';

/** When a task starts by itself, in the local time of the NAS. */
export interface Schedule {
  readonly enabled: boolean;
  readonly hour: number;
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Every so many hours until midnight; 0 is once a day. */
  readonly repeatHours: number;
}

/** Which versions of a task are kept. */
export interface Retention {
  readonly keepAll: boolean;
  /** At most so many; 0 is no such limit. */
  readonly keepVersions: number;
  /** At most so old; 0 is no such limit. */
  readonly keepDays: number;
}

export interface Task {
  readonly id: number;
  name: string;
  readonly backupType: BackupType;
  readonly sourceType: SourceType;
  readonly deviceIds: readonly number[];
  readonly storageId: number;
  schedule: Schedule;
  scheduleModifiedAt: number;
  retention: Retention;
  /** 0: only the limit of the package counts. */
  maxConcurrentDevices: number;
  readonly createdAt: number;
  readonly uuid: string;
  readonly scheduleUuid: string;
  readonly workloadUuid: string;
  readonly targetFolder: string;
  /** How often a backup of this task fails, 0..1. */
  readonly failRate: number;
  /** Backups per week in the past that somebody started by hand. */
  readonly manualRunsPerWeek: number;
}

export interface Device {
  readonly id: number;
  readonly uuid: string;
  readonly hostName: string;
  readonly address: string;
  readonly osName: string;
  readonly platform: Platform;
  readonly backupType: BackupType;
  readonly hypervisorId: number;
  readonly registeredAt: number;
  readonly userName: string;
  readonly userId: number;
  /** How much data there is to protect. */
  readonly usedBytes: number;
  online: boolean;
}

export interface Storage {
  readonly id: number;
  readonly shareName: string;
  readonly volumeName: string;
  readonly volumePath: string;
  readonly volumeBytes: number;
  /** What other data takes on the volume. */
  readonly otherBytes: number;
  usedBytes: number;
}

export interface Hypervisor {
  readonly id: number;
  readonly hostName: string;
  readonly address: string;
  /** 1 ESXi, 2 vCenter, 3 Hyper-V. */
  readonly hostType: number;
  readonly version: string;
}

/** One job that ran or runs: a backup, a removal of versions, a restore. */
export interface Result {
  readonly id: number;
  readonly taskId: number;
  readonly taskName: string;
  readonly backupType: BackupType;
  readonly action: JobAction;
  readonly status: ResultStatus;
  readonly startedAt: number;
  /** 0 while it runs. */
  readonly endedAt: number;
  readonly deviceIds: readonly number[];
  readonly successCount: number;
  readonly warningCount: number;
  readonly errorCount: number;
}

/** The part that one device had in a backup. */
export interface DeviceResult {
  readonly id: number;
  readonly resultId: number;
  readonly deviceId: number;
  readonly status: ResultStatus;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly processedBytes: number;
  readonly transferredBytes: number;
}

export interface Version {
  readonly id: number;
  readonly taskId: number;
  readonly resultId: number;
  readonly startedAt: number;
  endedAt: number;
  status: VersionStatus;
  locked: boolean;
}

export interface LogRow {
  readonly id: number;
  readonly at: number;
  readonly level: LogLevel;
  readonly type: LogType;
  readonly errorCode: Failure;
  readonly backupType: BackupType | 0;
  readonly taskId: number;
  readonly taskName: string;
  readonly deviceId: number;
  readonly deviceName: string;
  readonly resultId: number;
  readonly userName: string;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** One line of the detail log of a result. */
export interface ResultDetail {
  readonly id: number;
  readonly resultId: number;
  readonly at: number;
  readonly level: LogLevel;
  readonly type: LogType;
  readonly errorCode: Failure;
  readonly taskId: number;
  readonly taskName: string;
  readonly osName: string;
  readonly path: string;
  readonly fsError: Failure;
  /** Bytes per second, for rows that speak of speed. */
  readonly speed: number;
}

export type Trigger = 'manual' | 'schedule';

/** How a backup ends when a test says so. */
export type Outcome = 'success' | 'partial' | 'failed' | 'cancelled' | 'no_backup';

/** A wish for the next backup of a task. */
export interface NextOutcome {
  readonly outcome: Outcome;
  /** How long each device takes; drawn at random when missing. */
  readonly durationSeconds?: number;
  /** The request is accepted, and then nothing happens at all. */
  readonly neverStarts?: boolean;
}
