/** Does to the world of a simulator what the steps of a history say. */
import type { Simulator } from '../../../simulator/index.js';
import { Refused } from '../../../simulator/world/index.js';
import type { Task } from '../../../simulator/world/model.js';
import type { World } from '../../../simulator/world/world.js';
import type { Step } from './steps.js';

type StepOf<D extends Step['do']> = Extract<Step, { do: D }>;

/** A step that is about one task. */
export type TaskStep = Extract<Step, { task: number }>;

const DAILY = { enabled: true, minute: 0, weekdays: [0, 1, 2, 3, 4, 5, 6], repeatHours: 0 };

/** One task with several machines and one with one, beside those that the world has by itself. */
const HOSTS = [['office-1', 'office-2', 'office-3'], ['laptop']];

/** How the world of a history begins. */
export interface Beginning {
  readonly seed: number;
  readonly scheduled: boolean;
  readonly atATime: number;
}

/** Puts a NAS into the place of the one that there was. */
export function placeNas(nas: Simulator, { seed, scheduled, atATime }: Beginning): void {
  nas.replaceNas({
    seed,
    size: { tasks: 3, historyDays: 2, scheduled, backupSeconds: [20, 200], storages: 1 },
  });
  const { world } = nas;
  for (const hostNames of HOSTS) world.addTask({ name: `Of ${String(hostNames.length)}`, hostNames });
  world.changeSetting('max_concurrent_devices', String(atATime));
}

/** Does something about a task; nothing when there is none, or when the NAS refuses it as it stands. */
export function changeTask(world: World, step: TaskStep): void {
  const task = picked([...world.fleet.tasks.values()], step.task);
  if (task === undefined) return;
  unlessRefused(() => {
    applyToTask(world, task, step);
  });
}

function applyToTask(world: World, task: Task, step: TaskStep): void {
  switch (step.do) {
    case 'backup':
      world.nextOutcome(task.id, { outcome: step.outcome, durationSeconds: step.seconds });
      world.startBackup([task.id]);
      break;
    case 'cancel':
      world.cancelBackup([task.id]);
      break;
    case 'purge':
      world.runPurge(task.id);
      break;
    case 'delete_versions':
      deleteVersion(world, task, step.version);
      break;
    case 'remove_task':
      world.removeTask(task.id);
      break;
    case 'rename':
      world.renameTask(task.id, `Renamed ${String(step.name)}`);
      break;
    case 'reschedule':
      world.changeTask(task.id, { schedule: { ...task.schedule, ...DAILY, hour: step.hour } });
      break;
    case 'retain':
      world.changeTask(task.id, {
        retention: { keepAll: false, keepVersions: step.versions, keepDays: 0 },
      });
      break;
  }
}

/** Makes a task with machines of its own, and may start it. @param number makes its names unlike all others */
export function addTask(world: World, { devices, backup }: StepOf<'add_task'>, number: number): void {
  const hostNames = Array.from({ length: devices }, (_, index) => `new-${String(number)}-${String(index)}`);
  unlessRefused(() => {
    const task = world.addTask({ name: `New ${String(number)}`, hostNames });
    if (backup) world.startBackup([task.id]);
  });
}

/** Switches a device on or off. */
export function toggleDevice(world: World, number: number): void {
  const device = picked([...world.fleet.devices.values()], number);
  if (device !== undefined) world.setDeviceOnline(device.id, !device.online);
}

/** Installs the package again; `near` counts on just below where the old installation was. */
export function reinstall(world: World, first: StepOf<'reinstall'>['first']): void {
  const [newest] = world.results.page({}, { offset: 0, limit: 1, newestFirst: true }).rows;
  const highest = newest?.id ?? 1;
  const firstResultId = { one: 1, same: highest, near: Math.max(1, highest - 2) }[first];
  world.reinstallPackage({ firstResultId, firstLogId: first === 'one' ? 1 : 3301 });
}

function deleteVersion(world: World, task: Task, number: number): void {
  const version = picked(world.versions.of(task), number);
  if (version !== undefined) world.deleteVersions(task.id, [version.id]);
}

function picked<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)];
}

/** What the NAS refuses in a state that a history happens to be in is no step at all. */
function unlessRefused(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
