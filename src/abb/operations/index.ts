import { GET_KEY } from '../../dsm/encryption.js';
import type { DsmMethod } from '../../dsm/method.js';
import { cancelBackup } from './cancel-backup.js';
import { deleteVersions } from './delete-versions.js';
import { devices } from './devices.js';
import { health } from './health.js';
import { history } from './history.js';
import { hypervisors } from './hypervisors.js';
import { logs } from './logs.js';
import { removeTask } from './remove-task.js';
import { resultDetails } from './result-details.js';
import { runBackup } from './run-backup.js';
import {
  getSettings,
  setBandwidth,
  setCertificate,
  setConcurrentDevices,
  setRetentionTime,
} from './settings.js';
import { storage } from './storage.js';
import { tasks } from './tasks.js';
import { transfers } from './transfers.js';
import { versions } from './versions.js';

/** Everything that this client can do. */
export const operations = {
  tasks,
  versions,
  devices,
  transfers,
  hypervisors,
  storage,
  logs,
  history,
  resultDetails,
  health,
  getSettings,
  setConcurrentDevices,
  setRetentionTime,
  setBandwidth,
  setCertificate,
  runBackup,
  cancelBackup,
  removeTask,
  deleteVersions,
};

/**
 * The methods that any of the operations may call, and the one that tells the time of the NAS: the only ones that are
 * ever sent.
 */
export const allowedMethods: readonly DsmMethod[] = [
  ...new Set(Object.values(operations).flatMap(({ method, alsoCalls }) => [method, ...alsoCalls])),
  GET_KEY,
];
