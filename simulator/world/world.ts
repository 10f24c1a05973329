/** The world behind the simulated Active Backup: what was, what is, and what goes on by itself. */
import type { Clock } from '../api.js';
import { beginning } from './beginning.js';
import { LOG_TYPE } from './codes.js';
import { resultDetails } from './details.js';
import type { Fleet } from './fleet.js';
import type { Logs } from './logs.js';
import type { NextOutcome, Outcome, Result, ResultDetail, Task, Trigger } from './model.js';
import type { NewTask, WorldOptions } from './options.js';
import { Planner } from './planner.js';
import type { Random } from './random.js';
import type { Happening } from './record.js';
import { Refused } from './refused.js';
import { Removals } from './removals.js';
import type { Results } from './results.js';
import { Runs } from './runs.js';
import type { Settings } from './settings.js';
import { snapshotOf } from './snapshot.js';
import type { WorldSnapshot } from './snapshot.js';
import type { WorldState } from './state.js';
import { TaskEdits } from './task-edits.js';
import type { TaskChange } from './task-edits.js';
import { Upheavals } from './upheavals.js';
import type { Numbering } from './upheavals.js';
import type { Versions } from './versions.js';

export class World {
  readonly #state: WorldState;
  readonly #clock: Clock;
  readonly #planner: Planner;
  readonly #edits: TaskEdits;
  readonly #upheavals: Upheavals;
  readonly #refuseOffline: boolean;
  readonly #detailRandom: Random;
  /** Backups that wait and run. */
  readonly runs: Runs;
  /** What is being removed. */
  readonly removals: Removals;

  constructor(options: WorldOptions, clock: Clock) {
    const begin = Math.floor((options.startAt ?? clock.now()) / 1000);
    const { state, build } = beginning(options, begin);
    this.#clock = clock;
    this.#state = state;
    this.#refuseOffline = options.refuseOffline ?? false;
    this.#detailRandom = state.random.fork('details');
    this.runs = new Runs(state);
    this.removals = new Removals(state, this.runs);
    this.#planner = new Planner(state, this.runs, this.removals);
    this.#edits = new TaskEdits(state, build, this.#planner);
    this.#upheavals = new Upheavals(state, this.runs, this.removals, this.#planner);
  }

  get fleet(): Fleet {
    return this.#state.fleet;
  }

  get settings(): Settings {
    return this.#state.settings;
  }

  get results(): Results {
    return this.#state.results;
  }

  get logs(): Logs {
    return this.#state.logs;
  }

  get versions(): Versions {
    return this.#state.versions;
  }

  /** Everything that happened since the world began, in order. */
  get record(): readonly Happening[] {
    return this.#state.record.happenings;
  }

  /** The time up to which the world has been played, seconds since the epoch. */
  get now(): number {
    return this.#state.now;
  }

