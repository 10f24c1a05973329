/** The log of the package: computed for the past, kept for the present. */
import { FAILURE, JOB_ACTION, LOG_LEVEL, LOG_TYPE, RESULT_STATUS } from './codes.js';
import type { Failure, LogLevel, LogType, ResultStatus } from './codes.js';
import type { Fleet } from './fleet.js';
import type { History, PastEvent } from './history.js';
import type { Device, LogRow, Result, Task } from './model.js';
import { drawFailure } from './outcome.js';
import { selectPage } from './paging.js';
import type { Page } from './paging.js';
import type { Random } from './random.js';
import { containsWord } from './results.js';

/** Which rows are asked for; what is missing does not restrict. Times in seconds, both ends included. */
export interface LogQuery {
  readonly taskId?: number | undefined;
  readonly deviceId?: number | undefined;
  readonly level?: number | undefined;
  readonly keyword?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What a new row says; the rest is filled in. */
export interface LogEntry {
  readonly type: LogType;
  readonly level?: LogLevel;
  readonly errorCode?: Failure;
  readonly task?: Task | undefined;
  readonly device?: Device | undefined;
  readonly resultId?: number;
  readonly userName?: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

const KEPT = 200_000;
const OLDEST_ID = 3301;

type Ending = Readonly<{ type: LogType; level: LogLevel }>;

const DONE: Ending = { type: LOG_TYPE.backupFinished, level: LOG_LEVEL.information };
const PARTLY: Ending = { type: LOG_TYPE.backupPartly, level: LOG_LEVEL.warning };
const FAILED: Ending = { type: LOG_TYPE.backupFailed, level: LOG_LEVEL.error };
const STOPPED: Ending = { type: LOG_TYPE.backupCancelled, level: LOG_LEVEL.warning };

const ENDINGS: Readonly<Record<ResultStatus, Ending>> = {
  [RESULT_STATUS.running]: DONE,
  [RESULT_STATUS.success]: DONE,
  [RESULT_STATUS.partial]: PARTLY,
  [RESULT_STATUS.failed]: FAILED,
  [RESULT_STATUS.cancelled]: STOPPED,
  [RESULT_STATUS.noBackup]: STOPPED,
};

/** How the end of a backup is logged. */
export function endOfBackup(status: ResultStatus): Ending {
  return ENDINGS[status];
}

export class Logs {
  readonly #history: History;
  readonly #fleet: Fleet;
  readonly #random: Random;
  #live: LogRow[] = [];
  readonly #firstId: number;
  #pastHidden = false;
  #nextId: number;

  /** @param firstId id of the oldest row */
  constructor(history: History, fleet: Fleet, random: Random, firstId = OLDEST_ID) {
    this.#history = history;
    this.#fleet = fleet;
    this.#random = random;
    this.#firstId = firstId;
    this.#nextId = firstId + history.eventCount;
    for (const number of history.lateFinishes()) {
      this.#live.push(this.#pastRow(this.#nextId, number));
      this.#nextId += 1;
    }
  }

  /** Rows that are kept, without those of the computed past; oldest first. */
  get live(): readonly LogRow[] {
    return this.#live;
  }

  /** Writes a row at a moment (seconds). */
  add(at: number, entry: LogEntry): LogRow {
    const { task, device } = entry;
    const row: LogRow = {
      id: this.#nextId,
      at,
      level: entry.level ?? LOG_LEVEL.information,
      type: entry.type,
      errorCode: entry.errorCode ?? FAILURE.none,
      backupType: task?.backupType ?? device?.backupType ?? 0,
      taskId: task?.id ?? 0,
      taskName: task?.name ?? '',
      deviceId: device?.id ?? 0,
      deviceName: device?.hostName ?? '',
      resultId: entry.resultId ?? 0,
      userName: entry.userName ?? '',
      extra: entry.extra ?? {},
    };
    this.#nextId += 1;
    this.#live.push(row);
    if (this.#live.length > KEPT) {
      this.#pastHidden = true;
      this.#live.splice(0, KEPT / 10);
    }
    return row;
  }

  /** Wipes every row there is. */
  clear(): void {
    this.#live = [];
    this.#pastHidden = true;
  }

