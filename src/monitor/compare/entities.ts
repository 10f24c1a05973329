import type { Position } from '../position/position.js';
import type { SeenTask, Snapshot } from '../snapshot.js';
import type { CompareOptions } from './compare.js';
import { compareDevices, devicesOf } from './devices.js';
import type { Happening } from './happening.js';
import type { Numbering } from './numbering.js';
import { compareStorages } from './storages.js';
import { compareTasks, tasksOf } from './tasks.js';
import { compareVersions, versionsOf } from './versions.js';

const LOW_PERCENT = 10;

type Part = Pick<Position, 'tasks' | 'devices' | 'versions' | 'low'>;

/** What has become of tasks, machines, versions and storages, as far as a poll has looked at them. */
export function compareEntities(
  position: Position,
  snapshot: Snapshot,
  numbering: Numbering,
  { storageLowPercent: limit = LOW_PERCENT }: CompareOptions,
): { happenings: readonly Happening[]; position: Part } {
  const { tasks, storages, now } = snapshot;
  if (!tasks) return { happenings: [], position: {} };
  const known = position.tasks;
  const compared = known && compareTasks(known, tasks, numbering, now);
  const devices = position.devices && compareDevices(position.devices, tasks, numbering, now);
  const versions = versionsAmong(position, snapshot, tasks);
  const low = storages && compareStorages(position.low ?? [], storages, { limit, numbering, now, tasks });
  return {
    happenings: [
      ...(compared?.happenings ?? []),
      ...(devices?.happenings ?? []),
      ...(versions?.happenings ?? []),
      ...(low?.happenings ?? []),
    ],
    position: {
      tasks: compared?.position ?? tasksOf(tasks),
      devices: devices?.position ?? devicesOf(tasks),
      ...(versions ? { versions: versions.position } : {}),
      ...(low ? { low: low.position } : {}),
    },
  };
}

function versionsAmong(position: Position, snapshot: Snapshot, tasks: readonly SeenTask[]) {
  const { versions, now } = snapshot;
  if (!versions) return undefined;
  const known = position.versions;
  if (!known) return { happenings: [], position: versionsOf({ versions }) };
  return compareVersions(known, { tasks, versions, now }, position.tasks);
}
