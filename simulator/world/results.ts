/** All jobs: those of the computed past, and behind them those that the world has seen itself. */
import { JOB_ACTION, RESULT_STATUS } from './codes.js';
import type { JobAction, ResultStatus } from './codes.js';
import type { History } from './history.js';
import type { DeviceResult, Result, Task } from './model.js';
import { selectPage } from './paging.js';
import type { Page } from './paging.js';

/** A job of the present; it changes until it has ended. */
export interface LiveResult extends Result {
  status: ResultStatus;
  endedAt: number;
  successCount: number;
  warningCount: number;
  errorCount: number;
  readonly devices: LiveDeviceResult[];
}

export interface LiveDeviceResult extends DeviceResult {
  status: ResultStatus;
  endedAt: number;
  processedBytes: number;
  transferredBytes: number;
}

/** Which results are asked for; what is missing does not restrict. Times speak of the start, seconds. */
export interface ResultQuery {
  readonly id?: number | undefined;
  readonly taskId?: number | undefined;
  readonly status?: number | undefined;
  readonly backupType?: number | undefined;
  readonly actions?: readonly number[] | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly keyword?: string | undefined;
  readonly hideRunning?: boolean | undefined;
}

/** So many jobs of the present are kept; then the oldest go, as log rotation on a NAS does. */
const KEPT = 200_000;

export class Results {
  readonly #history: History;
  readonly #hostNames: (deviceIds: readonly number[]) => readonly string[];
  readonly #live: LiveResult[] = [];
  readonly #newestOfTask = new Map<number, { job: LiveResult; backup: LiveResult | null }>();
  #dropped = 0;
  #pastHidden = false;
  #nextDeviceResultId: number;

  constructor(history: History, hostNames: (deviceIds: readonly number[]) => readonly string[]) {
    this.#history = history;
    this.#hostNames = hostNames;
    this.#nextDeviceResultId = history.nextDeviceResultId;
  }

  /** How many jobs there are. */
  get count(): number {
    return this.#end - this.#begin;
  }

  /** Jobs that the world has seen itself, oldest first. */
  get live(): readonly LiveResult[] {
    return this.#live;
  }

  /** Notes that a job has started; its id is the highest so far. */
  open(task: Task, action: JobAction, startedAt: number): LiveResult {
    const result: LiveResult = {
      id: this.#history.idAt(this.#end),
      taskId: task.id,
      taskName: task.name,
      backupType: task.backupType,
      action,
      status: RESULT_STATUS.running,
      startedAt,
      endedAt: 0,
      deviceIds: task.deviceIds,
      successCount: 0,
      warningCount: 0,
      errorCount: 0,
      devices: [],
    };
    this.#live.push(result);
    if (this.#live.length > KEPT) this.#drop(KEPT / 10);
    return result;
  }

  /** Notes that one device of a job has started. */
  openDevice(result: LiveResult, deviceId: number, startedAt: number): LiveDeviceResult {
    const row: LiveDeviceResult = {
      id: this.#nextDeviceResultId,
      resultId: result.id,
      deviceId,
      status: RESULT_STATUS.running,
      startedAt,
      endedAt: 0,
      processedBytes: 0,
      transferredBytes: 0,
    };
    this.#nextDeviceResultId += 1;
    result.devices.push(row);
    return row;
  }

  /** Wipes every job, also those that run: they leave no row when they end. Ids go on. */
  clear(): void {
    this.#drop(this.#live.length);
    this.#newestOfTask.clear();
  }

  /** Notes that a job has ended. */
  close(result: LiveResult, status: ResultStatus, endedAt: number): void {
    result.status = status;
    result.endedAt = endedAt;
    if (this.#liveById(result.id) !== result) return;
    const known = this.#newestOfTask.get(result.taskId);
    const backup = result.action === JOB_ACTION.backup ? result : (known?.backup ?? null);
    this.#newestOfTask.set(result.taskId, { job: result, backup });
  }

  /** The job with an id. */
  byId(id: number): Result | undefined {
    const index = this.#history.indexOf(id);
    if (index >= 0) return this.#pastHidden ? undefined : this.#history.resultAt(index);
    return this.#liveById(id);
  }

  /** The newest job of a task that has ended. */
  newestJob(taskId: number): Result | undefined {
    return this.#newestOfTask.get(taskId)?.job ?? this.#newestPast(taskId, false);
  }

  /** The newest backup of a task that has ended, whatever its outcome. */
  newestBackup(taskId: number): Result | undefined {
    return this.#newestOfTask.get(taskId)?.backup ?? this.#newestPast(taskId, true);
  }

  /** What each device did in a job; empty for jobs that are no backups. */
  devicesOf(result: Result): readonly DeviceResult[] {
    const index = this.#history.indexOf(result.id);
    if (index >= 0) return this.#history.deviceResultsAt(index);
    return this.#liveById(result.id)?.devices ?? [];
  }

  /** A page of the jobs that match, and how many match in all. */
  page(query: ResultQuery, page: Page): { count: number; rows: Result[] } {
    if (query.id !== undefined) return this.#only(query.id, query, page);
    const { low, high } = this.#window(query);
    const { count, positions } = selectPage(low, high, this.#matcher(query), page);
    return { count, rows: positions.map((position) => this.#at(position)) };
  }

  get #begin(): number {
    return this.#pastHidden ? this.#history.count + this.#dropped : 0;
  }

  get #end(): number {
    return this.#history.count + this.#dropped + this.#live.length;
  }

  #liveById(id: number): LiveResult | undefined {
    return this.#live[id - this.#history.idAt(this.#history.count + this.#dropped)];
  }

  #drop(count: number): void {
    this.#pastHidden = true;
    this.#dropped += this.#live.splice(0, count).length;
  }

  #at(position: number): Result {
    if (position < this.#history.count) return this.#history.resultAt(position);
    const result = this.#live[position - this.#history.count - this.#dropped];
    if (result === undefined) throw new RangeError(`no job at ${String(position)}`);
    return result;
  }

  #only(id: number, query: ResultQuery, page: Page): { count: number; rows: Result[] } {
    const result = this.byId(id);
    if (result === undefined) return { count: 0, rows: [] };
    const position = result.id - this.#history.idAt(0);
    const matches = this.#matcher(query)?.(position) ?? true;
    if (!matches) return { count: 0, rows: [] };
    return { count: 1, rows: page.offset === 0 && page.limit > 0 ? [result] : [] };
  }

