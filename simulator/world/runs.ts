/** Backups that wait and run: the queue, the limit of devices at a time, how each one ends. */
import { JOB_ACTION, LOG_TYPE, RESULT_STATUS } from './codes.js';
import type { ResultStatus } from './codes.js';
import type { NextOutcome, Task, Trigger } from './model.js';
import { backupBytes, backupCounts, combineStatuses, processedBytes } from './outcome.js';
import { Refused } from './refused.js';
import type { DeviceRun, Run } from './run.js';
import { noteEnding } from './run-ending.js';
import { plannedSeconds, plannedStatus } from './run-plan.js';
import type { WorldState } from './state.js';

/** Seconds until a cancelled backup has stopped. */
const CANCEL_SECONDS = 2;

export class Runs {
  readonly #state: WorldState;
  readonly #ofTask = new Map<number, Run>();
  readonly #queue: Run[] = [];
  readonly #wishes = new Map<number, NextOutcome>();
  #devicesRunning = 0;
  #lastPid = 4000;

  constructor(state: WorldState) {
    this.#state = state;
  }

  /** The backup of a task that waits or runs now. */
  of(taskId: number): Run | undefined {
    return this.#ofTask.get(taskId);
  }

  /** All backups that wait or run now, in the order in which they were asked for. */
  get all(): Run[] {
    return [...this.#ofTask.values()];
  }

  /** Decides how the next backup of a task ends. */
  wish(taskId: number, wish: NextOutcome): void {
    this.#wishes.set(taskId, wish);
  }

  /** Puts a backup into the queue. @throws Refused when one of the task waits or runs already */
  request(task: Task, trigger: Trigger, account: string): void {
    const { record, now } = this.#state;
    const open = this.#ofTask.get(task.id);
    if (open !== undefined)
      throw new Refused(open.phase === 'waiting' ? 'already_waiting' : 'already_running');
    const wish = this.#wishes.get(task.id);
    this.#wishes.delete(task.id);
    record.add({ at: now, kind: 'run_accepted', taskId: task.id, taskName: task.name });
    if (wish?.neverStarts === true) {
      record.add({ at: now, kind: 'run_never_starts', taskId: task.id, taskName: task.name });
      return;
    }
    this.#lastPid += 3;
    const run: Run = {
      task,
      trigger,
      account,
      queuedAt: now,
      pid: this.#lastPid,
      wish,
      devices: this.#state.fleet.devicesOf(task).map((device, position) => ({
        device,
        position,
        row: null,
        endsAt: 0,
        plannedStatus: RESULT_STATUS.success,
        totalBytes: backupBytes(device, this.#state.random, this.#lastPid),
      })),
      phase: 'waiting',
      result: null,
      version: null,
    };
    this.#ofTask.set(task.id, run);
    this.#queue.push(run);
    this.startWaiting();
  }

  /** Starts what waits, as far as the limits allow: called whenever room may have been made. */
  startWaiting(): void {
    const limit = this.#state.settings.maxConcurrentDevices;
    for (let index = 0; index < this.#queue.length && this.#devicesRunning < limit;) {
      const run = this.#queue[index];
      if (run === undefined) return;
      this.#startDevices(run, limit);
      if (run.devices.every((part) => part.row !== null)) this.#queue.splice(index, 1);
      else index += 1;
    }
  }

  /** Stops a running backup, or takes a waiting one out of the queue. Nothing happens when there is none. */
  cancel(taskId: number): void {
    const run = this.#ofTask.get(taskId);
    if (run?.phase === 'waiting') this.withdraw(taskId);
    if (run?.phase !== 'running') return;
    const { agenda, record, now } = this.#state;
    run.phase = 'cancelling';
    this.#leaveQueue(run);
    record.add({ at: now, kind: 'run_cancelling', taskId, taskName: run.task.name });
    agenda.note(now + CANCEL_SECONDS, () => {
      this.#abort(run);
    });
  }

  /** Takes a backup that has not started out of the queue; no result is written. */
  withdraw(taskId: number): void {
    const run = this.#ofTask.get(taskId);
    if (run?.phase !== 'waiting') return;
    run.phase = 'ended';
    this.#leaveQueue(run);
    this.#ofTask.delete(taskId);
    this.#state.record.add({ at: this.#state.now, kind: 'run_withdrawn', taskId, taskName: run.task.name });
  }

  /** Ends a backup at once, as the removal of its task does. */
  stopNow(taskId: number): void {
    const run = this.#ofTask.get(taskId);
    if (run === undefined) return;
    if (run.phase === 'waiting') {
      this.withdraw(taskId);
      return;
    }
    this.#leaveQueue(run);
    this.#abort(run);
  }

  /** Forgets every backup that waits or runs, as if it had never been. */
  forgetAll(): void {
    for (const run of this.#ofTask.values()) run.phase = 'ended';
    this.#ofTask.clear();
    this.#queue.length = 0;
    this.#devicesRunning = 0;
  }

  /** Follows a clock that was set by so many seconds: what runs takes as long as it would have. */
  shift(seconds: number): void {
    for (const run of this.#ofTask.values()) for (const part of run.devices) part.endsAt += seconds;
  }

  #startDevices(run: Run, limit: number): void {
    const own = run.task.maxConcurrentDevices;
    let running = run.devices.filter((part) => part.row?.endedAt === 0).length;
    for (const part of run.devices) {
      if (part.row !== null) continue;
      if (this.#devicesRunning >= limit || (own > 0 && running >= own)) return;
      this.#startDevice(run, part);
      running += 1;
    }
  }

  #startDevice(run: Run, part: DeviceRun): void {
    const state = this.#state;
    const result = run.result ?? this.#open(run);
    part.row = state.results.openDevice(result, part.device.id, state.now);
    part.plannedStatus = plannedStatus(run, part, state);
    part.endsAt = state.now + plannedSeconds(run, part, state);
    this.#devicesRunning += 1;
    const { id: deviceId } = part.device;
    state.record.add({
      at: state.now,
      kind: 'device_run_started',
      taskId: run.task.id,
      deviceId,
      resultId: result.id,
    });
    state.agenda.note(part.endsAt, () => {
      this.#deviceDue(run, part);
    });
  }

  #open(run: Run): NonNullable<Run['result']> {
    const { results, versions, logs, record, now } = this.#state;
    const { task } = run;
    const result = results.open(task, JOB_ACTION.backup, now);
    run.result = result;
    run.phase = 'running';
    run.version = run.wish?.outcome === 'no_backup' ? null : versions.add(task, result);
    const device = run.devices.length === 1 ? run.devices[0]?.device : undefined;
    logs.add(now, {
      type: LOG_TYPE.backupStarted,
      task,
      device,
      resultId: result.id,
      userName: run.trigger === 'manual' ? run.account : '',
      extra: { trigger_type: run.trigger === 'manual' ? 1 : 2 },
    });
    record.add({ at: now, kind: 'run_started', taskId: task.id, taskName: task.name, resultId: result.id });
    return result;
  }

  #deviceDue(run: Run, part: DeviceRun): void {
    if (part.row?.endedAt !== 0) return;
    this.#endDevice(run, part, part.plannedStatus);
    if (run.devices.every(({ row }) => row !== null && row.endedAt > 0)) this.#finish(run);
    this.startWaiting();
  }

  #endDevice(run: Run, part: DeviceRun, status: ResultStatus): void {
    const { row } = part;
    if (row?.endedAt !== 0) return;
    const { now, record } = this.#state;
    const length = Math.max(1, part.endsAt - row.startedAt);
    const sent =
      status === RESULT_STATUS.success ? 1 : Math.min(0.4, Math.max(0, now - row.startedAt) / length);
    row.status = status;
    row.endedAt = now;
    row.transferredBytes = status === RESULT_STATUS.noBackup ? 0 : Math.floor(part.totalBytes * sent);
    row.processedBytes = processedBytes(run.task.backupType, row.transferredBytes);
    this.#devicesRunning -= 1;
    const { id: deviceId } = part.device;
    const { resultId } = row;
    record.add({ at: now, kind: 'device_run_finished', taskId: run.task.id, deviceId, resultId, status });
  }

  #abort(run: Run): void {
    if (run.phase === 'ended') return;
    for (const part of run.devices) this.#endDevice(run, part, RESULT_STATUS.cancelled);
    this.#finish(run, RESULT_STATUS.cancelled);
    this.startWaiting();
  }

  #finish(run: Run, forced?: ResultStatus): void {
    const { results, now } = this.#state;
    const { task, result } = run;
    if (result === null) return;
    run.phase = 'ended';
    this.#ofTask.delete(task.id);
    const status = forced ?? combineStatuses(result.devices.map((row) => row.status));
    Object.assign(result, backupCounts(status));
    results.close(result, status, now);
    noteEnding(run, result, this.#state);
  }

  #leaveQueue(run: Run): void {
    const index = this.#queue.indexOf(run);
    if (index >= 0) this.#queue.splice(index, 1);
  }
}
