/** Jobs that take something away: retention, the deletion of versions, the removal of tasks. */
import { JOB_ACTION, LOG_TYPE, RESULT_STATUS, VERSION_STATUS } from './codes.js';
import type { JobAction } from './codes.js';
import type { Task, Version } from './model.js';
import { Refused } from './refused.js';
import type { LiveResult } from './results.js';
import type { Runs } from './runs.js';
import type { WorldState } from './state.js';

export class Removals {
  readonly #state: WorldState;
  readonly #runs: Runs;
  readonly #tasks = new Set<number>();
  readonly #versions = new Set<number>();

  constructor(state: WorldState, runs: Runs) {
    this.#state = state;
    this.#runs = runs;
  }

  /** Whether a task is being removed now. */
  isRemovingTask(taskId: number): boolean {
    return this.#tasks.has(taskId);
  }

  /** Ids of the tasks and of the versions that are being removed now. */
  get taskIds(): number[] {
    return [...this.#tasks];
  }

  get versionIds(): number[] {
    return [...this.#versions];
  }

  /** Removes the versions of a task that retention does not keep, and writes a result when there were any. */
  purge(task: Task): void {
    const expired = this.#state.versions.expired(task, this.#state.now);
    if (expired.length > 0) this.#removeVersions(task, expired, LOG_TYPE.versionRotated);
  }

  /**
   * Deletes versions of a task on somebody's request.
   *
   * @throws Refused when one does not exist or is locked; then none is deleted
   */
  deleteVersions(task: Task, versionIds: readonly number[]): void {
    const versions = versionIds.map((id) => {
      const version = this.#state.versions.of(task).find((candidate) => candidate.id === id);
      if (version === undefined || version.endedAt === 0) throw new Refused('no_such_version');
      if (version.status === VERSION_STATUS.deleting) throw new Refused('being_deleted');
      if (version.locked) throw new Refused('locked_version');
      return version;
    });
    if (versions.length > 0) this.#removeVersions(task, versions, LOG_TYPE.versionDeleteStarted);
  }

  /**
   * Removes a task with all its versions; a backup of it that runs is cancelled.
   *
   * @throws Refused when it holds a locked version or is being removed already
   */
  checkRemovable(task: Task): void {
    if (this.#tasks.has(task.id)) throw new Refused('being_deleted');
    if (this.#state.versions.of(task).some((version) => version.locked)) throw new Refused('locked_version');
  }

  /** Removes a task that `checkRemovable` let pass. */
  removeTask(task: Task): void {
    const { agenda, logs, now, removalSeconds } = this.#state;
    this.#runs.stopNow(task.id);
    this.#tasks.add(task.id);
    const result = this.#open(task, JOB_ACTION.deleteTarget);
    logs.add(now, { type: LOG_TYPE.targetDeleteStarted, task, resultId: result.id });
    agenda.note(now + removalSeconds, () => {
      this.#finishTask(task, result);
    });
  }

  /** Forgets what is being removed; the tasks and versions stay. */
  forgetAll(): void {
    this.#tasks.clear();
    this.#versions.clear();
  }

  #finishTask(task: Task, result: LiveResult): void {
    const { fleet, versions, logs, record, now } = this.#state;
    for (const version of versions.removeAll(task)) this.#forgetVersion(task, version);
    fleet.removeTask(task);
    this.#tasks.delete(task.id);
    logs.add(now, { type: LOG_TYPE.targetDeleted, task, resultId: result.id });
    logs.add(now, { type: LOG_TYPE.taskRemoved, task });
    this.#close(task, result);
    record.add({ at: now, kind: 'task_removed', taskId: task.id, taskName: task.name });
  }

  #removeVersions(
    task: Task,
    versions: readonly Version[],
    type: typeof LOG_TYPE.versionRotated | typeof LOG_TYPE.versionDeleteStarted,
  ): void {
    const { agenda, logs, now, removalSeconds } = this.#state;
    const result = this.#open(task, JOB_ACTION.deleteVersion);
    logs.add(now, { type, task, resultId: result.id });
    for (const version of versions) {
      version.status = VERSION_STATUS.deleting;
      this.#versions.add(version.id);
    }
    agenda.note(now + removalSeconds, () => {
      for (const version of versions) {
        if (this.#state.versions.remove(task, version)) this.#forgetVersion(task, version);
      }
      logs.add(this.#state.now, { type: LOG_TYPE.versionDeleted, task, resultId: result.id });
      this.#close(task, result);
    });
  }

  #forgetVersion(task: Task, version: Version): void {
    const { fleet, record, now } = this.#state;
    this.#versions.delete(version.id);
    if (version.endedAt === 0) return;
    const storage = fleet.storages.get(task.storageId);
    if (storage !== undefined) storage.usedBytes = Math.floor(storage.usedBytes * 0.995);
    record.add({ at: now, kind: 'version_removed', taskId: task.id, versionId: version.id });
  }

  #open(task: Task, action: JobAction): LiveResult {
    const { results, record, now } = this.#state;
    const result = results.open(task, action, now);
    record.add({ at: now, kind: 'job_started', taskId: task.id, taskName: task.name, resultId: result.id });
    return result;
  }

  #close(task: Task, result: LiveResult): void {
    const { results, record, now } = this.#state;
    result.successCount = 1;
    results.close(result, RESULT_STATUS.success, now);
    const { id: resultId, status } = result;
    record.add({ at: now, kind: 'job_finished', taskId: task.id, taskName: task.name, resultId, status });
  }
}
