import type { Storage } from '../../abb/shapes/storage.js';
import type { SeenTask } from '../snapshot.js';
import { eventOf, type Happening, noticed } from './happening.js';
import type { Numbering } from './numbering.js';

// A volume that wavers around the limit is told of once.
const RELIEF_PERCENT = 1;

/**
 * Storages whose volume has become short of space.
 * @param known ids of those that were
 * @param limit free space, per cent
 */
export function compareStorages(
  known: readonly number[],
  storages: readonly Storage[],
  {
    limit,
    numbering,
    now,
    tasks,
  }: {
    readonly limit: number;
    readonly numbering: Numbering;
    readonly now: number;
    readonly tasks: readonly SeenTask[];
  },
): { happenings: Happening[]; position: number[] } {
  const isLow = (storage: Storage) => {
    const wasLow = known.includes(storage.id ?? 0);
    const free = freePercent(storage);
    // A NAS that does not tell for once has not got more space by that.
    return free === null ? wasLow : free < limit + (wasLow ? RELIEF_PERCENT : 0);
  };
  const low = storages.filter(isLow);
  const happenings = low
    .filter(({ id }) => !known.includes(id ?? 0))
    .map((storage): Happening => {
      const id = numbering.idFor('storage.low', `storage/${storage.id ?? 0}`);
      const users = tasks.filter(({ task }) => task.storageId === storage.id);
      return {
        turn: 'storages',
        time: 0,
        tasks: users.map(({ task }) => ({ id: task.id, name: task.name })),
        event: eventOf({ id, event: 'storage.low', at: noticed(now), storage }),
      };
    });
  return { happenings, position: low.map(({ id }) => id ?? 0) };
}

function freePercent({ freeBytes, totalBytes }: Storage): number | null {
  if (freeBytes === null || totalBytes === null || totalBytes <= 0) return null;
  return (freeBytes / totalBytes) * 100;
}
