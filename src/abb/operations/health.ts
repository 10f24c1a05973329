import { DEFAULT_WINDOW_DAYS, judge } from '../../health/judge.js';
import type { HealthInput, HealthReport } from '../../health/types.js';
import { type HealthViews, type View, VIEWS, viewsOf } from '../../health/views/index.js';
import { deviceRunsSince, olderSuccesses, resultsSince } from '../health-history.js';
import { RESULT_LIST, TASK_LIST, TRANSFER_LIST } from '../methods.js';
import type { Access, Operation } from '../operation.js';
import { days, maxAge, timeZone, views } from '../parameters/health-kinds.js';
import { optional, withDefault } from '../parameters/kinds.js';
import type { Values } from '../parameters/read.js';
import { DAY_SECONDS } from '../seconds.js';
import type { Device } from '../shapes/device.js';
import { findTaskId, knownTasks, ONE_TASK, unknownTaskId } from '../task-names.js';
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

/** Judges every task and device: whether it is backed up as often as it should be. */
export const health: Operation<typeof parameters, Health> = {
  name: 'health',
  weight: 'reads',
  method: TASK_LIST,
  alsoCalls: [RESULT_LIST, TRANSFER_LIST],
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
  const listed = await tasks.run(access, { ...EVERY_TASK, taskId });
  const found = await listed.result();
  if (taskId !== undefined && found.length === 0) throw unknownTaskId(taskId, await knownTasks(access));
  const results = await resultsSince(access, from, taskId);
  const devices = found.flatMap((task) => task.devices);
  const [transfers, older] = await Promise.all([
    deviceRunsSince(access, from, devices.length),
    olderSuccesses(access, found, results.found),
  ]);
  const { timeZone: zone } = values;
  const all = { runs: transfers.found, devices: withOthers(devices, transfers.devices) };
  return {
    input: {
      now: access.now,
      tasks: found,
      ...(taskId === undefined ? all : { runs: ofResults(transfers.found, results.found), devices }),
      results: [...results.found, ...older],
      historyFrom: new Date(from * 1000),
      options: {
        windowDays: values.window,
        ...(zone === undefined ? {} : { timeZone: zone }),
        maxAgeHours: values.maxAge ?? {},
      },
    },
    raw: { tasks: listed.raw, results: results.raw, transfers: transfers.raw },
  };
}

/** The devices of tasks, whose rows know the state of the agent, and those that no task has (any more). */
function withOthers(ofTasks: readonly Device[], all: readonly Device[]): readonly Device[] {
  const known = new Map([...all, ...ofTasks].map((device) => [device.id, device]));
  return [...known.values()];
}

/** Epoch seconds of the moment from which on the history is needed. */
function historyBegin(now: Date, windowDays: number): number {
  // The first day of the window may begin a day and an hour earlier than so many times 24 hours ago.
  const wanted = Math.max(windowDays, FEWEST_DAYS) + 1;
  return Math.floor(now.getTime() / 1000) - wanted * DAY_SECONDS;
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
