import type { Device } from '../../../src/abb/shapes/device.js';
import type { Schedule } from '../../../src/abb/shapes/schedule.js';
import type { Task } from '../../../src/abb/shapes/task.js';
import type { OutcomeWord } from '../../../src/abb/words.js';
import type { HealthInput, MaxAgeHours } from '../../../src/health/index.js';
import { readHistory, type WrittenRun } from './history-notation.js';
import { localTime } from './local-time.js';
import { device, deviceRun, named, result, schedule, task } from './rows.js';
import { fail, type Labelled, type Scenario } from './scenario.js';

const DEVICE = 'pc';
const TASK = 'Backup';
const HOUR = 3_600_000;

/** What holds unless a scenario says otherwise. */
interface Circumstances {
  now: number;
  timeZone: string;
  registeredDays: number | null;
  historyDays: number | null;
  windowDays: number;
  maxAgeHours: MaxAgeHours;
  offline: boolean;
  retired: boolean;
  running: boolean;
  neverRan: boolean;
  noDeviceRuns: boolean;
}

/** Turns a written scenario into what the judgement takes. */
export function scenarioInput({ tasks, histories, given }: Scenario): HealthInput {
  const circumstances = readCircumstances(given);
  const plans = tasks.map(({ label, value }) => ({ name: label || TASK, schedule: readSchedule(value) }));
  const lines = histories.map((line) => readLine(line, plans[0]?.name ?? TASK));
  const runs = numbered(
    lines.flatMap(({ deviceName, taskName, text }) => {
      const at = plans.find(({ name }) => name === taskName)?.schedule;
      const written = readHistory(text, circumstances.now, timeOf(at), circumstances.timeZone);
      return written.map((run) => ({ ...run, deviceName, taskName }));
    }),
  );
  const names = [...new Set([DEVICE, ...lines.map(({ deviceName }) => deviceName)])];
  const devices = names.map((name, index) => makeDevice(index + 1, name, circumstances));
  const all = plans.map((plan, index) => makeTask(index + 1, plan, lines, devices, runs, circumstances));
  const taskId = (name: string) => all.find((one) => one.name === name)?.id ?? fail(name);
  return {
    now: new Date(circumstances.now),
    tasks: all,
    devices: devices.map((one) => ({
      ...one,
      tasks: all.filter(({ devices: members }) => members.some(({ id }) => id === one.id)).map(named),
    })),
    runs: circumstances.noDeviceRuns
      ? []
      : runs.map((run) =>
          deviceRun({
            deviceId: devices.find(({ name }) => name === run.deviceName)?.id ?? null,
            resultId: run.id,
            ...times(run),
          }),
        ),
    results: resultsOf(runs).map((run) =>
      result({ id: run.id, taskId: taskId(run.taskName), ...times(run) }),
    ),
    ...(circumstances.historyDays === null
      ? {}
      : { historyFrom: new Date(circumstances.now - circumstances.historyDays * 24 * HOUR) }),
    options: {
      windowDays: circumstances.windowDays,
      timeZone: circumstances.timeZone,
      maxAgeHours: circumstances.maxAgeHours,
    },
  };
}

interface PlacedRun extends WrittenRun {
  readonly deviceName: string;
  readonly taskName: string;
  readonly id: number;
}

/** Ids rise with the true time; devices that a task backs up at the same moment share a result. */
function numbered(runs: readonly Omit<PlacedRun, 'id'>[]): PlacedRun[] {
  const key = (run: Omit<PlacedRun, 'id'>) => `${run.start}/${run.taskName}`;
  const keys = [...new Set([...runs].sort((a, b) => a.start - b.start).map(key))];
  return runs.map((run) => ({ ...run, id: keys.indexOf(key(run)) + 1 }));
}

/** One result per run of a task: partial where its devices fared differently. */
function resultsOf(runs: readonly PlacedRun[]): PlacedRun[] {
  const results = new Map<number, PlacedRun>();
  for (const run of runs) {
    const other = results.get(run.id);
    const outcome = other && other.outcome !== run.outcome ? 'partial_success' : run.outcome;
    results.set(run.id, { ...run, outcome });
  }
  return [...results.values()];
}

function times({ outcome, stampedStart, stampedEnd }: WrittenRun): {
  outcome: OutcomeWord;
  startedAt: string;
  endedAt: string | null;
} {
  return {
    outcome,
    startedAt: new Date(stampedStart).toISOString(),
    endedAt: stampedEnd === null ? null : new Date(stampedEnd).toISOString(),
  };
}

function readLine({ label, value }: Labelled, firstTask: string) {
  const [, deviceName = DEVICE, taskName = firstTask] = /^(\S+?)?(?:(?:^| )by (\S+))?$/.exec(label) ?? [];
  return { deviceName: deviceName || DEVICE, taskName, text: value };
}

