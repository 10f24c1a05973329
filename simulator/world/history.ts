/** The jobs that ran before the world began. No row is stored: each is computed from the seed and its number. */
import { JOB_ACTION, RESULT_STATUS } from './codes.js';
import type { JobAction, ResultStatus } from './codes.js';
import type { Device, DeviceResult, Result, Task } from './model.js';
import { backupBytes, backupCounts, deviceStatus, drawStatus, processedBytes } from './outcome.js';
import type { Random } from './random.js';
import { DAY, firstDayOf, weekOf } from './time.js';
import type { TimeZone } from './time.js';
import { weeklyPattern } from './weekly-pattern.js';
import type { WeeklyPattern } from './weekly-pattern.js';

export interface HistoryOptions {
  /** The tasks as they were then; renamed and removed tasks keep their past. */
  readonly tasks: readonly Task[];
  readonly devices: ReadonlyMap<number, Device>;
  /** Everything in the past has ended before this moment. */
  readonly until: number;
  /** How far the past goes back at most. */
  readonly days: number;
  /** Exactly so many rows; when missing, as many as the schedules give in `days`. */
  readonly rows?: number;
  readonly backupSeconds: readonly [number, number];
  readonly retentionTime: number;
  /** Id of the first job; high enough for a longer past when missing. */
  readonly firstId?: number;
}

/** Room in the numbering for jobs older than the oldest one that is still listed. */
const OLDEST_ID = 117;

/** A start or a finish in the past; `index` is the position of the job. */
export interface PastEvent {
  readonly index: number;
  readonly isFinish: boolean;
}

export class History {
  readonly pattern: WeeklyPattern;
  /** How many jobs there were. Their positions are 0 (oldest) to `count - 1`. */
  readonly count: number;
  readonly #options: HistoryOptions;
  readonly #random: Random;
  readonly #zone: TimeZone;
  readonly #firstSlot: number;
  readonly #firstEvent: number;
  readonly #positions = new Map<number, number>();
  readonly #idsPerResult: number;

