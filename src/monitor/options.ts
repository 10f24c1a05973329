import type { Progress, TaskState } from '../abb/shapes/progress.js';
import type { Device } from '../abb/shapes/device.js';
import type { Named } from '../abb/shapes/result.js';
import type { Storage } from '../abb/shapes/storage.js';
import type { Task } from '../abb/shapes/task.js';
import type { AbbEvent, EventName } from './events.js';
import type { PositionStore } from './position/store.js';

/** How a NAS is watched. */
export interface MonitorOptions {
  /** Milliseconds between two polls while nothing runs; 60,000 unless a watcher asks for less. */
  readonly idleMs?: number;
  /** The same while something runs; 10,000. */
  readonly busyMs?: number;
  /** Whether it polls by itself while it has watchers; by default only `poll()` does. */
  readonly automatic?: boolean;
  /** The time, milliseconds since the epoch; for tests. */
  readonly now?: () => number;
  /** Where in the interval its polls lie, 0 up to 1: several sessions should differ. */
  readonly phase?: number;
  /** What events name as their session. */
  readonly session?: string;
}

/**
 * Where a watcher starts.
 * - `now`: what ended before gives nothing; what runs gives its end
 * - `stopped`: where it stopped, as its position says; without one like `now`
 * - `hours`: what ended within so many hours gives its events, at every start
 */
export type Start = 'now' | 'stopped' | { readonly hours: number };

/** What one user of a monitor wants to be told. */
export interface WatcherOptions {
  /** All of them unless said otherwise. */
  readonly events?: readonly EventName[];
  /** Default `stopped`. */
  readonly start?: Start;
  /** Only events of these tasks, by id; all when there are none. Those of the NAS itself come always. */
  readonly taskIds?: readonly number[];
  /** The same by name; a task of either list is meant. */
  readonly taskNames?: readonly string[];
  /** Only events of these machines, by id; all when there are none. Those of the NAS itself come always. */
  readonly deviceIds?: readonly number[];
  /** The same by name; a machine of either list is meant. */
  readonly deviceNames?: readonly string[];
  /** Whether the machines of a run with several give events of their own; default `run`: they do not. */
  readonly machines?: 'run' | 'each';
  /** Free space of a volume, per cent, below which `storage.low` comes; default 10. */
  readonly storageLowPercent?: number;
  /** Milliseconds between two polls, when this watcher wants them more often than others. */
  readonly idleMs?: number;
  readonly busyMs?: number;
  /** Where it remembers how far it has come. */
  readonly position: PositionStore;
  onEvent(event: AbbEvent): void;
  /** Told the whole state whenever it has changed. */
  onState?(state: MonitorState): void;
  /**
   * Asked before each poll whom the state is for just now, in any words, '' for nobody: whoever is new is told all of
   * it. Without it, it is always for the same.
   */
  stateFor?(): string;
  /** Told, in a sentence, what a person should know: that a history began anew, that a file cannot be written. */
  onNotice?(sentence: string): void;
  /** Told of each poll that failed. */
  onError?(error: Error): void;
  /** Told of each poll that went well, with how many backups run. */
  onPoll?(running: number): void;
}

/** One user of a monitor. */
export interface Watcher {
  /** Why it takes no part in polls at the moment, which go on for the others. */
  readonly problem: Error | undefined;
  /** Ends it; its position stays. Nothing is told any more after this has been called. */
  close(): Promise<void>;
}

/** What is known of the NAS. */
export interface MonitorState {
  readonly at: string;
  readonly reachable: boolean;
  readonly running: readonly RunningTask[];
  readonly tasks: readonly Task[];
  readonly devices: readonly Device[];
  readonly storages: readonly Storage[];
}

/** A task that is at work. */
export interface RunningTask {
  readonly task: Named;
  readonly state: TaskState;
  readonly progress: Progress | null;
}
