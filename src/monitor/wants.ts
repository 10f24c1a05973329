import { BACKUP_ENDS } from './compare/result-events.js';
import { EVENT_NAMES, type EventName } from './events.js';
import type { WatcherOptions } from './options.js';

/** What a NAS has to be asked for, so that nothing is asked that nobody wants to know. */
export interface Wants {
  readonly errors: boolean;
  readonly warnings: boolean;
  /** The list of tasks, with the state of their machines. */
  readonly tasks: boolean;
  readonly versions: boolean;
  readonly storages: boolean;
  /** How the machines of a run came out. */
  readonly outcomes: boolean;
  /** Whether devices are overdue. */
  readonly health: boolean;
  /** The whole state. */
  readonly state: boolean;
}

/** What one watcher wants to know at the moment. @param reader whom the state is for, see `readerOf` */
export function wantsOf(options: WatcherOptions, reader: string): Wants {
  const { events = EVENT_NAMES } = options;
  const any = (...kinds: readonly string[]) =>
    events.some((name) => kinds.some((kind) => name.startsWith(kind)));
  const state = reader !== '';
  return {
    errors: any('log.error'),
    warnings: any('log.warning'),
    tasks: state || any('task.', 'device.', 'version.', 'storage.'),
    versions: any('version.'),
    storages: state || any('storage.'),
    outcomes: events.some((name: EventName) => BACKUP_ENDS.has(name)),
    health: any('device.overdue', 'device.recovered'),
    state,
  };
}

/** Whom the state is for at the moment; '' for nobody. */
export function readerOf(options: WatcherOptions): string {
  return 'onState' in options ? (options.stateFor?.() ?? 'always') : '';
}

/** What any of them wants. */
export function together(wants: readonly Wants[]): Wants {
  const any = (name: keyof Wants) => wants.some((each) => each[name]);
  return {
    errors: any('errors'),
    warnings: any('warnings'),
    tasks: any('tasks'),
    versions: any('versions'),
    storages: any('storages'),
    outcomes: any('outcomes'),
    health: any('health'),
    state: any('state'),
  };
}