  constructor(options: HistoryOptions, random: Random, zone: TimeZone) {
    this.#options = options;
    this.#random = random;
    this.#zone = zone;
    const weeks = Math.max(1, options.days / 7);
    const pattern = { ...options, atLeast: Math.ceil((options.rows ?? 0) / weeks) };
    this.pattern = weeklyPattern(options.tasks, pattern, random.fork('pattern'));
    const wanted = options.rows ?? Math.floor(this.pattern.slotCount * weeks);
    this.count = this.pattern.slotCount === 0 ? 0 : wanted;
    this.#firstSlot = this.#lastSlot() - this.count + 1;
    this.#firstEvent = this.count === 0 ? 0 : this.#startEvent(0);
    options.tasks.forEach((task, position) => this.#positions.set(task.id, position));
    this.#idsPerResult = options.tasks.reduce((most, task) => Math.max(most, task.deviceIds.length), 1);
  }

  /** The id of the job at a position; ids rise with the time of the start. */
  idAt(index: number): number {
    return (this.#options.firstId ?? OLDEST_ID + this.pattern.slotCount) + index;
  }

  /** The position of a job, or -1. */
  indexOf(id: number): number {
    const index = id - this.idAt(0);
    return index >= 0 && index < this.count ? index : -1;
  }

  taskAt(index: number): Task {
    const task = this.#options.tasks[this.pattern.slotTask[this.#slotAt(index)] ?? -1];
    if (task === undefined) throw new RangeError(`no past job at ${String(index)}`);
    return task;
  }

  actionAt(index: number): JobAction {
    const action = this.pattern.slotAction[this.#slotAt(index)];
    if (action === JOB_ACTION.deleteVersion || action === JOB_ACTION.restoreFiles) return action;
    return JOB_ACTION.backup;
  }

  statusAt(index: number): ResultStatus {
    if (this.actionAt(index) !== JOB_ACTION.backup) return RESULT_STATUS.success;
    return drawStatus(this.#random.fraction(this.#firstSlot + index, 1), this.taskAt(index).failRate);
  }

  startedAt(index: number): number {
    const slot = this.#slotAt(index);
    return this.#eventMoment(this.#weekAt(index), this.pattern.slotStart[slot] ?? 0);
  }

  endedAt(index: number): number {
    const slot = this.#slotAt(index);
    const week = this.#weekAt(index) + (this.pattern.slotWraps[slot] ?? 0);
    return this.#eventMoment(week, this.pattern.slotFinish[slot] ?? 0);
  }

  /** The whole row at a position. */
  resultAt(index: number): Result {
    const task = this.taskAt(index);
    const action = this.actionAt(index);
    const status = this.statusAt(index);
    const counts =
      action === JOB_ACTION.backup
        ? backupCounts(status)
        : { successCount: 1, warningCount: 0, errorCount: 0 };
    return {
      id: this.idAt(index),
      taskId: task.id,
      taskName: task.name,
      backupType: task.backupType,
      action,
      status,
      startedAt: this.startedAt(index),
      endedAt: this.endedAt(index),
      deviceIds: task.deviceIds,
      ...counts,
    };
  }

  /** What each device did in the job at a position; empty when it was no backup. */
  deviceResultsAt(index: number): DeviceResult[] {
    if (this.actionAt(index) !== JOB_ACTION.backup) return [];
    const task = this.taskAt(index);
    const status = this.statusAt(index);
    const startedAt = this.startedAt(index);
    const endedAt = this.endedAt(index);
    const resultId = this.idAt(index);
    return task.deviceIds.map((deviceId, position) => {
      const own = deviceStatus(status, position, task.deviceIds.length);
      const device = this.#options.devices.get(deviceId);
      const whole = device === undefined ? 0 : backupBytes(device, this.#random, resultId);
      const transferredBytes = own === RESULT_STATUS.success ? whole : Math.floor(whole / 3);
      const early =
        position === 0 ? 0 : this.#random.fraction(resultId, position) * (endedAt - startedAt - 1);
      return {
        id: resultId * this.#idsPerResult + position,
        resultId,
        deviceId,
        status: own,
        startedAt,
        endedAt: endedAt - Math.floor(early / 2),
        processedBytes: processedBytes(task.backupType, transferredBytes),
        transferredBytes,
      };
    });
  }

  /** The first id that no device result of the past uses. */
  get nextDeviceResultId(): number {
    return this.idAt(this.count) * this.#idsPerResult;
  }

  /** Positions of the jobs of one task, newest first. */
  *indexesOfTask(taskId: number): Generator<number> {
    const slots = this.pattern.taskSlots[this.#positions.get(taskId) ?? -1] ?? [];
    const { slotCount } = this.pattern;
    if (slots.length === 0 || this.count === 0) return;
    const lastSlot = this.#firstSlot + this.count - 1;
    for (let week = Math.floor(lastSlot / slotCount); (week + 1) * slotCount > this.#firstSlot; week -= 1) {
      for (let position = slots.length - 1; position >= 0; position -= 1) {
        const index = week * slotCount + (slots[position] ?? 0) - this.#firstSlot;
        if (index < this.count && index >= 0) yield index;
      }
    }
  }

  /** The first position whose job started at or after `moment`. */
  lowerBound(moment: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.startedAt(middle) < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How many starts and finishes were noted, up to the start of the job after the last one. */
  get eventCount(): number {
    return this.count === 0 ? 0 : this.#startEvent(this.count) - this.#firstEvent;
  }

  /** The start or finish with a number, 0 (oldest) to `eventCount - 1`; its job may be older than the oldest listed. */
  eventAt(number: number): PastEvent {
    const event = this.#firstEvent + number;
    const perWeek = this.pattern.eventTime.length;
    const week = Math.floor(event / perWeek);
    const position = event - week * perWeek;
    const slot = this.pattern.eventSlot[position] ?? 0;
    const isFinish = this.pattern.eventIsFinish[position] === 1;
    const slotWeek = isFinish ? week - (this.pattern.slotWraps[slot] ?? 0) : week;
    return { index: slotWeek * this.pattern.slotCount + slot - this.#firstSlot, isFinish };
  }

  /** When the start or finish with a number was, seconds. */
  eventMomentAt(number: number): number {
    const event = this.#firstEvent + number;
    const perWeek = this.pattern.eventTime.length;
    const week = Math.floor(event / perWeek);
    return this.#eventMoment(week, event - week * perWeek);
  }

  /** Numbers of the finishes of the last jobs that lie behind the last numbered event, in order of time. */
  lateFinishes(): number[] {
    const late: number[] = [];
    if (this.count === 0) return late;
    const horizon = this.startedAt(this.count - 1) + this.pattern.longestSeconds;
    for (let number = this.eventCount; this.eventMomentAt(number) <= horizon; number += 1) {
      const event = this.eventAt(number);
      if (event.isFinish && event.index < this.count) late.push(number);
    }
    return late;
  }

  #slotAt(index: number): number {
    const { slotCount } = this.pattern;
    const slot = (this.#firstSlot + index) % slotCount;
    return slot < 0 ? slot + slotCount : slot;
  }

  #weekAt(index: number): number {
    return Math.floor((this.#firstSlot + index) / this.pattern.slotCount);
  }

  #startEvent(index: number): number {
    const event = this.pattern.slotStart[this.#slotAt(index)] ?? 0;
    return this.#weekAt(index) * this.pattern.eventTime.length + event;
  }

  #eventMoment(week: number, event: number): number {
    const time = this.pattern.eventTime[event] ?? 0;
    const slack = this.pattern.eventSlack[event] ?? 0;
    const late = Math.floor(this.#random.fraction(week, event) * slack);
    const day = Math.floor(time / DAY);
    return this.#zone.toMoment(firstDayOf(week) + day, time - day * DAY) + late;
  }

  #lastSlot(): number {
    const { slotCount, slotStart, longestSeconds } = this.pattern;
    if (slotCount === 0) return -1;
    const limit = this.#options.until - longestSeconds;
    const week = weekOf(this.#zone.dayOf(limit));
    let slot = (week + 1) * slotCount - 1;
    let low = (week - 1) * slotCount;
    while (low < slot) {
      const middle = Math.ceil((low + slot) / 2);
      const middleWeek = Math.floor(middle / slotCount);
      const started = this.#eventMoment(middleWeek, slotStart[middle - middleWeek * slotCount] ?? 0);
      if (started < limit) low = middle;
      else slot = middle - 1;
    }
    return low;
  }
}
