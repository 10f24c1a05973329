import type { Named } from '../../abb/shapes/result.js';
import type { DevicesPosition } from '../position/position.js';
import type { SeenTask } from '../snapshot.js';
import { eventOf, type Happening, noticed } from './happening.js';
import type { Numbering } from './numbering.js';

interface SeenDevice {
  readonly device: Named & { readonly id: number };
  readonly online: boolean;
  readonly tasks: readonly Named[];
}

/** Which machines are on and which off. Those without an agent are neither. */
export function devicesOf(seen: readonly SeenTask[]): DevicesPosition {
  const devices = [...seenDevices(seen).values()];
  const ids = (online: boolean) =>
    devices.filter((each) => each.online === online).map(({ device: { id } }) => id);
  return { online: ids(true).sort(rising), offline: ids(false).sort(rising) };
}

/** Machines that went on or off line. One that is seen for the first time has done neither. */
export function compareDevices(
  known: DevicesPosition,
  seen: readonly SeenTask[],
  numbering: Numbering,
  now: number,
): { happenings: Happening[]; position: DevicesPosition } {
  const online = new Set(known.online);
  const offline = new Set(known.offline);
  const changed = [...seenDevices(seen).values()].filter((each) =>
    (each.online ? offline : online).has(each.device.id),
  );
  const happenings = changed.map(({ device, online: isOnline, tasks }): Happening => {
    const event = isOnline ? 'device.online' : 'device.offline';
    const id = numbering.idFor(event, `device/${device.id}`);
    const [task = null, ...others] = tasks;
    const about = { device, task: others.length === 0 ? task : null };
    return { turn: 'devices', time: 0, tasks, event: eventOf({ id, event, at: noticed(now), ...about }) };
  });
  return { happenings, position: devicesOf(seen) };
}

function seenDevices(seen: readonly SeenTask[]): Map<number, SeenDevice> {
  const devices = new Map<number, SeenDevice>();
  for (const { task } of seen) {
    for (const { id, name, agentStatus } of task.devices) {
      if (id === null || agentStatus === null) continue;
      const tasks = [...(devices.get(id)?.tasks ?? []), { id: task.id, name: task.name }];
      devices.set(id, { device: { id, name }, online: agentStatus === 'online', tasks });
    }
  }
  return devices;
}

function rising(a: number, b: number): number {
  return a - b;
}
