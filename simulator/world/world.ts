/** The world behind the simulated Active Backup: what was, what is, and what goes on by itself. */
import type { Clock } from '../api.js';
import { Agenda } from './agenda.js';
import { Builder } from './builder.js';
import { LOG_TYPE } from './codes.js';
import type { BackupType } from './codes.js';
import { buildDemo } from './demo.js';
import { resultDetails } from './details.js';
import { Fleet } from './fleet.js';
import { History } from './history.js';
import { Logs } from './logs.js';
import type {
  NextOutcome,
  Outcome,
  Result,
  ResultDetail,
  Retention,
  Schedule,
  Task,
  Trigger,
} from './model.js';
import type { NewTask, WorldOptions, WorldSize } from './options.js';
import { Random } from './random.js';
import { WorldRecord } from './record.js';
import type { Happening } from './record.js';
import { Refused } from './refused.js';
import { Removals } from './removals.js';
import { Results } from './results.js';
import { Runs } from './runs.js';
import { nextTrigger, UNSCHEDULED } from './schedule.js';
import { Settings } from './settings.js';
import { buildSized } from './sized.js';
import { snapshotOf } from './snapshot.js';
import type { WorldSnapshot } from './snapshot.js';
import type { WorldState } from './state.js';
import { DAY, TimeZone } from './time.js';
import { Versions } from './versions.js';

const DEMO_SIZE: WorldSize = { tasks: 0, historyDays: 35, backupSeconds: [20, 60] };
const EMPTY_SIZE: WorldSize = { tasks: 0, historyRows: 0 };

function sizeOf({ size }: WorldOptions): WorldSize {
  if (size === 'demo') return DEMO_SIZE;
  return size === 'empty' ? EMPTY_SIZE : size;
}

/** What may be changed about a task. */
export interface TaskChange {
  readonly name?: string;
  readonly schedule?: Schedule;
  readonly retention?: Retention;
  readonly maxConcurrentDevices?: number;
}

export class World {
  readonly #state: WorldState;
  readonly #clock: Clock;
  readonly #build: Builder;
  readonly #nextTriggers = new Map<number, number>();
  readonly #refuseOffline: boolean;
  readonly #random: Random;
  readonly runs: Runs;
  readonly removals: Removals;
  #retentionPlan = 0;

