import type { HealthInput } from '../../../src/health/index.js';
import { device, deviceRun, named, result, schedule, task } from './rows.js';

const NOW = Date.UTC(2026, 10, 23, 11);
const DAY = 86_400_000;
const DEVICES_PER_TASK = 50;

/** A large company: tasks of fifty devices each, with a backup every night. */
export function largeInput(devices: number, days: number): HealthInput {
  const all = Array.from({ length: devices }, (_, index) =>
    device({ id: index + 1, name: `pc-${index + 1}`, registeredAt: iso(NOW - 400 * DAY) }),
  );
  const tasks = Array.from({ length: Math.ceil(devices / DEVICES_PER_TASK) }, (_, index) =>
    task({
      id: index + 1,
      name: `Task ${index + 1}`,
      schedule: schedule([0, 1, 2, 3, 4, 5, 6], 20),
      devices: all.slice(index * DEVICES_PER_TASK, (index + 1) * DEVICES_PER_TASK),
    }),
  );
  const nights = Array.from({ length: days }, (_, index) => days - index);
  const results = nights.flatMap((night, index) =>
    tasks.map(({ id }) =>
      result({ id: index * tasks.length + (id ?? 0), taskId: id, outcome: 'success', ...times(night) }),
    ),
  );
  const runs = nights.flatMap((night, index) =>
    tasks.flatMap((one) =>
      one.devices.map(({ id }) =>
        deviceRun({ deviceId: id, resultId: index * tasks.length + (one.id ?? 0), ...times(night) }),
      ),
    ),
  );
  const ofTasks = tasks.flatMap((one) => one.devices.map((member) => ({ ...member, tasks: [named(one)] })));
  return {
    now: new Date(NOW),
    tasks,
    devices: ofTasks,
    runs,
    results,
    historyFrom: new Date(NOW - days * DAY),
    options: { timeZone: 'Europe/Berlin' },
  };
}

function times(nightsAgo: number): { startedAt: string; endedAt: string; transferredBytes: number } {
  const start = NOW - nightsAgo * DAY + 8 * 3_600_000;
  return { startedAt: iso(start), endedAt: iso(start + 3_600_000), transferredBytes: 1000 };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
