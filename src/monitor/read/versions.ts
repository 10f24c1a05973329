import { row, rows } from '../../abb/fields.js';
import { VERSION_LIST } from '../../abb/methods.js';
import { parseVersion, type Version } from '../../abb/shapes/version.js';
import type { SeenTask } from '../snapshot.js';
import type { Nas } from './nas.js';

const AT_ONCE = 50;

// Versions change with jobs, as far as is known, and most changes show in the rows of the tasks as well. A few tasks are
// looked at without either, so that nothing is missed for ever.
const IN_TURN = 5;

/**
 * Reads the versions of tasks. DSM gives them task by task, so only those are looked at where a job has ended, now or
 * just before: DSM may take a moment to count the new version.
 */
export class VersionReader {
  #hasReadAll = false;
  readonly #due = new Set<number>();
  readonly #last = new Map<number, number | null>();
  #turn = 0;

  /**
   * @param tasks all tasks; undefined in a poll that does not look at them, and then nothing is read
   * @param ended the tasks of which a job has ended
   * @param isAll whether every task is to be looked at
   * @returns versions by the id of their task
   */
  async read(
    nas: Nas,
    tasks: readonly SeenTask[] | undefined,
    ended: readonly number[],
    isAll: boolean,
  ): Promise<Map<number, Version[]> | undefined> {
    if (!tasks) {
      for (const id of ended) this.#due.add(id);
      return undefined;
    }
    const ids = tasks.flatMap(({ task }) => task.id ?? []);
    const wanted = new Set([...ended, ...this.#due, ...this.#changed(tasks), ...this.#inTurn(ids)]);
    const everything = isAll || !this.#hasReadAll;
    const found = await readVersions(nas, everything ? ids : ids.filter((id) => wanted.has(id)));
    this.#hasReadAll = true;
    for (const { task, lastVersionId } of tasks) this.#last.set(task.id ?? 0, lastVersionId);
    this.#due.clear();
    for (const id of ended) this.#due.add(id);
    return found;
  }

  /** Tasks whose last version is another one than before. */
  #changed(tasks: readonly SeenTask[]): number[] {
    const changed = tasks.filter(({ task, lastVersionId }) => this.#last.get(task.id ?? 0) !== lastVersionId);
    return changed.map(({ task }) => task.id ?? 0);
  }

  #inTurn(ids: readonly number[]): number[] {
    const begin = this.#turn % Math.max(1, ids.length);
    this.#turn = begin + IN_TURN;
    return [...ids.slice(begin), ...ids.slice(0, begin)].slice(0, IN_TURN);
  }
}

/** The versions of these tasks; a task that is gone meanwhile is left out. */
async function readVersions(nas: Nas, taskIds: readonly number[]): Promise<Map<number, Version[]>> {
  const found = new Map<number, Version[]>();
  for (let begin = 0; begin < taskIds.length; begin += AT_ONCE) {
    const some = taskIds.slice(begin, begin + AT_ONCE);
    const calls = some.map((id) => ({ method: VERSION_LIST, parameters: { task_id: id } }));
    for (const [index, answer] of (await nas.callAll(calls)).entries()) {
      const taskId = some[index];
      if (taskId === undefined || 'error' in answer) continue;
      const versions = rows(row(answer.data)['versions']);
      found.set(
        taskId,
        versions.map((version) => parseVersion(version, taskId)),
      );
    }
  }
  return found;
}
