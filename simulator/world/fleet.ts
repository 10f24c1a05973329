import type { Device, Hypervisor, Storage, Task } from './model.js';

/** What is set up on the NAS: tasks, the devices they protect, where the data goes. */
export class Fleet {
  readonly tasks = new Map<number, Task>();
  readonly devices = new Map<number, Device>();
  readonly storages = new Map<number, Storage>();
  readonly hypervisors = new Map<number, Hypervisor>();
  readonly #tasksOfDevice = new Map<number, Set<number>>();
  #lastTaskId = 0;

  addTask(task: Task): void {
    this.tasks.set(task.id, task);
    this.#lastTaskId = Math.max(this.#lastTaskId, task.id);
    for (const deviceId of task.deviceIds) {
      const taskIds = this.#tasksOfDevice.get(deviceId) ?? new Set();
      taskIds.add(task.id);
      this.#tasksOfDevice.set(deviceId, taskIds);
    }
  }

  /** Forgets a task; its devices stay, as they do in Active Backup. */
  removeTask(task: Task): void {
    this.tasks.delete(task.id);
    for (const deviceId of task.deviceIds) this.#tasksOfDevice.get(deviceId)?.delete(task.id);
  }

  /** The id that the next new task gets; ids are never used twice. */
  get nextTaskId(): number {
    return this.#lastTaskId + 1;
  }

  tasksOf(deviceId: number): Task[] {
    const ids = [...(this.#tasksOfDevice.get(deviceId) ?? [])];
    return ids.flatMap((id) => this.tasks.get(id) ?? []);
  }

  devicesOf(task: Task): Device[] {
    return task.deviceIds.flatMap((id) => this.devices.get(id) ?? []);
  }

  hostNamesOf(deviceIds: readonly number[]): string[] {
    return deviceIds.map((id) => this.devices.get(id)?.hostName ?? '');
  }
}
