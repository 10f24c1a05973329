import { isoTime } from '../../abb/iso-time.js';
import type { Version } from '../../abb/shapes/version.js';
import type { Named } from '../../abb/shapes/result.js';
import type { Numbered, Position, TaskPosition } from '../position/position.js';
import type { SeenTask } from '../snapshot.js';
import { eventOf, type Happening, noticed, seconds } from './happening.js';
import { onlyDevice } from './result-events.js';

type Known = NonNullable<Position['versions']>;

/** What a poll has found of versions: of some tasks, and which tasks there are. */
export interface SeenVersions {
  readonly tasks: readonly SeenTask[];
  readonly versions: ReadonlyMap<number, readonly Version[]>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The versions that there are now. */
export function versionsOf({ versions }: Pick<SeenVersions, 'versions'>): Known {
  return Object.fromEntries([...versions].map(([taskId, found]) => [taskId, finished(found).map(numbered)]));
}

/**
 * Versions that are new or gone.
 * @param tasksBefore the tasks that there were
 */
export function compareVersions(
  known: Known,
  seen: SeenVersions,
  tasksBefore: readonly TaskPosition[] = [],
): { happenings: Happening[]; position: Known } {
  const tasks = new Map(seen.tasks.map(({ task }) => [task.id ?? 0, task]));
  const isOld = new Set(tasksBefore.map(({ id }) => id));
  const before: Known = {
    // A new task has no versions yet, also where DSM does not say so.
    ...Object.fromEntries([...tasks.keys()].filter((id) => !isOld.has(id)).map((id) => [id, []])),
    ...Object.fromEntries(Object.entries(known).filter(([taskId]) => tasks.has(Number(taskId)))),
  };
  const gone = Object.entries(known).filter(([taskId]) => !tasks.has(Number(taskId)));
  const lost = gone.flatMap(([id, versions]) => {
    const name = tasksBefore.find((task) => task.id === Number(id))?.name ?? null;
    return versions.map((version) => removed({ id: Number(id), name }, null, version, seen.now));
  });
  const compared = [...seen.versions].flatMap(([taskId, found]) => {
    const task = tasks.get(taskId);
    const had = before[taskId];
    // Without what it had, nobody could say so far which versions the task has.
    if (!task || !had) return [];
    const about: About = [{ id: taskId, name: task.name }, onlyDevice(task)];
    const now = finished(found);
    return [
      ...now.filter((version) => !isAmong(had, numbered(version))).map((version) => added(...about, version)),
      ...had
        .filter((version) => !isAmong(now.map(numbered), version))
        .map((version) => removed(...about, version, seen.now)),
    ];
  });
  return {
    happenings: [...compared, ...lost],
    position: { ...before, ...versionsOf(seen) },
  };
}

type About = [task: Named, device: Named | null];

function added(task: Named, device: Named | null, version: Version): Happening {
  const [id, at] = numbered(version);
  const event = eventOf({
    id: `version.added/${task.id ?? 0}/${id}@${at}`,
    event: 'version.added',
    at: version.endedAt ?? version.startedAt ?? '',
    task,
    device,
    version,
  });
  return { turn: 'timed', time: seconds(event.at), tasks: [task], event };
}

function removed(task: Named, device: Named | null, [id, at]: Numbered, now: number): Happening {
  const event = eventOf({
    id: `version.removed/${task.id ?? 0}/${id}@${at}`,
    event: 'version.removed',
    at: noticed(now),
    task,
    device,
    version: { id, taskId: task.id, startedAt: at > 0 ? isoTime(at) : null },
  });
  return { turn: 'versionsGone', time: 0, tasks: [task], event };
}

/** Those that can be restored, or could be: one that is being written is none yet. */
function finished(versions: readonly Version[]): Version[] {
  return versions.filter(
    ({ endedAt, status }) => endedAt !== null && !UNFINISHED.some((word) => word === status),
  );
}

const UNFINISHED = ['backing_up', 'paused', 'waiting', 'cloning', 'fail', 'cancel'] as const;

function numbered({ id, startedAt }: Version): Numbered {
  return [id ?? 0, seconds(startedAt)];
}

function isAmong(versions: readonly Numbered[], [id, at]: Numbered): boolean {
  return versions.some(([other, time]) => other === id && time === at);
}
