import type { DeviceRun } from '../health/types.js';
import { type Row, row, rows } from './fields.js';
import { historyFilter, listResults, RESULTS } from './history.js';
import { dsmList } from './list-operation.js';
import { TRANSFER_LIST } from './methods.js';
import type { Access } from './operation.js';
import { newestFirst } from './pages.js';
import { DAY_SECONDS } from './seconds.js';
import type { Device } from './shapes/device.js';
import { BACKUP_ACTION, parseResult, type Result } from './shapes/result.js';
import type { Task } from './shapes/task.js';
import { type DeviceTransfers, parseDeviceTransfers } from './shapes/transfers.js';
import { OUTCOME } from './words.js';

/** Rows of DSM, with what was made of them. */
export interface Found<T> {
  readonly found: readonly T[];
  readonly raw: unknown;
}

const RESULTS_PER_PAGE = 2000;

/** The backups since a moment in epoch seconds, newest first. */
export async function resultsSince(
  access: Access,
  from: number,
  taskId: number | undefined,
): Promise<Found<Result>> {
  const list = dsmList(access, RESULTS, historyFilter({ action: BACKUP_ACTION, from, taskId }));
  const raw: Row[] = [];
  for await (const page of newestFirst(list, { offset: 0, limit: 'all', pageSize: RESULTS_PER_PAGE })) {
    raw.push(...page.rows);
  }
  return { found: raw.map(parseResult), raw };
}

// The reply names each device with every run. So many rows are some ten megabytes of it, and a second of DSM's time.
const ROWS_PER_REQUEST = 60_000;

/**
 * What became of each device in the runs since a moment in epoch seconds. All devices are named, also those without a
 * run, and those that no task has any more.
 * @param devices how many devices there are, to ask for no more than a reply can hold
 */
export async function deviceRunsSince(
  access: Access,
  from: number,
  devices: number,
): Promise<Found<DeviceRun> & { readonly devices: readonly Device[] }> {
  const now = Math.floor(access.now.getTime() / 1000);
  const slices = Math.max(1, Math.ceil((devices * (now - from)) / DAY_SECONDS / ROWS_PER_REQUEST));
  const length = Math.ceil((now - from) / slices);
  const raw: unknown[] = [];
  const found = new Map<string, DeviceRun>();
  let all: readonly Device[] = [];
  for (let slice = 0; slice < slices; slice++) {
    const start = from + slice * length;
    // What a NAS with a fast clock has done lies in the future.
    const end = slice === slices - 1 ? now + 366 * DAY_SECONDS : start + length - 1;
    const reply = await access.call(TRANSFER_LIST, { time_start: start, time_end: end });
    raw.push(reply);
    const ofDevices = rows(row(reply)['device_list']).map(parseDeviceTransfers);
    for (const run of ofDevices.flatMap(runsOf)) found.set(`${run.deviceId}/${run.resultId}`, run);
    all = ofDevices.map(({ device }) => device);
  }
  return { found: [...found.values()], raw, devices: all };
}

function runsOf({ device, runs }: DeviceTransfers): readonly DeviceRun[] {
  return runs.map(({ resultId, outcome, startedAt, endedAt, transferredBytes }) => ({
    deviceId: device.id,
    resultId,
    taskId: null,
    outcome,
    startedAt,
    endedAt,
    transferredBytes,
  }));
}

// One request for each; the others are said to have had no success within the history.
const MOST_LOOKUPS = 25;

/** The last success of tasks that have had none in the history that was read. */
export async function olderSuccesses(
  access: Access,
  tasks: readonly Task[],
  results: readonly Result[],
): Promise<readonly Result[]> {
  const recent = new Set(results.filter(({ outcome }) => outcome === 'success').map(({ taskId }) => taskId));
  const missing = tasks.filter(({ id, lastJob, lastBackup }) => {
    return id !== null && lastJob !== null && lastBackup?.outcome !== 'success' && !recent.has(id);
  });
  const filter = { action: BACKUP_ACTION, status: OUTCOME.codes.success };
  const found = await Promise.all(
    missing.slice(0, MOST_LOOKUPS).map(({ id }) => listResults(access, { ...filter, taskId: id ?? 0 }, 1)),
  );
  return found.flat();
}
