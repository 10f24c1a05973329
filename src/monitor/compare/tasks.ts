import type { Named } from '../../abb/shapes/result.js';
import type { EventName } from '../events.js';
import type { TaskPosition } from '../position/position.js';
import type { SeenTask } from '../snapshot.js';
import { eventOf, type Happening, noticed } from './happening.js';
import type { Numbering } from './numbering.js';
import { onlyDevice } from './result-events.js';
import { changesOf, setupOf } from './task-setup.js';

/** What is to be known of tasks from now on. */
export function tasksOf(seen: readonly SeenTask[]): TaskPosition[] {
  return seen.flatMap((each) => {
    const { id, name } = each.task;
    return id === null ? [] : [{ id, name, key: each.key, setup: setupOf(each) }];
  });
}

/** Tasks that are new, are set up otherwise, or are gone. @param now milliseconds since the epoch */
export function compareTasks(
  known: readonly TaskPosition[],
  seen: readonly SeenTask[],
  numbering: Numbering,
  now: number,
): { happenings: Happening[]; position: TaskPosition[] } {
  const position = tasksOf(seen);
  const before = new Map(known.map((task) => [task.id, task]));
  const after = new Map(position.map((task) => [task.id, task]));
  const isSame = (task: TaskPosition) => before.get(task.id)?.key === after.get(task.id)?.key;
  const devices = new Map(seen.map(({ task }) => [task.id, onlyDevice(task)]));
  const tell = (event: EventName, task: Named, more: object = {}): Happening => ({
    turn: event === 'task.removed' ? 'tasksGone' : 'tasks',
    time: 0,
    tasks: [task],
    event: eventOf({
      id: numbering.idFor(event, `task/${task.id ?? 0}`),
      event,
      at: noticed(now),
      task: { id: task.id, name: task.name },
      device: event === 'task.removed' ? null : (devices.get(task.id) ?? null),
      ...more,
    }),
  });
  // In this order also where an id has been given to another task, so that their numbers are the same every time.
  const removed = known.filter((task) => !isSame(task)).map((task) => tell('task.removed', task));
  const added = position.filter((task) => !isSame(task)).map((task) => tell('task.added', task));
  const changed = position.filter(isSame).flatMap((task) => {
    const old = before.get(task.id);
    const changes = old ? changesOf(old, task) : [];
    if (!old || changes.length === 0) return [];
    const previous = changes.includes('name') ? { previousName: old.name } : {};
    // Who watches it by its name is to be told that it is called otherwise now.
    return [{ ...tell('task.changed', task, { changes, ...previous }), tasks: [task, old] }];
  });
  return { happenings: [...added, ...changed, ...removed], position };
}
