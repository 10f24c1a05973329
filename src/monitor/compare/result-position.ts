import { DAY_SECONDS } from '../../abb/seconds.js';
import { hasEnded, type Result } from '../../abb/shapes/result.js';
import type { OpenJob, ResultsPosition } from '../position/position.js';
import type { Numbered, Snapshot } from '../snapshot.js';
import type { Happening } from './happening.js';

/** What a look at the history has told. */
export interface Told {
  readonly happenings: readonly Happening[];
  readonly position: ResultsPosition;
  /** Jobs whose rows are gone without an end: the history was cleared. */
  readonly vanished: readonly OpenJob[];
}

/** @param now milliseconds since the epoch */
export function openJob({ id, at, item }: Numbered<Result>, now: number): OpenJob {
  const { taskId, taskName } = item;
  return { id, at, taskId, taskName, since: Math.floor(now / 1000), percent: 0 };
}

// A run that was never closed, by a power cut for example, is not followed for ever.
const GIVEN_UP_SECONDS = 30 * DAY_SECONDS;

/** The jobs whose end is outstanding from now on, and those that are gone without one. */
export function openJobs(
  position: ResultsPosition,
  { results, now }: Snapshot,
  begun: readonly Numbered<Result>[],
): { open: readonly OpenJob[]; vanished: readonly OpenJob[] } {
  const rows = new Map(results.rows.map((row) => [row.id, row]));
  const isThere = (job: OpenJob) => rows.get(job.id)?.at === job.at;
  const going = position.open.filter((job) => {
    const row = rows.get(job.id);
    return isThere(job) && row && !hasEnded(row.item);
  });
  return {
    open: [
      ...going.filter(({ since }) => now / 1000 - since < GIVEN_UP_SECONDS),
      ...begun.map((row) => openJob(row, now)),
    ],
    vanished: position.open.filter((job) => !isThere(job)),
  };
}