  #window({ from, to }: ResultQuery): { low: number; high: number } {
    const past = this.#history.count;
    const low = from === undefined ? 0 : this.#history.lowerBound(from);
    const firstLater = to === undefined ? past : this.#history.lowerBound(to + 1);
    return { low: Math.max(low, this.#begin), high: firstLater < past ? firstLater : this.#end };
  }

  #newestPast(taskId: number, backupOnly: boolean): Result | undefined {
    if (this.#pastHidden) return undefined;
    for (const index of this.#history.indexesOfTask(taskId)) {
      if (backupOnly && this.#history.actionAt(index) !== JOB_ACTION.backup) continue;
      return this.#history.resultAt(index);
    }
    return undefined;
  }

  #matcher(query: ResultQuery): ((position: number) => boolean) | null {
    const past = this.#pastMatcher(query);
    const present = presentMatcher(query, this.#hostNames);
    if (past === null && present === null) return null;
    return (position) => {
      if (position < this.#history.count) return past?.(position) ?? true;
      return present?.(this.#at(position)) ?? true;
    };
  }

  #pastMatcher(query: ResultQuery): ((position: number) => boolean) | null {
    const { taskId, backupType, keyword, status, actions } = query;
    const history = this.#history;
    const tests: ((position: number) => boolean)[] = [];
    if (taskId !== undefined || backupType !== undefined || keyword !== undefined) {
      const known = new Map<Task, boolean>();
      tests.push((position) => {
        const task = history.taskAt(position);
        const answer = known.get(task) ?? matchesTask(query, task.id, task, this.#hostNames(task.deviceIds));
        known.set(task, answer);
        return answer;
      });
    }
    if (actions !== undefined) tests.push((position) => actions.includes(history.actionAt(position)));
    if (status !== undefined) tests.push((position) => history.statusAt(position) === status);
    return tests.length === 0 ? null : (position) => tests.every((test) => test(position));
  }
}

function matchesTask(
  query: ResultQuery,
  taskId: number,
  row: { readonly name: string; readonly backupType: number },
  hostNames: readonly string[],
): boolean {
  if (query.taskId !== undefined && query.taskId !== taskId) return false;
  if (query.backupType !== undefined && query.backupType !== row.backupType) return false;
  return query.keyword === undefined || containsWord(query.keyword, [row.name, ...hostNames]);
}

/** Whether one of the texts contains the keyword, whatever its case. */
export function containsWord(keyword: string, texts: readonly string[]): boolean {
  const wanted = keyword.toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

function presentMatcher(
  query: ResultQuery,
  hostNames: (deviceIds: readonly number[]) => readonly string[],
): ((result: Result) => boolean) | null {
  const { status, actions, from, to, hideRunning } = query;
  const restricts = Object.entries(query).some(
    ([name, value]) => name !== 'id' && value !== undefined && value !== false,
  );
  if (!restricts) return null;
  return (result) => {
    if (hideRunning === true && result.status === RESULT_STATUS.running) return false;
    if (status !== undefined && result.status !== status) return false;
    if (actions !== undefined && !actions.includes(result.action)) return false;
    if (from !== undefined && result.startedAt < from) return false;
    if (to !== undefined && result.startedAt > to) return false;
    const row = { name: result.taskName, backupType: result.backupType };
    return matchesTask(query, result.taskId, row, hostNames(result.deviceIds));
  };
}
