import type { Simulator } from '../../../simulator/index.js';
import {
  type AbbEvent,
  memoryPosition,
  Monitor,
  type MonitorOptions,
  type MonitorState,
  type Watcher,
  type WatcherOptions,
} from '../../../src/monitor/index.js';
import type { BackupBench } from '../../support/backup.js';

/** A watch on a simulated NAS, and what it has been told. */
export interface Watching {
  readonly monitor: Monitor;
  readonly watcher: Watcher;
  readonly events: AbbEvent[];
  readonly states: MonitorState[];
  readonly notices: string[];
  readonly errors: Error[];
  /** Lets so many simulated seconds pass, asks the NAS, and gives what it told then. */
  readonly after: (seconds: number) => Promise<AbbEvent[]>;
}

/** What a test wants to be different. */
export type Wishes = Partial<Omit<WatcherOptions, 'onEvent'>> & { readonly monitor?: MonitorOptions };

/** Starts to watch; the first poll has been made when this resolves. */
export async function watch(
  bench: Pick<BackupBench, 'newBackup'>,
  nas: Simulator,
  wishes: Wishes = {},
): Promise<Watching> {
  const { monitor: options, ...watcherOptions } = wishes;
  const monitor = new Monitor(bench.newBackup(nas), { now: () => nas.clock.now(), ...options });
  const events: AbbEvent[] = [];
  const states: MonitorState[] = [];
  const notices: string[] = [];
  const errors: Error[] = [];
  const watcher = monitor.watch({
    position: memoryPosition(),
    onEvent: (event) => events.push(event),
    onNotice: (sentence) => notices.push(sentence),
    onError: (error) => errors.push(error),
    ...watcherOptions,
  });
  const after = async (seconds: number): Promise<AbbEvent[]> => {
    nas.clock.advance(seconds * 1000);
    const before = events.length;
    await monitor.poll();
    return events.slice(before);
  };
  await after(0);
  return { monitor, watcher, events, states, notices, errors, after };
}

/** Makes clients that do not ask again what has failed: nothing gets better by itself while a poll is under way. */
export function withoutRetries({ newBackup }: BackupBench): Pick<BackupBench, 'newBackup'> {
  return { newBackup: (nas) => newBackup(nas, { limits: { retryPausesMs: [] } }) };
}

/** The names of events, in order. */
export function names(events: readonly AbbEvent[]): string[] {
  return events.map(({ event }) => event);
}
