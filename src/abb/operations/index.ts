import type { DsmMethod } from '../../dsm/method.js';
import { runBackup } from './run-backup.js';
import { tasks } from './tasks.js';

/** Everything that this client can do. */
export const operations = { tasks, runBackup };

/** The methods that any of the operations may call, and so the only ones that are ever sent. */
export const allowedMethods: readonly DsmMethod[] = [
  ...new Set(Object.values(operations).flatMap(({ method, alsoCalls }) => [method, ...alsoCalls])),
];
