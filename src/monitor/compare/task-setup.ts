import { fnv1a } from '../fnv1a.js';
import type { TaskPosition } from '../position/position.js';
import type { SeenTask } from '../snapshot.js';

/** What of a task can change, beside its name; what it does and did is no part of it. */
const ASPECTS = {
  schedule: ({ task }: SeenTask) => task.schedule,
  retention: ({ task }: SeenTask) => task.retention,
  devices: ({ task }: SeenTask) => task.devices.map(({ id, name }) => id ?? name).sort(),
  target: ({ task }: SeenTask) => [task.storageId, task.shareName],
  options: ({ task, maxDevices }: SeenTask) => [task.backupType, task.source, task.options, maxDevices],
} satisfies Readonly<Record<string, (seen: SeenTask) => unknown>>;

const LETTERS = 5;

/** How a task is set up, as a few letters for each aspect: enough to see that it has changed. */
export function setupOf(seen: SeenTask): string {
  return Object.values(ASPECTS)
    .map((aspect) => digest(JSON.stringify(aspect(seen))))
    .join('');
}

/** Which aspects of a task are different. */
export function changesOf(before: TaskPosition, after: TaskPosition): string[] {
  const changed = Object.keys(ASPECTS).filter((_aspect, index) => {
    const from = index * LETTERS;
    return before.setup.slice(from, from + LETTERS) !== after.setup.slice(from, from + LETTERS);
  });
  return before.name === after.name ? changed : ['name', ...changed];
}

function digest(text: string): string {
  return fnv1a(text).toString(36).padStart(LETTERS, '0').slice(-LETTERS);
}
