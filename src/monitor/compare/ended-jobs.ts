import type { Result } from '../../abb/shapes/result.js';
import type { Position } from '../position/position.js';
import type { Numbered, Snapshot } from '../snapshot.js';
import { compare, type CompareOptions } from './compare.js';

/** The jobs of whose end a comparison tells: what else is to be asked about them. */
export function endedJobs(
  position: Position,
  snapshot: Snapshot,
  options: CompareOptions,
): readonly Numbered<Result>[] {
  const { happenings } = compare(position, { ...snapshot, tasks: undefined }, options);
  const ids = new Set(
    happenings
      .filter(({ event }) => event.result?.endedAt != null || event.event === 'job.finished')
      .map(({ event }) => event.result?.id),
  );
  return snapshot.results.rows.filter(({ id }) => ids.has(id));
}
