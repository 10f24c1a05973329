import type { Device } from '../abb/shapes/device.js';
import type { Task } from '../abb/shapes/task.js';
import { byName } from '../abb/sorting.js';
import { text } from '../texts/texts.js';
import type { Weekdays } from './active-time.js';
import { type Calendar, calendarOf, localTimeZone } from './calendar.js';
import { DayWindow } from './days.js';
import { History, isForOneDevice, lastSuccessOf } from './history.js';
import { type Finding, judgeLine, type Line } from './line.js';
import { maxAgeOfDevice, maxAgeOfTask } from './max-age.js';
import { byAge, type Run, seconds } from './runs.js';
import { Sentences } from './sentences.js';
import {
  type DeviceHealth,
  type HealthInput,
  type HealthReport,
  type HealthState,
  type MaxAgeHours,
  type StateCounts,
  type TaskHealth,
  type Verdict,
} from './types.js';
import { type Member, successOf, together, verdictOf } from './verdict.js';
import { weekdaysOn } from './weekdays.js';

/** How many days the strips show when nobody says it. */
export const DEFAULT_WINDOW_DAYS = 30;

/**
 * Judges tasks and devices: whether each is backed up as often as it should be, by a fixed age, by its task's
 * schedule or by its own rhythm. Looks at nothing but its input; the order of the rows does not matter.
 * @throws RangeError for a time zone that does not exist
 */
export function judge(input: HealthInput): HealthReport {
  const { judgement, timeZone, windowDays } = judgementOf(input);
  const tasks = input.tasks.map((task) => judgement.ofTask(task)).sort(byName);
  const devices = judgement.devices.map((device) => judgement.ofDevice(device).health).sort(byName);
  return {
    at: input.now.toISOString(),
    timeZone,
    windowDays,
    summary: countStates(devices),
    taskSummary: countStates(tasks),
    tasks,
    devices,
  };
}

/** How a device stands, and for how long that is so if nothing happens. */
export interface JudgedDevice {
  readonly health: DeviceHealth;
  /** When it may become overdue although nothing happens until then, epoch seconds; null where it cannot. */
  readonly againAt: number | null;
}

/**
 * Judges the devices alone, for those who judge again only when it is time to.
 * @throws RangeError for a time zone that does not exist
 */
export function judgeDevices(input: HealthInput): readonly JudgedDevice[] {
  const { judgement } = judgementOf(input);
  return judgement.devices.map((device) => judgement.ofDevice(device));
}

function judgementOf(input: HealthInput) {
  const {
    windowDays = DEFAULT_WINDOW_DAYS,
    timeZone = localTimeZone(),
    maxAgeHours = {},
  } = input.options ?? {};
  const judgement = new Judgement(input, calendarOf(timeZone), windowDays, maxAgeHours);
  return { judgement, timeZone, windowDays };
}

/** How many there are of each state. */
function countStates(judged: readonly { readonly state: HealthState }[]): StateCounts {
  const counts = { running: 0, failing: 0, never: 0, overdue: 0, idle: 0, learning: 0, ok: 0 };
  for (const { state } of judged) counts[state] += 1;
  return counts;
}

/** One judgement of everything, at one moment. */
class Judgement {
  readonly #now: number;
  readonly #historyFrom: number | null;
  readonly #history: History;
  readonly #window: DayWindow;
  readonly #sentences: Sentences;

  constructor(
    { now, historyFrom, ...input }: HealthInput,
    private readonly calendar: Calendar,
    windowDays: number,
    private readonly maxAgeHours: MaxAgeHours,
  ) {
    this.#now = now.getTime() / 1000;
    this.#historyFrom = historyFrom ? historyFrom.getTime() / 1000 : null;
    this.#history = new History({ now, ...input }, this.#now);
    this.#window = new DayWindow(calendar, this.#now, windowDays);
    this.#sentences = new Sentences(calendar.timeZone, this.#now, this.#historyFrom);
  }

  get devices(): readonly Device[] {
    return this.#history.devices;
  }

  ofTask(task: Task): TaskHealth {
    const runs = [...this.#history.runsOfTask(task)].sort(byAge);
    const weekdays = weekdaysOn(this.calendar, runs);
    const finding = this.#find({
      task,
      runs,
      weekdays,
      runningNow: isRunning(task),
      knownSince: earliest(task.devices.map(({ registeredAt }) => seconds(registeredAt))),
      maxAgeHours: maxAgeOfTask(this.maxAgeHours, task),
    });
    return { id: task.id, name: task.name, ...this.#verdict(finding, task), ...this.#shown(weekdays, runs) };
  }

  ofDevice(device: Device): JudgedDevice {
    const runs = [...this.#history.runsOfDevice(device)].sort(byAge);
    const weekdays = weekdaysOn(this.calendar, runs);
    const members = this.#history.tasksOf(device).map((task) => this.#member(device, task, runs, weekdays));
    const verdict = together(members);
    const online = device.agentStatus === null ? null : device.agentStatus === 'online';
    const health = {
      id: device.id,
      name: device.name,
      online,
      ...verdict,
      ...successOf(lastSuccessOf(runs), this.#now),
      reason:
        online === false && verdict.overdue ? `${verdict.reason} ${text('health.offline')}` : verdict.reason,
      tasks: members.map(({ task: { id, name }, verdict: own }) => ({ id, name, ...own })).sort(byName),
      ...this.#shown(weekdays, runs),
    };
    return { health, againAt: earliest(members.map(({ againAt }) => againAt)) };
  }

  /** The backups of one device by one of its tasks. */
  #member(device: Device, task: Task, runs: readonly Run[], weekdays: Weekdays): Member {
    const fixed = maxAgeOfDevice(this.maxAgeHours, device);
    const finding = this.#find({
      task,
      // A fixed age of the device does not ask which of its tasks has backed it up.
      runs: runs.filter(({ taskId }) => fixed !== undefined || taskId === task.id),
      weekdays,
      runningNow: isRunning(task) && isForOneDevice(task),
      knownSince: seconds(device.registeredAt),
      maxAgeHours: fixed ?? maxAgeOfTask(this.maxAgeHours, task),
    });
    return { task, verdict: this.#verdict(finding, task), againAt: finding.againAt };
  }

  #find(line: Omit<Line, 'historyFrom'>): Finding {
    return judgeLine(this.calendar, { ...line, historyFrom: this.#historyFrom }, this.#now);
  }

  #verdict(finding: Finding, task: Task): Verdict {
    return verdictOf(finding, this.#sentences.of(finding), task, this.#now);
  }

  #shown(weekdays: Weekdays, runs: readonly Run[]): Pick<TaskHealth, 'weekdays' | 'days'> {
    return { weekdays: [...weekdays].sort(), days: this.#window.cells(runs) };
  }
}

function isRunning({ state }: Task): boolean {
  return state === 'running' || state === 'cancelling';
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : known.reduce((a, b) => Math.min(a, b));
}
