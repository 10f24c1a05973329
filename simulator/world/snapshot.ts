import type { World } from './world.js';
import { progressOf } from './run.js';

/** A plain description of the present, for the control interface and for tests. Times in seconds, sizes in bytes. */
export interface WorldSnapshot {
  readonly now: number;
  readonly tasks: readonly {
    readonly id: number;
    readonly name: string;
    readonly backupType: number;
    readonly deviceIds: readonly number[];
    readonly nextTriggerAt: number;
    readonly removing: boolean;
    readonly versions: readonly { readonly id: number; readonly status: number; readonly locked: boolean }[];
  }[];
  readonly runs: readonly {
    readonly taskId: number;
    readonly phase: string;
    readonly resultId: number;
    readonly fraction: number;
  }[];
  /** The newest results that the world has seen itself, oldest first. */
  readonly recentResults: readonly {
    readonly id: number;
    readonly taskId: number;
    readonly action: number;
    readonly status: number;
    readonly startedAt: number;
    readonly endedAt: number;
  }[];
  readonly resultCount: number;
  readonly devices: readonly { readonly id: number; readonly hostName: string; readonly online: boolean }[];
  readonly storages: readonly { readonly id: number; readonly usedBytes: number }[];
  readonly settings: Readonly<Record<string, string>>;
  readonly happenings: number;
}

/** So many rows of each list are enough to look at. */
const SHOWN = 200;

/** Describes the first tasks and devices, everything that runs, and the newest results. */
export function snapshotOf(world: World): WorldSnapshot {
  return {
    now: world.now,
    tasks: [...world.fleet.tasks.values()].slice(0, SHOWN).map((task) => ({
      id: task.id,
      name: task.name,
      backupType: task.backupType,
      deviceIds: task.deviceIds,
      nextTriggerAt: world.nextTriggerOf(task.id),
      removing: world.removals.isRemovingTask(task.id),
      versions: world.versions.of(task).map(({ id, status, locked }) => ({ id, status, locked })),
    })),
    runs: world.runs.all.map((run) => ({
      taskId: run.task.id,
      phase: run.phase,
      resultId: run.result?.id ?? 0,
      fraction: progressOf(run, world.exactNow).fraction,
    })),
    recentResults: world.results.live.slice(-SHOWN).map((result) => ({
      id: result.id,
      taskId: result.taskId,
      action: result.action,
      status: result.status,
      startedAt: result.startedAt,
      endedAt: result.endedAt,
    })),
    resultCount: world.results.count,
    devices: [...world.fleet.devices.values()]
      .slice(0, SHOWN)
      .map(({ id, hostName, online }) => ({ id, hostName, online })),
    storages: [...world.fleet.storages.values()].map(({ id, usedBytes }) => ({ id, usedBytes })),
    settings: Object.fromEntries(world.settings.rows.map(({ name, value }) => [name, value])),
    happenings: world.record.length,
  };
}
