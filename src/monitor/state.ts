import { isoTime } from '../abb/iso-time.js';
import { withLastBackups } from '../abb/last-backups.js';
import type { Access } from '../abb/operation.js';
import type { Device } from '../abb/shapes/device.js';
import { newestFirst, type Result } from '../abb/shapes/result.js';
import type { Storage } from '../abb/shapes/storage.js';
import type { Task } from '../abb/shapes/task.js';
import { byName } from '../abb/sorting.js';
import type { MonitorState } from './options.js';
import type { Snapshot } from './snapshot.js';

/** Puts together what is known of the NAS: some of it from this poll, some from earlier ones. */
export class StateKeeper {
  #tasks: readonly Task[] = [];
  #storages: readonly Storage[] = [];
  #state: MonitorState | undefined;

  /** @param access what looks up the last backup of tasks whose row hides it */
  async update(snapshot: Snapshot, access: Access): Promise<MonitorState> {
    const { now, tasks, storages, isPartial } = snapshot;
    const running = isPartial && this.#state ? this.#state.running : snapshot.running;
    if (tasks)
      this.#tasks = await withLastBackups(
        access,
        tasks.map(({ task }) => task),
      );
    this.#storages = storages ?? this.#storages;
    const live = new Map(running.map((each) => [each.task.id, each]));
    const current = this.#tasks.map((task): Task => {
      const { state, progress } = live.get(task.id) ?? { state: ended(task), progress: null };
      return { ...task, state, progress };
    });
    this.#state = {
      at: isoTime(now / 1000),
      reachable: true,
      running,
      tasks: current.sort(byName),
      devices: devicesOf(current),
      storages: this.#storages,
    };
    return this.#state;
  }

  /** The state of a NAS that does not answer: the last that was known. @param now milliseconds since the epoch */
  away(now: number): MonitorState {
    const known = this.#state ?? { running: [], tasks: [], devices: [], storages: [] };
    return { ...known, at: isoTime(now / 1000), reachable: false };
  }
}

/** What a task does that DSM does not list among the running ones. */
function ended({ state }: Task): Task['state'] {
  return state === 'running' || state === 'cancelling' ? 'idle' : state;
}

function devicesOf(tasks: readonly Task[]): Device[] {
  const devices = new Map<number, Device>();
  for (const { id, name, devices: members, lastBackup } of tasks) {
    for (const member of members) {
      const key = member.id ?? 0;
      const known = devices.get(key);
      devices.set(key, {
        ...(known ?? member),
        tasks: [...(known?.tasks ?? []), { id, name }].sort(byName),
        lastBackup: newer(known?.lastBackup ?? null, lastBackup),
      });
    }
  }
  return [...devices.values()].sort(byName);
}

function newer(a: Result | null, b: Result | null): Result | null {
  const [newest] = [a, b].filter((result) => result !== null).sort(newestFirst);
  return newest ?? null;
}
