import type { Node, NodeAPI, NodeDef } from 'node-red';

import { ids, names, optional, word } from '../../../src/abb/parameters/kinds.js';
import { readParameters } from '../../../src/abb/parameters/read.js';
import { DAY_SECONDS } from '../../../src/abb/seconds.js';
import { EVENT_NAMES, type EventName, type Start, type WatcherOptions } from '../../../src/monitor/index.js';
import { inRange, SHORTEST_SECONDS } from '../in-range.js';
import { collectParameters, prepareFields } from '../parameters.js';

/** What the dialog of `abb-watch` stores. */
export interface WatchConfig extends NodeDef {
  /** Id of the `abb-session` node. */
  session: string;
  /** The events that are wanted; all when there are none. */
  events: readonly string[] | string;
  start: 'stopped' | 'now' | 'hours';
  hours: string | number;
  machines: 'run' | 'each';
  /** Seconds between two polls. */
  idle: string | number;
  busy: string | number;
  /** Per cent. */
  storageLow: string | number;
  wires: string[][];
  /** Where a node of a subflow comes from. */
  _alias?: string;
}

/** What a watcher is to be told, beside how it is told. */
export type WatchSettings = Omit<WatcherOptions, 'position' | 'onEvent'>;

const FILTERS = {
  taskIds: optional(ids),
  taskNames: optional(names),
  deviceIds: optional(ids),
  deviceNames: optional(names),
};

/**
 * Reads the settings of a node.
 * @throws AbbError ABB_BAD_PARAMETER for a filter that cannot be read, or an event that there is not
 */
export async function watchSettings(RED: NodeAPI, node: Node, config: WatchConfig): Promise<WatchSettings> {
  const given = await collectParameters(RED, node, prepareFields({ ...config }, FILTERS), {}, {});
  const filters = readParameters(FILTERS, given, new Date());
  const events = chosenEvents(config.events);
  return {
    ...(filters.taskIds ? { taskIds: filters.taskIds } : {}),
    ...(filters.taskNames ? { taskNames: filters.taskNames } : {}),
    ...(filters.deviceIds ? { deviceIds: filters.deviceIds } : {}),
    ...(filters.deviceNames ? { deviceNames: filters.deviceNames } : {}),
    ...(events.length > 0 ? { events } : {}),
    start: startOf(config),
    machines: config.machines === 'each' ? 'each' : 'run',
    idleMs: (inRange(config.idle, SHORTEST_SECONDS, LONGEST_SECONDS) ?? IDLE_SECONDS) * 1000,
    busyMs: (inRange(config.busy, SHORTEST_SECONDS, LONGEST_SECONDS) ?? BUSY_SECONDS) * 1000,
    storageLowPercent: positive(config.storageLow, LOW_PERCENT),
  };
}

// More is no watching.
const LONGEST_SECONDS = 7 * DAY_SECONDS;

const IDLE_SECONDS = 60;
const BUSY_SECONDS = 10;
const LOW_PERCENT = 10;
const USUAL_HOURS = 24;

const ONE_EVENT = { events: optional(word(EVENT_NAMES)) };

/** Environment variables give text: names with commas between them. */
function chosenEvents(events: unknown): EventName[] {
  const wanted: unknown[] = typeof events === 'string' ? events.split(/[\s,]+/) : [events].flat();
  return wanted.flatMap((name) => readParameters(ONE_EVENT, { events: name }, new Date()).events ?? []);
}

function startOf({ start, hours }: WatchConfig): Start {
  if (start === 'now') return 'now';
  return start === 'hours' ? { hours: positive(hours, USUAL_HOURS) } : 'stopped';
}

function positive(value: unknown, usual: number): number {
  const number = value === '' || value === null ? NaN : Number(value);
  return number > 0 ? number : usual;
}
