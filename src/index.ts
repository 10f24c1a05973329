/** The client library: Active Backup for Business without Node-RED. */
export { ActiveBackup, type About, type Completed, type RunOptions } from './abb/active-backup.js';
export { allowedMethods, operations } from './abb/operations/index.js';
export type { Accepted } from './abb/operations/accepted.js';
export type { Started } from './abb/operations/run-backup.js';
export type { Operation, RunProgress } from './abb/operation.js';
export type { RunOutcome } from './abb/run-backup/wait.js';
export type { Device } from './abb/shapes/device.js';
export type { Result } from './abb/shapes/result.js';
export type { Task } from './abb/shapes/task.js';
export type { Version } from './abb/shapes/version.js';
export { AbbError, type AbbErrorCode } from './dsm/errors.js';
export { DsmSession, type SessionOptions, type SessionState } from './dsm/session.js';
export { setLanguage } from './texts/texts.js';
