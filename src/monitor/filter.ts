import type { Named } from '../abb/shapes/result.js';
import type { Happening } from './compare/happening.js';
import { BACKUP_ENDS, endEventOf } from './compare/result-events.js';
import type { AbbEvent, DeviceOutcome } from './events.js';
import type { WatcherOptions } from './options.js';

/** Picks what one watcher wants to be told out of what has happened. */
export class Filter {
  readonly #events: ReadonlySet<string> | undefined;
  readonly #tasks: Chosen;
  readonly #devices: Chosen;
  readonly #eachMachine: boolean;

  constructor(options: WatcherOptions) {
    this.#events = options.events && new Set(options.events);
    this.#tasks = new Chosen(options.taskIds, options.taskNames);
    this.#devices = new Chosen(options.deviceIds, options.deviceNames);
    this.#eachMachine = options.machines === 'each';
  }

  /** The events of a happening that the watcher wants: none, itself, or those of its machines. */
  pick(happening: Happening): AbbEvent[] {
    const { event, tasks } = happening;
    if (tasks !== 'all' && !this.#tasks.isEveryone && !tasks.some((task) => this.#tasks.has(task))) return [];
    const own = tasks === 'all' || this.#concernsDevices(event) ? [event] : [];
    return [...own, ...this.#machines(event)].filter((each) => this.#events?.has(each.event) ?? true);
  }

  #concernsDevices({ device, event, result, devices }: AbbEvent): boolean {
    // A volume is the NAS's, whichever machines lie on it.
    if (this.#devices.isEveryone || event === 'storage.low') return true;
    if (device) return this.#devices.has(device);
    // Where DSM does not tell how the machines came out, the run as a whole is better than silence.
    const isWhole = event === 'job.finished' || (devices?.length === 0 && BACKUP_ENDS.has(event));
    return isWhole && (result?.devices.some((each) => this.#devices.has(each)) ?? false);
  }

  #machines(event: AbbEvent): AbbEvent[] {
    const { devices = [] } = event;
    if (event.device || (this.#devices.isEveryone && !this.#eachMachine)) return [];
    return devices
      .filter((machine) => this.#devices.isEveryone || this.#devices.has(machine))
      .map((machine) => machineEvent(event, machine));
  }
}

/** The end of a run for one of its machines. */
function machineEvent(run: AbbEvent, machine: DeviceOutcome): AbbEvent {
  const { id, name, outcome, endedAt } = machine;
  const event = outcome === 'running' ? run.event : endEventOf(outcome);
  const [, ...rest] = run.id.split('/');
  return {
    ...run,
    id: [event, ...rest, 'device', id ?? name].join('/'),
    event,
    at: endedAt ?? run.at,
    device: { id, name },
    devices: [machine],
    outcome,
  };
}

/** Tasks or machines that were chosen by id or by name; everyone when none was. */
class Chosen {
  readonly #ids: ReadonlySet<number | null>;
  readonly #names: ReadonlySet<string | null>;

  constructor(ids: readonly number[] = [], names: readonly string[] = []) {
    this.#ids = new Set(ids);
    this.#names = new Set(names);
  }

  get isEveryone(): boolean {
    return this.#ids.size === 0 && this.#names.size === 0;
  }

  has({ id, name }: Named): boolean {
    return this.#ids.has(id) || this.#names.has(name);
  }
}
