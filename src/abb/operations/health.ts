import { DEFAULT_WINDOW_DAYS, judge } from '../../health/judge.js';
import type { HealthInput, HealthReport } from '../../health/types.js';
import { type HealthViews, type View, VIEWS, viewsOf } from '../../health/views/index.js';
import { deviceRunsSince, olderSuccesses, resultsSince } from '../health-history.js';
import { DEVICE_LIST, RESULT_LIST, TASK_LIST, TRANSFER_LIST } from '../methods.js';
import type { Access, Operation } from '../operation.js';
import { days, maxAge, timeZone, views } from '../parameters/health-kinds.js';
import { optional, withDefault } from '../parameters/kinds.js';
import type { Values } from '../parameters/read.js';
import type { Device } from '../shapes/device.js';
import type { Task } from '../shapes/task.js';
import { findTaskId, knownTasks, ONE_TASK, unknownTaskId } from '../task-names.js';
import { devices } from './devices.js';
import { tasks } from './tasks.js';

/** The judgement, with what dashboards draw. */
export interface Health extends HealthReport {
  readonly views: HealthViews;
}

const parameters = {
  ...ONE_TASK,
  /** How many days the strips show. */
  window: withDefault(days, DEFAULT_WINDOW_DAYS),
  /** That of this computer when it is not given. */
  timeZone: optional(timeZone),
  /** Fixed ages, in hours, instead of what schedule and rhythm allow. */
  maxAge: optional(maxAge),
  views: withDefault<readonly View[]>(views, VIEWS),
};

// A rhythm is not seen in less, whatever the strips show.
const FEWEST_DAYS = 30;
const DAY_SECONDS = 24 * 3600;

/** Judges every task and device: whether it is backed up as often as it should be. */
export const health: Operation<typeof parameters, Health> = {
  name: 'health',
  weight: 'reads',
  method: TASK_LIST,
  alsoCalls: [DEVICE_LIST, RESULT_LIST, TRANSFER_LIST],
  parameters,
  async run(access, values) {
    const { raw, input } = await gather(access, values);
    return {
      result: () => {
        const report = judge(input);
        return { ...report, views: viewsOf(values.views, input, report) };
      },
      raw,
      total: input.devices.length,
      count: input.devices.length,
    };
  },
};

/** Asks for all that the judgement looks at. */
async function gather(
  access: Access,
  values: Values<typeof parameters>,
): Promise<{ input: HealthInput; raw: unknown }> {
  const from = historyBegin(access.now, values.window);
  const taskId = await findTaskId(access, values);
  const [inventory, results] = await Promise.all([
    takeInventory(access, taskId),
    resultsSince(access, from, taskId),
  ]);
  const [runs, older] = await Promise.all([
    deviceRunsSince(access, from, inventory.devices.length),
    olderSuccesses(access, inventory.tasks, results.found),
  ]);
  const { timeZone: zone } = values;
  return {
    input: {
      now: access.now,
      tasks: inventory.tasks,
      devices: inventory.devices,
      runs: taskId === undefined ? runs.found : ofResults(runs.found, results.found),
      results: [...results.found, ...older],
      historyFrom: new Date(from * 1000),
      options: {
        windowDays: values.window,
        ...(zone === undefined ? {} : { timeZone: zone }),
        maxAgeHours: values.maxAge ?? {},
      },
    },
    raw: { ...inventory.raw, results: results.raw, transfers: runs.raw },
  };
}

/** Epoch seconds of the moment from which on the history is needed. */
function historyBegin(now: Date, windowDays: number): number {
  // The first day of the window may begin a day and an hour earlier than so many times 24 hours ago.
  const wanted = Math.max(windowDays, FEWEST_DAYS) + 1;
  return Math.floor(now.getTime() / 1000) - wanted * DAY_SECONDS;
}

interface Inventory {
  readonly tasks: readonly Task[];
  readonly devices: readonly Device[];
  readonly raw: Readonly<Record<string, unknown>>;
}

/** @throws AbbError ABB_BAD_PARAMETER for a task that does not exist */
async function takeInventory(access: Access, taskId: number | undefined): Promise<Inventory> {
  const [taskAnswer, deviceAnswer] = await Promise.all([
    tasks.run(access, { ...EVERY_TASK, taskId }),
    devices.run(access, { backupType: undefined }),
  ]);
  const [found, all] = await Promise.all([taskAnswer.result(), deviceAnswer.result()]);
  if (taskId !== undefined && found.length === 0) throw unknownTaskId(taskId, await knownTasks(access));
  const raw = { tasks: taskAnswer.raw, devices: deviceAnswer.raw };
  if (taskId === undefined) return { tasks: found, devices: all, raw };
  const members = all.filter((device) => device.tasks.some(({ id }) => id === taskId));
  return { tasks: found, devices: members, raw };
}

const EVERY_TASK = {
  taskId: undefined,
  taskName: undefined,
  backupType: undefined,
  status: undefined,
  from: undefined,
  to: undefined,
  includeVersions: false,
};

/** The runs that belong to these results: those of other tasks are not wanted. */
function ofResults(runs: HealthInput['runs'], results: HealthInput['results']): HealthInput['runs'] {
  const ids = new Set(results.map(({ id }) => id));
  return runs.filter(({ resultId }) => ids.has(resultId));
}
