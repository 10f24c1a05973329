import type { Position } from '../position/position.js';
import type { Snapshot } from '../snapshot.js';
import { identify, isRenumbered, newRows } from './stream.js';

/**
 * What a NAS is to a position.
 * - `same`: the one that it speaks of
 * - `renumbered`: the same, but its history has begun anew, as after the package was installed again
 * - `replaced`: another one
 */
export type Recognised = 'same' | 'renumbered' | 'replaced';

/** Recognises the NAS by its history and its tasks. */
export function recognise({ results, keys }: Position, snapshot: Snapshot): Recognised {
  if (!results) return 'same';
  const identity = identify(results, snapshot.results);
  if (identity === 'same') return 'same';
  if (hasOtherTasks(keys, snapshot)) return 'replaced';
  const fresh = newRows(results, snapshot.results, identity);
  return identity === 'other' || isRenumbered(results, fresh) ? 'renumbered' : 'same';
}

/** Whether the history leaves in doubt what NAS this is, so that more has to be asked. */
export function isDoubtful({ results }: Position, reading: Snapshot['results']): boolean {
  if (!results || identify(results, reading) === 'same') return false;
  return reading.rows.length > 0 || (results.recent.length > 0 && !results.emptied);
}

/** Whether none of the tasks is one that was known. */
function hasOtherTasks(keys: readonly string[], { tasks = [] }: Snapshot): boolean {
  const known = new Set(keys);
  return known.size > 0 && tasks.length > 0 && !tasks.some(({ key }) => known.has(key));
}