  /** A page of the rows that match, and how many match in all. */
  page(query: LogQuery, page: Page): { count: number; rows: LogRow[] } {
    const past = this.#pastHidden ? 0 : this.#history.eventCount;
    const low = query.from === undefined ? 0 : this.#lowerBound(query.from, past);
    const firstLater = query.to === undefined ? past : this.#lowerBound(query.to + 1, past);
    const high = firstLater < past ? firstLater : past + this.#live.length;
    const { count, positions } = selectPage(low, high, this.#matcher(query, past), page);
    return { count, rows: positions.map((position) => this.#at(position, past)) };
  }

  #at(position: number, past: number): LogRow {
    if (position < past) return this.#pastRow(this.#firstId + position, position);
    const row = this.#live[position - past];
    if (row === undefined) throw new RangeError(`no log row at ${String(position)}`);
    return row;
  }

  #lowerBound(moment: number, past: number): number {
    let low = 0;
    let high = past;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#history.eventMomentAt(middle) < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #matcher(query: LogQuery, past: number): ((position: number) => boolean) | null {
    const { taskId, deviceId, level, keyword, from, to } = query;
    const ofRow = [taskId, deviceId, level, keyword].some((value) => value !== undefined);
    if (!ofRow && from === undefined && to === undefined) return null;
    const pastTasks = new Map<Task, boolean>();
    const matchesPast = (position: number): boolean => {
      if (!ofRow) return true;
      const event = this.#history.eventAt(position);
      const task = this.#history.taskAt(event.index);
      const known = pastTasks.get(task) ?? this.#matchesTask(query, task);
      pastTasks.set(task, known);
      return known && (level === undefined || this.#pastLevel(event) === level);
    };
    const matchesLive = (row: LogRow): boolean => {
      if (from !== undefined && row.at < from) return false;
      if (to !== undefined && row.at > to) return false;
      if (level !== undefined && row.level !== level) return false;
      if (taskId !== undefined && row.taskId !== taskId) return false;
      if (deviceId !== undefined && row.deviceId !== deviceId) return false;
      return keyword === undefined || containsWord(keyword, [row.taskName, row.deviceName, row.userName]);
    };
    return (position) => (position < past ? matchesPast(position) : matchesLive(this.#at(position, past)));
  }

  #matchesTask({ taskId, deviceId, keyword }: LogQuery, task: Task): boolean {
    const device = this.#onlyDevice(task);
    if (taskId !== undefined && task.id !== taskId) return false;
    if (deviceId !== undefined && device?.id !== deviceId) return false;
    return keyword === undefined || containsWord(keyword, [task.name, device?.hostName ?? '']);
  }

  #onlyDevice(task: Task): Device | undefined {
    return task.deviceIds.length === 1 ? this.#fleet.devices.get(task.deviceIds[0] ?? 0) : undefined;
  }

  #pastLevel({ index, isFinish }: PastEvent): LogLevel {
    return isFinish ? endOfBackup(this.#history.statusAt(index)).level : DONE.level;
  }

  #pastEnding({ index, isFinish }: PastEvent): Ending {
    const level = LOG_LEVEL.information;
    const action = this.#history.actionAt(index);
    if (action === JOB_ACTION.deleteVersion) {
      return { type: isFinish ? LOG_TYPE.versionDeleted : LOG_TYPE.versionRotated, level };
    }
    if (action === JOB_ACTION.restoreFiles) {
      return { type: isFinish ? LOG_TYPE.restoreFinished : LOG_TYPE.restoreStarted, level };
    }
    return isFinish ? endOfBackup(this.#history.statusAt(index)) : { type: LOG_TYPE.backupStarted, level };
  }

  #pastRow(id: number, number: number): LogRow {
    const event = this.#history.eventAt(number);
    const result: Result = this.#history.resultAt(event.index);
    const device = this.#onlyDevice(this.#history.taskAt(event.index));
    const { type, level } = this.#pastEnding(event);
    const failed = level === LOG_LEVEL.error;
    return {
      id,
      at: this.#history.eventMomentAt(number),
      level,
      type,
      errorCode: failed ? drawFailure(result.backupType, this.#random, result.id) : FAILURE.none,
      backupType: result.backupType,
      taskId: result.taskId,
      taskName: result.taskName,
      deviceId: device?.id ?? 0,
      deviceName: device?.hostName ?? '',
      resultId: result.id,
      userName: '',
      extra: {},
    };
  }
}
