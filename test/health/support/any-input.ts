import fc from 'fast-check';

import type { Schedule } from '../../../src/abb/shapes/schedule.js';
import type { OutcomeWord } from '../../../src/abb/words.js';
import type { HealthInput } from '../../../src/health/index.js';
import { device, deviceRun, named, result, schedule, task } from './rows.js';

export const NOW = Date.UTC(2026, 10, 23, 11);
const HOUR = 3_600_000;

const anySchedule: fc.Arbitrary<Schedule | null> = fc.oneof(
  fc.constant(null),
  fc.constant(schedule([], 0, { triggers: ['event'], hour: null })),
  fc.constant(schedule([], 0, { triggers: ['continuous'], hour: null, paused: true })),
  fc
    .record({
      weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
      hour: fc.nat(23),
      everyHours: fc.constantFrom(null, 1, 4),
    })
    .map(({ weekdays, hour, everyHours }) => schedule(weekdays, hour, { everyHours })),
);

const anyOutcome = fc.constantFrom<OutcomeWord>(
  'success',
  'success',
  'success',
  'partial_success',
  'fail',
  'cancel',
  'no_backup',
  'running',
  'unknown(9)',
);

interface AnyRun {
  readonly deviceId: number;
  readonly taskId: number;
  readonly hoursAgo: number;
  readonly outcome: OutcomeWord;
  /** By how many hours the NAS's clock was wrong. */
  readonly wrongBy: number;
}

const anyRun: fc.Arbitrary<AnyRun> = fc.record({
  deviceId: fc.integer({ min: 1, max: 4 }),
  taskId: fc.integer({ min: 1, max: 3 }),
  hoursAgo: fc.integer({ min: 1, max: 40 * 24 }),
  outcome: anyOutcome,
  wrongBy: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, fc.integer({ min: -9000, max: 9000 })),
});

/** Everything that a NAS with a few tasks and devices may come up with. */
export const anyInput: fc.Arbitrary<HealthInput> = fc
  .record({
    schedules: fc.array(anySchedule, { minLength: 1, maxLength: 3 }),
    members: fc.array(fc.subarray([1, 2, 3, 4]), { minLength: 3, maxLength: 3 }),
    runs: fc.array(anyRun, { maxLength: 120 }),
    registeredDays: fc.option(fc.integer({ min: 0, max: 60 })),
    windowDays: fc.integer({ min: 1, max: 60 }),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland'),
    historyDays: fc.option(fc.integer({ min: 1, max: 60 })),
  })
  .map(({ schedules, members, runs, registeredDays, windowDays, timeZone, historyDays }) => {
    const registeredAt = registeredDays === null ? null : iso(NOW - registeredDays * 24 * HOUR);
    const devices = [1, 2, 3, 4].map((id) => device({ id, name: `pc-${id}`, registeredAt }));
    const tasks = schedules.map((plan, index) =>
      task({
        id: index + 1,
        name: `Task ${index + 1}`,
        schedule: plan,
        devices: devices.filter(({ id }) => members[index]?.includes(id ?? 0)),
      }),
    );
    return {
      now: new Date(NOW),
      tasks,
      devices: devices.map((one) => ({
        ...one,
        tasks: tasks.filter((other) => other.devices.some(({ id }) => id === one.id)).map(named),
      })),
      ...rows(runs),
      ...(historyDays === null ? {} : { historyFrom: new Date(NOW - historyDays * 24 * HOUR) }),
      options: { windowDays, timeZone },
    };
  });

function rows(runs: readonly AnyRun[]): Pick<HealthInput, 'runs' | 'results'> {
  const sorted = [...runs].sort((a, b) => b.hoursAgo - a.hoursAgo);
  const timed = sorted.map(({ deviceId, taskId, hoursAgo, outcome, wrongBy }, index) => {
    const start = NOW - (hoursAgo + wrongBy) * HOUR;
    const endedAt = outcome === 'running' ? null : iso(start + HOUR / 2);
    return { deviceId, taskId, id: index + 1, outcome, startedAt: iso(start), endedAt };
  });
  return {
    runs: timed.map(({ deviceId, id, outcome, startedAt, endedAt }) =>
      deviceRun({ deviceId, resultId: id, outcome, startedAt, endedAt, transferredBytes: 5 }),
    ),
    results: timed.map(({ taskId, id, outcome, startedAt, endedAt }) =>
      result({ id, taskId, outcome, startedAt, endedAt }),
    ),
  };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
