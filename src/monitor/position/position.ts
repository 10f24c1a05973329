import { isRow } from '../../abb/fields.js';

/**
 * How far a watch has told what happened. All times are epoch seconds. A part that is missing has not begun: nobody
 * wanted it so far, or the NAS has not answered yet.
 */
export interface Position {
  readonly version: typeof VERSION;
  /** When it was begun: part of the ids of what DSM does not number. */
  readonly birth: number;
  /** The last poll that went well. */
  readonly polledAt: number;
  readonly unreachable: boolean;
  /** How many events each entity has had that DSM does not number, by `task/7`, `device/9`, `storage/1`, `nas`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Some of the tasks, by DSM's own unique keys: what tells another NAS. */
  readonly keys: readonly string[];
  readonly results?: ResultsPosition;
  readonly errors?: StreamPosition;
  readonly warnings?: StreamPosition;
  readonly tasks?: readonly TaskPosition[];
  readonly devices?: DevicesPosition;
  /** The last episode of each device that was told to be overdue. */
  readonly overdue?: readonly OverduePosition[];
  /** Versions by the id of their task. */
  readonly versions?: Readonly<Record<string, readonly Numbered[]>>;
  /** Ids of the storages that were low. */
  readonly low?: readonly number[];
}

const VERSION = 1;

/** Id and time of a row: together they tell it from the row that gets the same id when numbering begins anew. */
export type Numbered = readonly [id: number, at: number];

/** How far a list has been read whose ids rise. */
export interface StreamPosition {
  /** The highest id seen. */
  readonly high: number;
  /** The newest rows seen, highest id first. */
  readonly recent: readonly Numbered[];
  /** Whether the list was empty when it was last read, though rows were known: whatever comes now is new. */
  readonly emptied?: true;
}

export interface ResultsPosition extends StreamPosition {
  /** Jobs whose end is outstanding. */
  readonly open: readonly OpenJob[];
  /** Ids below the highest that have not been seen: where DSM hides what runs, it appears there when it ends. */
  readonly gaps: readonly Numbered[];
  /** Tasks that ran unseen when the watch began: of such a run only the end is told. */
  readonly unseen: readonly number[];
}

/** A job whose end is outstanding. */
export interface OpenJob {
  readonly id: number;
  readonly at: number;
  readonly taskId: number | null;
  readonly taskName: string | null;
  /** When it was noticed. */
  readonly since: number;
  /** The progress that was told last, per cent. */
  readonly percent: number;
}

export interface TaskPosition {
  readonly id: number;
  readonly name: string | null;
  /** DSM's unique key of it: an id may be given anew. */
  readonly key: string;
  /** What it was set up like, a few letters for each aspect. */
  readonly setup: string;
}

export interface DevicesPosition {
  readonly online: readonly number[];
  readonly offline: readonly number[];
}

/** An episode of a device being overdue. */
export interface OverduePosition {
  readonly id: number;
  readonly name: string | null;
  /** What tells it from the device's other episodes. */
  readonly key: string;
  /** Whether its end was told. */
  readonly isOver?: true;
}

/** A position of which nothing has begun. @param now epoch seconds */
export function newPosition(now: number): Position {
  return { version: VERSION, birth: now, polledAt: now, unreachable: false, counts: {}, keys: [] };
}

/**
 * Reads what was saved.
 * @throws TypeError when it is no position, or one of a later version
 */
export function readPosition(saved: unknown): Position {
  if (!isPosition(saved)) throw new TypeError('not a position of this version');
  return saved;
}

function isPosition(saved: unknown): saved is Position {
  if (!isRow(saved) || saved['version'] !== VERSION) return false;
  const { birth, polledAt, counts, keys, devices, versions, results } = saved;
  const isWhole = typeof birth === 'number' && typeof polledAt === 'number' && isRow(counts);
  return (
    isWhole &&
    Array.isArray(keys) &&
    [saved['tasks'], saved['low'], saved['overdue']].every(
      (list) => list === undefined || Array.isArray(list),
    ) &&
    [results, saved['errors'], saved['warnings']].every((part) => part === undefined || isStream(part)) &&
    (results === undefined || hasLists(results, ['open', 'gaps', 'unseen'])) &&
    (devices === undefined || hasLists(devices, ['online', 'offline'])) &&
    (versions === undefined || (isRow(versions) && hasLists(versions, Object.keys(versions))))
  );
}

function isStream(part: unknown): boolean {
  return isRow(part) && typeof part['high'] === 'number' && hasLists(part, ['recent']);
}

function hasLists(part: unknown, names: readonly string[]): boolean {
  return isRow(part) && names.every((name) => Array.isArray(part[name]));
}