  /** The time of the clock, seconds since the epoch with a fraction: for progress that moves between two seconds. */
  get exactNow(): number {
    return Math.max(this.#clock.now() / 1000, this.#state.now);
  }

  /** Plays everything that is due up to the time of the clock, in order. */
  advance(): void {
    const { agenda } = this.#state;
    const until = Math.floor(this.#clock.now() / 1000);
    while (agenda.nextAt <= until) {
      this.#state.now = Math.max(this.#state.now, agenda.nextAt);
      agenda.take()?.();
    }
    this.#state.now = Math.max(this.#state.now, until);
  }

  /** A plain description of the present. */
  snapshot(): WorldSnapshot {
    return snapshotOf(this);
  }

  /** The task with an id. @throws Refused `no_such_task` */
  task(id: number): Task {
    const task = this.fleet.tasks.get(id);
    if (task === undefined) throw new Refused('no_such_task');
    return task;
  }

  /** When a task will start by itself, seconds; 0 when it will not. */
  nextTriggerOf(taskId: number): number {
    return this.#planner.nextTriggerOf(taskId);
  }

  /**
   * Asks for backups; they start when there is room. All are accepted or none.
   *
   * @throws Refused when a task does not exist, is being removed, or waits or runs already
   */
  startBackup(taskIds: readonly number[], how: { trigger?: Trigger; account?: string } = {}): void {
    this.advance();
    const tasks = [...new Set(taskIds)].map((id) => this.task(id));
    for (const task of tasks) this.#checkStartable(task);
    for (const task of tasks) this.runs.request(task, how.trigger ?? 'manual', how.account ?? 'admin');
  }

  /** Cancels what runs or waits of the given tasks. @throws Refused when a task does not exist */
  cancelBackup(taskIds: readonly number[]): void {
    this.advance();
    const tasks = taskIds.map((id) => this.task(id));
    for (const task of tasks) this.runs.cancel(task.id);
    this.runs.startWaiting();
  }

  /** Takes waiting backups out of the queue: those of the given tasks, or all. */
  cancelWaiting(taskIds: readonly number[] | null): void {
    this.advance();
    const waiting = this.runs.all.filter((run) => run.phase === 'waiting').map((run) => run.task.id);
    for (const id of waiting) if (taskIds === null || taskIds.includes(id)) this.runs.withdraw(id);
  }

  /** Decides how the next backup of a task ends, and how long each of its devices takes. */
  nextOutcome(taskId: number, next: Outcome | NextOutcome): void {
    this.runs.wish(this.task(taskId).id, typeof next === 'string' ? { outcome: next } : next);
  }

  /** A device goes on or off line; both are logged. */
  setDeviceOnline(deviceId: number, online: boolean): void {
    this.advance();
    const device = this.fleet.devices.get(deviceId);
    if (device === undefined || device.online === online) return;
    device.online = online;
    const { logs, record, now } = this.#state;
    if (online) logs.add(now, { type: LOG_TYPE.deviceConnected, device });
    record.add({ at: now, kind: online ? 'device_online' : 'device_offline', deviceId });
  }

  /** Runs retention for one task now. */
  runPurge(taskId: number): void {
    this.advance();
    this.removals.purge(this.task(taskId));
  }

  /** Deletes versions of a task. @throws Refused */
  deleteVersions(taskId: number, versionIds: readonly number[]): void {
    this.advance();
    this.removals.deleteVersions(this.task(taskId), versionIds);
  }

  /** Removes tasks and all their versions. All or none. @throws Refused */
  removeTasks(taskIds: readonly number[]): void {
    this.advance();
    const tasks = [...new Set(taskIds)].map((id) => this.task(id));
    for (const task of tasks) this.removals.checkRemovable(task);
    for (const task of tasks) this.removals.removeTask(task);
  }

  /** Removes one task, as `removeTasks`. */
  removeTask(taskId: number): void {
    this.removeTasks([taskId]);
  }

  /** Makes a task with devices of its own. @throws Refused when the name is used */
  addTask(wanted: NewTask): Task {
    this.advance();
    return this.#edits.add(wanted);
  }

  /** Gives a task another name; its past keeps the old one. @throws Refused when the name is used */
  renameTask(taskId: number, name: string): void {
    this.changeTask(taskId, { name });
  }

  /** Changes what can be changed about a task. @throws Refused when there is no such task or the name is used */
  changeTask(taskId: number, change: TaskChange): void {
    this.advance();
    this.#edits.change(this.task(taskId), change);
  }

  /** Changes a package setting; names that do not exist are ignored. */
  changeSetting(name: string, value: string): void {
    this.advance();
    if (!this.settings.knows(name)) return;
    this.settings.set(name, value);
    this.#state.record.add({ at: this.now, kind: 'setting_changed', setting: name });
    if (name.startsWith('retention_run_')) this.#planner.planRetention();
    if (name === 'max_concurrent_devices') this.runs.startWaiting();
  }

  /** Wipes the whole log; the wiping itself is logged. */
  clearLogs(account: string): void {
    this.advance();
    const { logs, record, now } = this.#state;
    logs.clear();
    logs.add(now, { type: LOG_TYPE.logWiped, userName: account });
    record.add({ at: now, kind: 'logs_cleared' });
  }

  /** Wipes the history of jobs; what runs goes on but leaves no row. Ids go on. The log is another thing. */
  clearHistory(): void {
    this.advance();
    this.#upheavals.clearHistory();
  }

  /**
   * Active Backup is removed and installed again: tasks and devices are linked anew, everything that it counted
   * (jobs, log rows, versions) is gone and begins anew, and what ran is lost without a trace.
   */
  reinstallPackage(numbering: Numbering = {}): void {
    this.advance();
    this.#upheavals.reinstall(numbering);
  }

  /** Sets the clock of the NAS forward or, when negative, back. What runs takes as long as it would have. */
  jumpClock(seconds: number): void {
    this.advance();
    this.#clock.advance(seconds * 1000);
    this.#upheavals.jump(seconds);
  }

  /** The detail log of a job. */
  detailsOf(result: Result): ResultDetail[] {
    return resultDetails(result, this.results.devicesOf(result), this.fleet, this.#detailRandom);
  }

  #checkStartable(task: Task): void {
    const open = this.runs.of(task.id);
    if (this.removals.isRemovingTask(task.id)) throw new Refused('being_deleted');
    if (open !== undefined)
      throw new Refused(open.phase === 'waiting' ? 'already_waiting' : 'already_running');
    const allOffline = this.fleet.devicesOf(task).every((device) => !device.online);
    if (this.#refuseOffline && allOffline) throw new Refused('device_offline');
  }
}
