import type { Named } from '../abb/shapes/result.js';
import type { Task } from '../abb/shapes/task.js';
import type { MaxAgeHours } from './types.js';

/** The fixed age of a device in hours, where it has one of its own. */
export function maxAgeOfDevice({ devices = {} }: MaxAgeHours, device: Named): number | undefined {
  return named(devices, device);
}

/** The fixed age of a task in hours. The one for all does not wake tasks that nothing starts by itself. */
export function maxAgeOfTask({ all, tasks = {} }: MaxAgeHours, task: Task): number | undefined {
  return named(tasks, task) ?? (task.schedule === null ? undefined : all);
}

function named(ages: Readonly<Record<string, number>>, { id, name }: Named): number | undefined {
  if (name !== null && Object.hasOwn(ages, name)) return ages[name];
  return id === null ? undefined : ages[String(id)];
}
