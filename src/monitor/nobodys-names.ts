import type { WatcherOptions } from './options.js';
import type { SeenTask } from './snapshot.js';

/**
 * The names a watcher has chosen that no task, and no machine of a task, has. A filter with a spelling mistake would
 * otherwise be silent for ever.
 * @param tasks all there are; where one does not name its machines, nothing is said of machines
 */
export function nobodysNames(
  { taskNames = [], deviceNames = [] }: Pick<WatcherOptions, 'taskNames' | 'deviceNames'>,
  tasks: readonly SeenTask[],
): readonly string[] {
  const ofTasks = new Set(tasks.map(({ task }) => task.name));
  const ofMachines = new Set(tasks.flatMap(({ task }) => task.devices.map(({ name }) => name)));
  const areAllNamed = tasks.every(({ task }) => task.devices.length >= (task.deviceCount ?? 1));
  return [
    ...taskNames.filter((name) => !ofTasks.has(name)),
    ...(areAllNamed ? deviceNames.filter((name) => !ofMachines.has(name)) : []),
  ];
}
