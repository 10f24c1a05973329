import { isBackupResult, type Named, type Result } from '../../abb/shapes/result.js';
import type { EventName } from '../events.js';
import type { OpenJob } from '../position/position.js';
import type { Numbered, Snapshot } from '../snapshot.js';
import { eventOf, type Happening, noticed, seconds } from './happening.js';

/** The start of a backup; other jobs have no event for it. */
export function startOf(row: Numbered<Result>): Happening[] {
  const { item: result, at } = row;
  if (!isBackupResult(result)) return [];
  return [
    {
      turn: 'timed',
      time: at,
      tasks: [taskOf(result)],
      event: eventOf({
        id: `backup.started/result/${runOf(row)}`,
        event: 'backup.started',
        at: result.startedAt ?? '',
        task: taskOf(result),
        device: onlyDevice(result),
        result,
      }),
    },
  ];
}

/** The end of a job, with how its machines came out. */
export function endOf(row: Numbered<Result>, { outcomes, now }: Snapshot): Happening[] {
  const { item, at } = row;
  const event = isBackupResult(item) ? endEventOf(item.outcome) : 'job.finished';
  const devices = outcomes.get(row.id) ?? [];
  const result = { ...item, transferredBytes: item.transferredBytes ?? transferred(devices) };
  return [
    {
      turn: 'timed',
      tasks: [taskOf(item)],
      // A clock that was set back meanwhile must not put the end before the start.
      time: Math.max(at, seconds(item.endedAt)),
      event: eventOf({
        id: `${event}/result/${runOf(row)}`,
        event,
        at: item.endedAt ?? noticed(now),
        task: taskOf(item),
        device: onlyDevice(item),
        result,
        ...(isBackupResult(item) ? { devices } : {}),
      }),
    },
  ];
}

/** What tells one run from every other: ids begin anew when the package is installed again. */
export function runOf({ id, at }: Pick<Numbered<Result>, 'id' | 'at'>): string {
  return `${id}@${at}`;
}

const ENDS: Readonly<Record<string, EventName>> = {
  success: 'backup.succeeded',
  partial_success: 'backup.partial',
  cancel: 'backup.cancelled',
  no_backup: 'backup.skipped',
};

/** The events that end a backup. */
export const BACKUP_ENDS: ReadonlySet<EventName> = new Set([...Object.values(ENDS), 'backup.failed']);

/** The event for an outcome. One that nobody has a word for is somebody's to look at. */
export function endEventOf(outcome: Result['outcome']): EventName {
  return ENDS[outcome] ?? 'backup.failed';
}

function transferred(devices: readonly { readonly transferredBytes: number | null }[]): number | null {
  if (devices.length === 0) return null;
  return devices.reduce((sum, { transferredBytes }) => sum + (transferredBytes ?? 0), 0);
}

export function taskOf({ taskId: id, taskName: name }: Pick<Result, 'taskId' | 'taskName'>): Named {
  return { id, name };
}

export function onlyDevice({ devices }: { readonly devices: readonly Named[] }): Named | null {
  const [device, ...others] = devices;
  return device && others.length === 0 ? { id: device.id, name: device.name } : null;
}

/** How the runs among these jobs have come along; a job remembers what was told of it. */
export function progressOf(
  jobs: readonly OpenJob[],
  { running, results, now }: Snapshot,
): { happenings: Happening[]; open: readonly OpenJob[] } {
  const happenings: Happening[] = [];
  const open = jobs.map((job) => {
    const progress = running.find(({ task }) => task.id === job.taskId)?.progress;
    const percent = Math.floor(progress?.percent ?? 0);
    const row = results.rows.find(({ id }) => id === job.id);
    if (!progress || !row || percent <= job.percent || !isBackupResult(row.item)) return job;
    const id = `backup.progress/result/${runOf(job)}/${percent}`;
    const { item: result } = row;
    const about = { task: taskOf(result), device: onlyDevice(result), result, progress };
    const event = eventOf({ id, event: 'backup.progress', at: noticed(now), ...about });
    happenings.push({ turn: 'progress', time: 0, tasks: [taskOf(result)], event });
    return { ...job, percent };
  });
  return { happenings, open };
}
