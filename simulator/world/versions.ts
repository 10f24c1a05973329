/** The restore points of each task. Those of the past are looked up when somebody first asks for them. */
import { JOB_ACTION, RESULT_STATUS, VERSION_STATUS } from './codes.js';
import type { History } from './history.js';
import type { Result, Task, Version } from './model.js';
import type { Random } from './random.js';
import { DAY } from './time.js';

/** A task that keeps everything had this many versions when the world began. */
const KEPT_OF_ALL = 30;
const FIRST_ID = 11;

export class Versions {
  readonly #history: History;
  readonly #random: Random;
  readonly #begin: number;
  readonly #shelves = new Map<number, Version[]>();
  #nextId: number;

  /** @param begin when the world began, seconds */
  constructor(history: History, random: Random, begin: number) {
    this.#history = history;
    this.#random = random;
    this.#begin = begin;
    this.#nextId = FIRST_ID + 2 * history.idAt(history.count);
  }

  /** The versions of a task, oldest first. */
  of(task: Task): readonly Version[] {
    return this.#shelf(task);
  }

  /** Adds the version that a running backup is making. */
  add(task: Task, result: Result): Version {
    const version: Version = {
      id: this.#nextId,
      taskId: task.id,
      resultId: result.id,
      startedAt: result.startedAt,
      endedAt: 0,
      status: VERSION_STATUS.backingUp,
      locked: false,
    };
    this.#nextId += 1;
    this.#shelf(task).push(version);
    return version;
  }

  /** Takes a version away; tells whether it was there. */
  remove(task: Task, version: Version): boolean {
    const shelf = this.#shelf(task);
    const index = shelf.indexOf(version);
    if (index >= 0) shelf.splice(index, 1);
    return index >= 0;
  }

  removeAll(task: Task): Version[] {
    return this.#shelf(task).splice(0);
  }

  /** Which versions retention would remove now (`now` in seconds); never locked ones, never the newest. */
  expired(task: Task, now: number): Version[] {
    const { keepAll, keepVersions, keepDays } = task.retention;
    if (keepAll) return [];
    const finished = this.#shelf(task).filter((version) => version.endedAt > 0);
    const surplus = keepVersions > 0 ? finished.length - keepVersions : 0;
    return finished.slice(0, -1).filter((version, index) => {
      const tooMany = index < surplus;
      const tooOld = keepDays > 0 && version.endedAt < now - keepDays * DAY;
      return !version.locked && version.status !== VERSION_STATUS.deleting && (tooMany || tooOld);
    });
  }

  #shelf(task: Task): Version[] {
    const known = this.#shelves.get(task.id);
    if (known !== undefined) return known;
    const shelf = this.#past(task);
    this.#shelves.set(task.id, shelf);
    return shelf;
  }

  #past(task: Task): Version[] {
    const { keepAll, keepVersions, keepDays } = task.retention;
    const most = keepAll || keepVersions === 0 ? KEPT_OF_ALL : keepVersions;
    const oldest = !keepAll && keepDays > 0 ? this.#begin - keepDays * DAY : 0;
    const versions: Version[] = [];
    for (const index of this.#history.indexesOfTask(task.id)) {
      if (versions.length >= most || this.#history.startedAt(index) < oldest) break;
      const version = this.#pastVersion(task, index);
      if (version !== null) versions.push(version);
    }
    return versions.reverse();
  }

  #pastVersion(task: Task, index: number): Version | null {
    if (this.#history.actionAt(index) !== JOB_ACTION.backup) return null;
    const status = this.#history.statusAt(index);
    if (status !== RESULT_STATUS.success && status !== RESULT_STATUS.partial) return null;
    const resultId = this.#history.idAt(index);
    return {
      id: FIRST_ID + 2 * resultId,
      taskId: task.id,
      resultId,
      startedAt: this.#history.startedAt(index),
      endedAt: this.#history.endedAt(index),
      status: status === RESULT_STATUS.success ? VERSION_STATUS.complete : VERSION_STATUS.partial,
      locked: this.#random.fraction(resultId, 3) < 0.02,
    };
  }
}
