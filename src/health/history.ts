import type { Device } from '../abb/shapes/device.js';
import { isBackupResult, type Result } from '../abb/shapes/result.js';
import type { Task } from '../abb/shapes/task.js';
import { isSuccess, type Run, RunReader } from './runs.js';
import type { DeviceRun, HealthInput } from './types.js';

/** The runs of what is judged, found by task and by device. */
export class History {
  /** Those that were given, and those that only a task knows. */
  readonly devices: readonly Device[];
  readonly #reader: RunReader;
  readonly #tasks: ReadonlyMap<number, Task>;
  readonly #tasksOfDevice = new Map<number, Set<number>>();
  readonly #taskOfResult = new Map<number, number>();
  readonly #ofTask = new Map<number, Run[]>();
  readonly #ofDevice: ReadonlyMap<number, readonly DeviceRun[]>;
  readonly #bytes: ReadonlyMap<number, number>;

  /** @param now epoch seconds */
  constructor({ tasks, devices, runs, results }: HealthInput, now: number) {
    const backups = withLastBackups(results.filter(isBackupResult), tasks);
    this.#reader = new RunReader(backups, runs, now);
    this.#tasks = new Map(tasks.flatMap((task) => (task.id === null ? [] : [[task.id, task]])));
    this.#ofDevice = groupBy(runs, ({ deviceId }) => deviceId);
    this.#bytes = sumBytes(runs);
    for (const result of backups) this.#addResult(result);
    this.devices = this.#join(tasks, devices);
    this.#joinByRuns(runs);
  }

  /** What a task has run, with what its devices have sent. */
  runsOfTask({ id }: Task): readonly Run[] {
    return this.#ofTask.get(id ?? NONE) ?? [];
  }

  /** The tasks of a device, as far as they are known. */
  tasksOf({ id }: Device): readonly Task[] {
    const ids = [...(this.#tasksOfDevice.get(id ?? NONE) ?? [])];
    return ids.map((taskId) => this.#tasks.get(taskId)).filter((task) => task !== undefined);
  }

  /** The part of a device in all runs, also of tasks that do not exist any more. */
  runsOfDevice(device: Device): readonly Run[] {
    const tasks = this.tasksOf(device);
    const only = tasks.length === 1 ? (tasks[0]?.id ?? null) : null;
    const own = (this.#ofDevice.get(device.id ?? NONE) ?? [])
      .map((run) => this.#reader.ofDevice(run, this.#taskOfResult.get(run.resultId ?? NONE) ?? only))
      .filter((run) => run !== undefined);
    const known = new Set(own.map(({ resultId }) => resultId));
    // Where a task has no other device, its runs are this device's, whether or not the NAS lists them as such.
    const shared = tasks.filter(isForOneDevice).flatMap((task) => this.runsOfTask(task));
    return [...own, ...shared.filter(({ resultId }) => !known.has(resultId))];
  }

  #addResult(result: Result): void {
    const run = this.#reader.ofResult(result);
    if (run === undefined || run.taskId === null) return;
    this.#taskOfResult.set(run.resultId, run.taskId);
    const sent = { ...run, bytes: this.#bytes.get(run.resultId) ?? run.bytes };
    const others = this.#ofTask.get(run.taskId);
    if (others) others.push(sent);
    else this.#ofTask.set(run.taskId, [sent]);
  }

  /** Notes which device belongs to which task; either may be the only one to say so. */
  #join(tasks: readonly Task[], devices: readonly Device[]): readonly Device[] {
    const all = new Map<number, Device>();
    for (const device of devices) {
      if (device.id === null) continue;
      all.set(device.id, device);
      for (const { id } of device.tasks) this.#addMember(device.id, id);
    }
    for (const task of tasks) {
      for (const device of task.devices) {
        if (device.id === null) continue;
        if (!all.has(device.id)) all.set(device.id, device);
        this.#addMember(device.id, task.id);
      }
    }
    return [...all.values()];
  }

  /** Some kinds of tasks do not name their devices; then those that take part in their runs are theirs. */
  #joinByRuns(runs: readonly DeviceRun[]): void {
    const nameless = new Set(
      [...this.#tasks.values()]
        .filter(({ devices, deviceCount }) => devices.length === 0 && deviceCount !== 0)
        .map(({ id }) => id),
    );
    if (nameless.size === 0) return;
    for (const { deviceId, taskId, resultId } of runs) {
      const id = taskId ?? this.#taskOfResult.get(resultId ?? NONE) ?? null;
      if (deviceId !== null && nameless.has(id)) this.#addMember(deviceId, id);
    }
  }

  #addMember(deviceId: number, taskId: number | null): void {
    if (taskId === null) return;
    const tasks = this.#tasksOfDevice.get(deviceId);
    if (tasks) tasks.add(taskId);
    else this.#tasksOfDevice.set(deviceId, new Set([taskId]));
  }
}

const NONE = -1;

/** Whether a task backs up one device alone, so that its outcome is the device's. */
export function isForOneDevice({ deviceCount, devices }: Task): boolean {
  return (deviceCount ?? devices.length) === 1;
}

/** The newest success of any of the runs, epoch seconds. */
export function lastSuccessOf(runs: readonly Run[]): Run | null {
  return runs
    .filter(isSuccess)
    .reduce<Run | null>((last, run) => (last && (last.end ?? 0) > (run.end ?? 0) ? last : run), null);
}

/** A task's last backup may be older than the history that was read. */
function withLastBackups(results: readonly Result[], tasks: readonly Task[]): readonly Result[] {
  const known = new Set(results.map(({ id }) => id));
  const older = tasks
    .map(({ id, lastBackup }) => lastBackup && { ...lastBackup, taskId: id })
    .filter((result) => result !== null)
    .filter(({ id }) => !known.has(id));
  return [...results, ...older];
}

function groupBy(
  runs: readonly DeviceRun[],
  key: (run: DeviceRun) => number | null,
): Map<number, DeviceRun[]> {
  const groups = new Map<number, DeviceRun[]>();
  for (const run of runs) {
    const group = groups.get(key(run) ?? NONE);
    if (group) group.push(run);
    else groups.set(key(run) ?? NONE, [run]);
  }
  return groups;
}

function sumBytes(runs: readonly DeviceRun[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { resultId, transferredBytes } of runs) {
    if (resultId !== null) sums.set(resultId, (sums.get(resultId) ?? 0) + (transferredBytes ?? 0));
  }
  return sums;
}
