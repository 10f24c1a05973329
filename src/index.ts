/** The client library: Active Backup for Business without Node-RED. */
export { connect, type Connection, type ConnectOptions, sessionOptions, testConnection } from './connect.js';

export { ActiveBackup, type About, type Completed, type RunOptions } from './abb/active-backup.js';
export type { ListOperation } from './abb/list-operation.js';
export type { Deletion, Operation, Patience, RunProgress } from './abb/operation.js';
export { allowedMethods, operations } from './abb/operations/index.js';

export type { Accepted } from './abb/operations/accepted.js';
export type { AcceptedVersions, DeletionPreview } from './abb/operations/delete-versions.js';
export type { Health } from './abb/operations/health.js';
export type { RemovalPreview } from './abb/operations/remove-task.js';
export type { Started } from './abb/operations/run-backup.js';
export type { RunOutcome } from './abb/run-backup/run-wait.js';
export type { Device } from './abb/shapes/device.js';
export type { Hypervisor } from './abb/shapes/hypervisor.js';
export type { LogEntry, ResultDetail } from './abb/shapes/log-entry.js';
export type { Result } from './abb/shapes/result.js';
export type { Settings } from './abb/shapes/settings.js';
export type { Storage } from './abb/shapes/storage.js';
export type { Task } from './abb/shapes/task.js';
export type { DeviceTransfers } from './abb/shapes/transfers.js';
export type { Version } from './abb/shapes/version.js';

export type { Certificate } from './dsm/certificate.js';
export type { ConnectionReport, Step } from './dsm/connection-test.js';
export { AbbError, type AbbErrorCode } from './dsm/errors.js';
export { DsmSession } from './dsm/session.js';
export type { SessionState, StateListener } from './dsm/session-keeper.js';
export type { SessionLimits, SessionOptions } from './dsm/session-options.js';
export type { TlsOptions, Trust } from './dsm/trust.js';
export type { Withdrawal } from './dsm/withdrawal.js';
export {
  type AbbEvent,
  type DeviceOutcome,
  EVENT_NAMES,
  type EventName,
  filePosition,
  memoryPosition,
  Monitor,
  type MonitorOptions,
  type MonitorState,
  type PositionStore,
  type Watcher,
  type WatcherOptions,
} from './monitor/index.js';
export { setLanguage } from './texts/texts.js';