  constructor(options: WorldOptions, clock: Clock) {
    const begin = Math.floor((options.startAt ?? clock.now()) / 1000);
    const size = sizeOf(options);
    const fleet = new Fleet();
    const zone = new TimeZone(options.timeZone ?? 'UTC');
    const settings = new Settings();
    this.#random = new Random(options.seed);
    this.#clock = clock;
    this.#build = new Builder(fleet, this.#random.fork('fleet'), begin);
    this.#refuseOffline = options.refuseOffline ?? false;
    this.#populate(options, size, fleet);

    const backupSeconds = size.backupSeconds ?? [30, 300];
    const random = this.#random.fork('history');
    const past = {
      tasks: [...fleet.tasks.values()].map((task) => ({ ...task })),
      devices: fleet.devices,
      until: begin,
      days: size.historyDays ?? (size.historyRows === undefined ? 28 : 364),
      ...(size.historyRows === undefined ? {} : { rows: size.historyRows }),
      backupSeconds,
      retentionTime: settings.retentionTime,
    };
    const history = new History(past, random, zone);
    this.#state = {
      now: begin,
      random: this.#random.fork('present'),
      zone,
      fleet,
      settings,
      agenda: new Agenda(),
      results: new Results(history, (deviceIds) => fleet.hostNamesOf(deviceIds)),
      logs: new Logs(history, fleet, random),
      versions: new Versions(history, random, begin),
      record: new WorldRecord(),
      backupSeconds,
      removalSeconds: options.removalSeconds ?? 3,
    };
    this.runs = new Runs(this.#state);
    this.removals = new Removals(this.#state, this.runs);
    for (const task of fleet.tasks.values()) this.#planTask(task);
    this.#planRetention();
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
    return this.#nextTriggers.get(taskId) ?? 0;
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
    this.#checkName(wanted.name);
    const { now } = this.#state;
    const backupType: BackupType = wanted.backupType ?? 2;
    if (this.fleet.storages.size === 0) this.#build.storage(1, 'ActiveBackupforBusiness', 10);
    const hostNames = wanted.hostNames ?? [wanted.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')];
    const hour = wanted.dailyAtHour;
    const sketch = {
      name: wanted.name,
      backupType,
      deviceIds: hostNames.map((hostName) => this.#build.device({ hostName, backupType }, now)),
      storageId: this.fleet.storages.keys().next().value ?? 1,
      schedule:
        hour === undefined
          ? UNSCHEDULED
          : { enabled: true, hour, minute: 0, weekdays: [0, 1, 2, 3, 4, 5, 6], repeatHours: 0 },
      failRate: wanted.failRate ?? 0,
      ...(wanted.keepVersions === undefined
        ? {}
        : { retention: { keepAll: false, keepVersions: wanted.keepVersions, keepDays: 0 } }),
    };
    const task = this.#build.task(sketch, now);
    this.#planTask(task);
    this.#state.logs.add(now, { type: LOG_TYPE.taskCreated, task });
    this.#state.record.add({ at: now, kind: 'task_added', taskId: task.id, taskName: task.name });
    return task;
  }

  /** Gives a task another name; its past keeps the old one. @throws Refused when the name is used */
  renameTask(taskId: number, name: string): void {
    this.changeTask(taskId, { name });
  }

  /** Changes what can be changed about a task. @throws Refused when there is no such task or the name is used */
  changeTask(taskId: number, change: TaskChange): void {
    this.advance();
    const task = this.task(taskId);
    const { logs, record, now } = this.#state;
    if (change.name !== undefined && change.name !== task.name) {
      this.#checkName(change.name);
      task.name = change.name;
      logs.add(now, { type: LOG_TYPE.taskRenamed, task });
      record.add({ at: now, kind: 'task_renamed', taskId, taskName: task.name });
    }
    if (change.schedule !== undefined) {
      task.schedule = change.schedule;
      task.scheduleModifiedAt = now;
      this.#planTask(task);
    }
    task.retention = change.retention ?? task.retention;
    task.maxConcurrentDevices = change.maxConcurrentDevices ?? task.maxConcurrentDevices;
    record.add({ at: now, kind: 'task_changed', taskId, taskName: task.name });
  }

  /** Changes a package setting; names that do not exist are ignored. */
  changeSetting(name: string, value: string): void {
    this.advance();
    if (!this.settings.knows(name)) return;
    this.settings.set(name, value);
    this.#state.record.add({ at: this.now, kind: 'setting_changed', setting: name });
    if (name.startsWith('retention_run_')) this.#planRetention();
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

  /** The detail log of a job. */
  detailsOf(result: Result): ResultDetail[] {
    return resultDetails(result, this.results.devicesOf(result), this.fleet, this.#random.fork('details'));
  }

  #populate(options: WorldOptions, size: WorldSize, fleet: Fleet): void {
    if (options.size === 'empty') return;
    if (options.size !== 'demo') {
      buildSized(size, this.#build, fleet, this.#random.fork('sized'), options.failRate ?? 0.03);
      return;
    }
    buildDemo(this.#build, fleet);
    const { failRate } = options;
    if (failRate === undefined) return;
    for (const task of fleet.tasks.values()) fleet.tasks.set(task.id, { ...task, failRate });
  }

  #checkName(name: string): void {
    for (const task of this.fleet.tasks.values()) if (task.name === name) throw new Refused('name_used');
  }

  #checkStartable(task: Task): void {
    const open = this.runs.of(task.id);
    if (this.removals.isRemovingTask(task.id)) throw new Refused('being_deleted');
    if (open !== undefined)
      throw new Refused(open.phase === 'waiting' ? 'already_waiting' : 'already_running');
    const allOffline = this.fleet.devicesOf(task).every((device) => !device.online);
    if (this.#refuseOffline && allOffline) throw new Refused('device_offline');
  }

  #planTask(task: Task): void {
    const { agenda, zone, now } = this.#state;
    const moment = nextTrigger(task.schedule, now, zone);
    this.#nextTriggers.set(task.id, moment);
    if (moment === 0) return;
    agenda.note(moment, () => {
      const current = this.fleet.tasks.get(task.id) === task && this.nextTriggerOf(task.id) === moment;
      if (!current) return;
      this.#planTask(task);
      this.#startBySchedule(task);
    });
  }

  #startBySchedule(task: Task): void {
    const { logs, record, now } = this.#state;
    if (this.removals.isRemovingTask(task.id)) return;
    if (this.runs.of(task.id) === undefined) {
      this.runs.request(task, 'schedule', '');
      return;
    }
    logs.add(now, { type: LOG_TYPE.sameBackupRunning, level: 1, task });
    record.add({ at: now, kind: 'run_skipped', taskId: task.id, taskName: task.name });
  }

  #planRetention(): void {
    const { agenda, zone, settings, now } = this.#state;
    this.#retentionPlan += 1;
    const plan = this.#retentionPlan;
    const today = zone.toMoment(zone.dayOf(now), settings.retentionTime);
    const next = today > now ? today : zone.toMoment(zone.dayOf(now + DAY), settings.retentionTime);
    agenda.note(next, () => {
      if (plan !== this.#retentionPlan) return;
      for (const task of this.fleet.tasks.values()) {
        if (!this.removals.isRemovingTask(task.id)) this.removals.purge(task);
      }
      this.#planRetention();
    });
  }
}
