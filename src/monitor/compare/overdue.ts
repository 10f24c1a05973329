import type { DeviceHealth, DeviceTaskHealth } from '../../health/index.js';
import type { OverduePosition } from '../position/position.js';
import { eventOf, type Happening, noticed, seconds } from './happening.js';

/**
 * Devices whose next backup has become overdue, and those that are not any more: once per episode, however many of
 * a device's tasks are concerned. Those that are overdue when the watch begins are told of too.
 * @param known the last episode of each device that was told of
 * @param now milliseconds since the epoch
 */
export function compareOverdue(
  known: readonly OverduePosition[],
  devices: ReadonlyMap<number, DeviceHealth>,
  now: number,
): { happenings: Happening[]; position: readonly OverduePosition[] } {
  const last = new Map(known.map((episode) => [episode.id, episode]));
  const over = known.filter(({ id, isOver }) => isOver !== true && devices.get(id)?.overdue !== true);
  const begun = [...devices.values()].flatMap((health) => {
    const late = health.overdue ? latestOf(health) : undefined;
    if (!late || health.id === null) return [];
    const { id, name } = health;
    const before = last.get(id);
    if (before && before.isOver !== true) return [];
    return [{ health, late, episode: { id, name, key: nextKey(before?.key, keyOf(late)) } }];
  });
  for (const episode of over) last.set(episode.id, { ...episode, isOver: true });
  for (const { episode } of begun) last.set(episode.id, episode);
  return {
    happenings: [
      ...over.map((episode) => recovered(episode, devices.get(episode.id), now)),
      ...begun.map(({ health, late, episode }) => overdue(episode, health, late, now)),
    ],
    position: worthKeeping([...last.values()], devices),
  };
}

// A device that is put into a task again may miss the same success again, which is another episode.
const MOST_ABSENT = 200;

function worthKeeping(
  episodes: readonly OverduePosition[],
  devices: ReadonlyMap<number, DeviceHealth>,
): OverduePosition[] {
  const absent = new Set(episodes.filter(({ id }) => !devices.has(id)).slice(-MOST_ABSENT));
  return episodes.filter((episode) => devices.has(episode.id) || absent.has(episode));
}

function overdue(
  { id, name, key }: OverduePosition,
  health: DeviceHealth,
  { id: taskId, name: taskName }: DeviceTaskHealth,
  now: number,
): Happening {
  const event = eventOf({
    id: `device.overdue/${id}/${key}`,
    event: 'device.overdue',
    at: noticed(now),
    device: { id, name },
    task: { id: taskId, name: taskName },
    health,
  });
  return { turn: 'devices', time: 0, tasks: health.tasks, event };
}

function recovered(
  { id, name, key }: OverduePosition,
  health: DeviceHealth | undefined,
  now: number,
): Happening {
  const [task = null, ...others] = health?.tasks ?? [];
  const event = eventOf({
    id: `device.recovered/${id}/${key}`,
    event: 'device.recovered',
    at: noticed(now),
    device: { id, name },
    task: task && others.length === 0 ? { id: task.id, name: task.name } : null,
    // A device that no task has any more is not judged.
    ...(health ? { health } : {}),
  });
  return { turn: 'devices', time: 0, tasks: health?.tasks ?? [], event };
}

/** The task that has been overdue for the longest time: it stays the same as long as the episode lasts. */
function latestOf({ tasks }: DeviceHealth): DeviceTaskHealth | undefined {
  const late = tasks.filter((task) => task.overdue);
  return late.sort((a, b) => (a.overdueAt ?? '').localeCompare(b.overdueAt ?? ''))[0];
}

/** The same success may be missed again, as when a schedule was paused meanwhile: that is another episode. */
function nextKey(before: string | undefined, key: string): string {
  const [last, count = '1'] = before?.split('#') ?? [];
  return last === key ? `${key}#${Number(count) + 1}` : key;
}

/** What tells an episode from others: the success after which none came. */
function keyOf({ lastSuccessResultId, lastSuccessAt, overdueAt }: DeviceTaskHealth): string {
  return lastSuccessResultId === null
    ? `never@${seconds(overdueAt)}`
    : `${lastSuccessResultId}@${seconds(lastSuccessAt)}`;
}
