/** The numbers by which Active Backup names things on the wire. */

export const BACKUP_TYPE = { vm: 1, pc: 2, physicalServer: 3, fileServer: 4, nas: 5 } as const;
export type BackupType = (typeof BACKUP_TYPE)[keyof typeof BACKUP_TYPE];

export const SOURCE_TYPE = { none: 0, entireDevice: 1, systemVolume: 2, customVolumes: 3 } as const;
export type SourceType = (typeof SOURCE_TYPE)[keyof typeof SOURCE_TYPE];

export const RESULT_STATUS = {
  running: 1,
  success: 2,
  partial: 3,
  failed: 4,
  cancelled: 5,
  noBackup: 6,
} as const;
export type ResultStatus = (typeof RESULT_STATUS)[keyof typeof RESULT_STATUS];

/** Flags; the simulator only makes the kinds listed here. */
export const JOB_ACTION = {
  backup: 1,
  verify: 512,
  restoreFiles: 1024,
  deleteTarget: 65_536,
  deleteVersion: 131_072,
  createTask: 268_435_456,
} as const;
export type JobAction = (typeof JOB_ACTION)[keyof typeof JOB_ACTION];

export const VERSION_STATUS = {
  backingUp: 0,
  deleting: 1,
  complete: 3,
  failed: 4,
  partial: 5,
  cancelled: 6,
} as const;
export type VersionStatus = (typeof VERSION_STATUS)[keyof typeof VERSION_STATUS];

export const LOG_LEVEL = { error: 0, warning: 1, information: 2 } as const;
export type LogLevel = (typeof LOG_LEVEL)[keyof typeof LOG_LEVEL];

export const PLATFORM = { none: 0, windows: 1, linux: 2, mac: 3, dsm: 4 } as const;
export type Platform = (typeof PLATFORM)[keyof typeof PLATFORM];

/** What a log row is about. */
export const LOG_TYPE = {
  taskCreated: 1001,
  taskRemoved: 1002,
  taskRenamed: 1005,
  logWiped: 1009,
  backupStarted: 1101,
  backupFinished: 1102,
  backupCancelled: 1103,
  backupFailed: 1104,
  backupPartly: 1108,
  sameBackupRunning: 1137,
  agentSpeed: 1111,
  vmSpeed: 1110,
  restoreStarted: 1201,
  restoreFinished: 1203,
  versionRotated: 1301,
  versionDeleteStarted: 1302,
  versionDeleted: 1303,
  targetDeleteStarted: 1305,
  targetDeleted: 1306,
  deviceConnected: 5001,
  deviceOffline: 5010,
  pathBackedUp: 6001,
  pathError: 6002,
} as const;
export type LogType = (typeof LOG_TYPE)[keyof typeof LOG_TYPE];

/** Negative numbers in `error_code` and `fs_error`. */
export const FAILURE = {
  none: 0,
  internal: -1,
  timeout: -14,
  sourceOffline: -16,
  nasFull: -41,
  sourceFileMissing: -63,
  sourcePermission: -65,
  sourceBusy: -68,
} as const;
export type Failure = (typeof FAILURE)[keyof typeof FAILURE];
