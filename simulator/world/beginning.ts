/** How a world begins: what is set up, and what had happened before. */
import { Agenda } from './agenda.js';
import { Builder } from './builder.js';
import { buildDemo } from './demo.js';
import { Fleet } from './fleet.js';
import { History } from './history.js';
import { Logs } from './logs.js';
import type { WorldOptions, WorldSize } from './options.js';
import { Random } from './random.js';
import { WorldRecord } from './record.js';
import { Results } from './results.js';
import { Settings } from './settings.js';
import { buildSized } from './sized.js';
import type { WorldState } from './state.js';
import { TimeZone } from './time.js';
import { Versions } from './versions.js';

const DEMO_SIZE: WorldSize = { tasks: 0, historyDays: 35, backupSeconds: [20, 60] };
const EMPTY_SIZE: WorldSize = { tasks: 0, historyRows: 0 };
const USUAL_FAIL_RATE = 0.03;

function sizeOf({ size }: WorldOptions): WorldSize {
  if (size === 'demo') return DEMO_SIZE;
  return size === 'empty' ? EMPTY_SIZE : size;
}

/** The past goes back four weeks, or a year when a number of rows has to fit into it. */
function historyDaysOf(size: WorldSize): number {
  return size.historyDays ?? (size.historyRows === undefined ? 28 : 364);
}

function populate(
  options: WorldOptions,
  size: WorldSize,
  build: Builder,
  fleet: Fleet,
  random: Random,
): void {
  if (options.size === 'empty') return;
  if (options.size !== 'demo') {
    buildSized(size, build, fleet, random.fork('sized'), options.failRate ?? USUAL_FAIL_RATE);
    return;
  }
  buildDemo(build, fleet);
  const { failRate } = options;
  if (failRate === undefined) return;
  for (const task of fleet.tasks.values()) fleet.tasks.set(task.id, { ...task, failRate });
}

/** The state of a world at its first moment, and what makes further tasks and devices in it. */
export function beginning(options: WorldOptions, now: number): { state: WorldState; build: Builder } {
  const size = sizeOf(options);
  const random = new Random(options.seed);
  const fleet = new Fleet();
  const zone = new TimeZone(options.timeZone ?? 'UTC');
  const settings = new Settings();
  const build = new Builder(fleet, random.fork('fleet'), now);
  populate(options, size, build, fleet, random);

  const backupSeconds = size.backupSeconds ?? [30, 300];
  const past = random.fork('history');
  const history = new History(
    {
      tasks: [...fleet.tasks.values()].map((task) => ({ ...task })),
      devices: fleet.devices,
      until: now,
      days: historyDaysOf(size),
      ...(size.historyRows === undefined ? {} : { rows: size.historyRows }),
      backupSeconds,
      retentionTime: settings.retentionTime,
    },
    past,
    zone,
  );
  const state: WorldState = {
    now,
    random: random.fork('present'),
    zone,
    fleet,
    settings,
    agenda: new Agenda(),
    results: new Results(history, (deviceIds) => fleet.hostNamesOf(deviceIds)),
    logs: new Logs(history, fleet, past),
    versions: new Versions(history, past, now),
    record: new WorldRecord(),
    backupSeconds,
    removalSeconds: options.removalSeconds ?? 3,
  };
  return { state, build };
}
