import { setImmediate } from 'node:timers/promises';

import { hasEnded, type Result } from '../../abb/shapes/result.js';
import type { Task } from '../../abb/shapes/task.js';
import { type DeviceHealth, type DeviceRun, judgeDevices } from '../../health/index.js';
import { seconds } from '../compare/happening.js';
import type { DeviceOutcome } from '../events.js';
import type { Numbered } from '../snapshot.js';

const AT_A_TIME = 250;

/** The backups of a month, by device and by task, and how each device stands by them. */
export class DeviceLedger {
  readonly #runs = new Map<number, Map<number, DeviceRun>>();
  readonly #results = new Map<number, Map<number, Result>>();
  /** When the run of each result began that has ended, by id. */
  readonly #ended = new Map<number, number>();
  readonly #judged = new Map<number, DeviceHealth>();
  /** When each device may become overdue although nothing happens until then, epoch seconds. */
  readonly #againAt = new Map<number, number>();
  readonly #dirty = new Set<number>();
  #tasks: readonly Task[] | undefined;
  #setup = '';

  /** @param from how far back the rows reach, epoch seconds */
  constructor(
    results: readonly Result[],
    runs: readonly DeviceRun[],
    private readonly from: number,
  ) {
    for (const result of results) this.#addResult(result);
    for (const run of runs) this.#addRun(run);
  }

  /** Whether a backup that has ended is in it. */
  knows({ id, at }: Numbered<Result>): boolean {
    return at < this.from || this.#ended.get(id) === at;
  }

  /**
   * Enters backups that have ended, with what became of their devices.
   * @returns whether of each it is known what became of its devices
   */
  add(ended: readonly Numbered<Result>[], outcomes: ReadonlyMap<number, readonly DeviceOutcome[]>): boolean {
    for (const { id: resultId, item } of ended) {
      this.#addResult(item);
      for (const { id: deviceId, outcome, startedAt, endedAt, transferredBytes } of outcomes.get(resultId) ??
        [])
        this.#addRun({
          deviceId,
          resultId,
          taskId: item.taskId,
          outcome,
          startedAt,
          endedAt,
          transferredBytes,
        });
      // Where DSM does not tell how the devices came out, the task's only device fared as the task did.
      for (const { id } of item.devices) if (id !== null) this.#dirty.add(id);
    }
    return ended.every(({ id, item }) => outcomes.has(id) || item.devices.length === 1);
  }

  /** How each device stands. @param now milliseconds since the epoch */
  async judge(tasks: readonly Task[], now: number): Promise<ReadonlyMap<number, DeviceHealth>> {
    if (tasks !== this.#tasks) this.#setUp(tasks);
    for (const [id, againAt] of this.#againAt) if (againAt * 1000 < now) this.#dirty.add(id);
    const ids = [...this.#dirty];
    this.#dirty.clear();
    for (let from = 0; from < ids.length; from += AT_A_TIME) {
      // Ten thousand devices take seconds; others have their turn in between.
      if (from > 0) await setImmediate();
      this.#judgeSome(new Set(ids.slice(from, from + AT_A_TIME)), tasks, now);
    }
    return this.#judged;
  }

  /** Judges everything anew when what the tasks demand has changed. */
  #setUp(tasks: readonly Task[]): void {
    this.#tasks = tasks;
    const setup = JSON.stringify(tasks.map(essence));
    if (setup === this.#setup) return;
    this.#setup = setup;
    const members = new Set(tasks.flatMap(({ devices }) => devices.map(({ id }) => id ?? 0)));
    for (const id of members) this.#dirty.add(id);
    for (const id of this.#judged.keys()) if (!members.has(id)) this.#forget(id);
  }

  #judgeSome(ids: ReadonlySet<number>, tasks: readonly Task[], now: number): void {
    const concerned = tasks.filter(({ devices }) => devices.some(({ id }) => ids.has(id ?? 0))).map(counted);
    const judged = judgeDevices({
      now: new Date(now),
      tasks: concerned.map((task) => ({
        ...task,
        devices: task.devices.filter(({ id }) => ids.has(id ?? 0)),
      })),
      devices: [],
      runs: [...ids].flatMap((id) => [...(this.#runs.get(id)?.values() ?? [])]),
      results: concerned.flatMap(({ id }) => [...(this.#results.get(id ?? 0)?.values() ?? [])]),
      historyFrom: new Date(this.from * 1000),
      options: { windowDays: 1 },
    });
    for (const { health, againAt } of judged) {
      if (health.id === null) continue;
      this.#judged.set(health.id, health);
      this.#againAt.set(health.id, againAt ?? Infinity);
    }
  }

  #forget(id: number): void {
    this.#judged.delete(id);
    this.#againAt.delete(id);
  }

  #addResult(result: Result): void {
    const { id, taskId } = result;
    if (id === null || taskId === null) return;
    const ofTask = this.#results.get(taskId) ?? new Map<number, Result>();
    this.#results.set(taskId, ofTask.set(id, result));
    if (hasEnded(result)) this.#ended.set(id, seconds(result.startedAt));
  }

  #addRun(run: DeviceRun): void {
    const { deviceId, resultId } = run;
    if (deviceId === null || resultId === null) return;
    const ofDevice = this.#runs.get(deviceId) ?? new Map<number, DeviceRun>();
    this.#runs.set(deviceId, ofDevice.set(resultId, run));
    this.#dirty.add(deviceId);
  }
}

/** What of a task decides when its devices are overdue. */
function essence({ id, name, schedule, deviceCount, devices }: Task): unknown {
  return [id, name, schedule, deviceCount, devices.map((device) => device.id)];
}

/** A task that knows how many devices it has: only where there is one, the task's outcome is its device's. */
function counted(task: Task): Task {
  return { ...task, deviceCount: task.deviceCount ?? task.devices.length };
}