function makeDevice(id: number, name: string, { now, registeredDays, offline }: Circumstances): Device {
  const registeredAt =
    registeredDays === null ? null : new Date(now - registeredDays * 24 * HOUR).toISOString();
  return device({ id, name, registeredAt, agentStatus: offline ? 'offline' : 'online' });
}

function makeTask(
  id: number,
  plan: { name: string; schedule: Schedule | null },
  lines: readonly ReturnType<typeof readLine>[],
  devices: readonly Device[],
  runs: readonly PlacedRun[],
  { running, neverRan, retired }: Circumstances,
): Task {
  const members = lines.filter(({ taskName }) => taskName === plan.name).map(({ deviceName }) => deviceName);
  const own = devices.filter(({ name }) => !retired && members.includes(name ?? ''));
  const last = resultsOf(runs.filter(({ taskName }) => taskName === plan.name)).sort(
    (a, b) => b.id - a.id,
  )[0];
  const lastJob = last ? result({ id: last.id, taskId: id, ...times(last) }) : null;
  const purge = result({ id: 999_999, taskId: id, outcome: 'success', action: 'delete_version' });
  return task({
    id,
    ...plan,
    devices: own,
    deviceCount: own.length,
    state: running ? 'running' : 'idle',
    lastJob: lastJob ?? (neverRan ? null : purge),
  });
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function readSchedule(text: string): Schedule | null {
  if (text === 'by hand') return null;
  if (text === 'on events') return schedule([], 0, { triggers: ['event'], hour: null });
  if (text === 'continuously') return schedule([], 0, { triggers: ['continuous'], hour: null });
  if (text === 'paused') return schedule([], 0, { triggers: ['continuous'], hour: null, paused: true });
  const [, days = '', hour = '', every] =
    /^(daily|[A-Z][\w,-]+) (\d\d):00(?:, every (\d+) h)?$/.exec(text) ?? fail(text);
  return schedule(readWeekdays(days), Number(hour), {
    everyHours: every === undefined ? null : Number(every),
  });
}

/** Reads `daily`, `Sun`, `Mon,Thu` or `Mon-Fri`. */
export function readWeekdays(text: string): number[] {
  if (text === 'daily') return [0, 1, 2, 3, 4, 5, 6];
  const [from, to] = text.split('-').map((day) => WEEKDAYS.indexOf(day));
  if (from !== undefined && to !== undefined) {
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }
  return text
    .split(',')
    .map((day) => WEEKDAYS.indexOf(day))
    .sort();
}

/** When the runs of a strip begin. */
function timeOf(plan: Schedule | null | undefined): string {
  return `${String(plan?.hour ?? 9).padStart(2, '0')}:00`;
}

function readCircumstances(given: readonly string[]): Circumstances {
  const found: Circumstances = {
    now: 0,
    timeZone: 'Europe/Berlin',
    registeredDays: 400,
    historyDays: null,
    windowDays: 7,
    maxAgeHours: {},
    offline: given.includes('the device is offline'),
    retired: given.includes('no task has the device any more'),
    running: given.includes('the task runs'),
    neverRan: given.includes('the task never ran'),
    noDeviceRuns: given.includes('the NAS lists no runs of devices'),
  };
  let now = '2026-11-23 12:00';
  for (const phrase of given) {
    const number = Number(/\d+/.exec(phrase)?.[0]);
    if (phrase.startsWith('now is ')) now = phrase.slice('now is '.length).replace(/^\w+ /, '');
    else if (phrase.startsWith('time zone ')) found.timeZone = phrase.slice('time zone '.length);
    else if (phrase.startsWith('registered ')) found.registeredDays = number;
    else if (phrase === 'nobody knows when it was registered') found.registeredDays = null;
    else if (phrase.startsWith('history of ')) found.historyDays = number;
    else if (phrase.startsWith('at most ')) found.maxAgeHours = readMaxAge(found.maxAgeHours, phrase);
    else if (!FLAGS.has(phrase)) fail(phrase);
  }
  const [date = '', time = ''] = now.split(' ');
  return { ...found, now: localTime(date, time, found.timeZone) };
}

const FLAGS: ReadonlySet<string> = new Set([
  'the device is offline',
  'no task has the device any more',
  'the task runs',
  'the task never ran',
  'the NAS lists no runs of devices',
]);

/** Reads `at most 48 h`, `at most 48 h for task Weekly` and `at most 48 h for pc`. */
function readMaxAge(ages: MaxAgeHours, phrase: string): MaxAgeHours {
  const [, hours = '', kind, name] = /^at most (\d+) h(?: for (task )?(\S+))?$/.exec(phrase) ?? fail(phrase);
  if (name === undefined) return { ...ages, all: Number(hours) };
  if (kind === undefined) return { ...ages, devices: { ...ages.devices, [name]: Number(hours) } };
  return { ...ages, tasks: { ...ages.tasks, [name]: Number(hours) } };
}
