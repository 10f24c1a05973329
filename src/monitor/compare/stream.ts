import type { Numbered as NumberedPosition, StreamPosition } from '../position/position.js';
import type { ListReading, Numbered } from '../snapshot.js';

// Enough that some of them survive when others are purged.
const RECENT = 30;

/** Whether a list is the one that the position speaks of. */
export type Identity =
  /** Rows that are known are still there, and no known id belongs to another row. */
  | 'same'
  /** Known ids belong to other rows now. */
  | 'other'
  /** None of the known rows is to be seen. */
  | 'unknown';

/** Recognises a list by the rows that were its newest when it was read last. */
export function identify<T>({ recent }: StreamPosition, { rows, lookedUp }: ListReading<T>): Identity {
  const known = new Map(recent);
  const seen = [...rows.map(({ id, at }) => [id, at] as const), ...lookedUp].filter(([id]) => known.has(id));
  const found = seen.filter(([, at]) => at !== null);
  if (found.length === 0) return 'unknown';
  // Jobs that start by the clock may share number and second with those of another NAS: one stranger decides.
  return found.every(([id, at]) => known.get(id) === at) ? 'same' : 'other';
}

/**
 * The rows that the position does not know.
 * @param identity what the list has been recognised as
 */
export function newRows<T>(
  position: StreamPosition,
  { rows }: ListReading<T>,
  identity: Identity,
): readonly Numbered<T>[] {
  if (identity === 'other' || (identity === 'unknown' && position.emptied)) return rows;
  const newest = newestTime(position);
  // Rows under known ids that are younger than anything known: numbering has begun anew.
  return rows.filter(({ id, at }) => id > position.high || (identity === 'unknown' && at > newest));
}

/** The time of the newest row that is known; 0 for none. */
export function newestTime({ recent }: StreamPosition): number {
  return recent.reduce((newest, [, at]) => Math.max(newest, at), 0);
}

/** Where a list has been read to. */
export function streamOf<T>({ rows }: Pick<ListReading<T>, 'rows'>): StreamPosition {
  return {
    high: rows.at(-1)?.id ?? 0,
    recent: rows
      .slice(-RECENT)
      .map(({ id, at }): NumberedPosition => [id, at])
      .reverse(),
  };
}

/** The same when some of it was known. */
export function readOn<T>(
  position: StreamPosition,
  reading: ListReading<T>,
  fresh: readonly Numbered<T>[],
  identity: Identity,
): StreamPosition {
  const known = { high: position.high, recent: position.recent };
  if (reading.rows.length === 0) return known.recent.length > 0 ? { ...known, emptied: true } : known;
  // When the newest rows were purged, the list is recognised from now on by those that are left.
  if (fresh.length === 0) return identity === 'same' ? known : { ...known, recent: streamOf(reading).recent };
  if (isRenumbered(position, fresh)) return streamOf(reading);
  const { high, recent } = streamOf({ rows: fresh });
  const older = position.recent.filter(([id]) => !recent.some(([other]) => other === id));
  return {
    high: Math.max(high, position.high),
    recent: [...recent, ...older].sort(([a], [b]) => b - a).slice(0, RECENT),
  };
}

/** Whether ids have begun anew: some of what is new has ids that were given before. */
export function isRenumbered<T>({ high }: StreamPosition, fresh: readonly Numbered<T>[]): boolean {
  return fresh.some(({ id }) => id <= high);
}
