import { DAY_SECONDS } from '../../abb/seconds.js';
import { text } from '../../texts/texts.js';
import { type Calendar, calendarOf } from '../calendar.js';
import type { DayOutcome, DeviceHealth } from '../types.js';
import { outcomeLabel } from './palette.js';

/** One point of a chart, or bar of a bar chart. */
export interface Point {
  readonly series: string;
  /** The begin of the day, milliseconds since the epoch: for an axis of time. */
  readonly x: number;
  readonly y: number;
  /** The same as `2026-11-23`: for an axis of categories. */
  readonly date: string;
}

/** Points for charts, day by day over all devices. */
export interface Series {
  /** How many bytes were sent. */
  readonly bytes: readonly Point[];
  /** Per cent of the devices with a backup whose day ended with a success; days without backups have no point. */
  readonly successRate: readonly Point[];
  /** How many devices ended the day with what: four series, to be stacked. */
  readonly outcomes: readonly Point[];
}

const SHOWN: readonly DayOutcome[] = ['success', 'partial', 'fail', 'cancel'];

export function series(devices: readonly DeviceHealth[], timeZone: string): Series {
  const days = daysOf(devices, calendarOf(timeZone));
  return {
    bytes: days.map(({ at, bytes }) => ({ series: text('health.series.bytes'), y: bytes, ...at })),
    successRate: days.flatMap(({ at, counts: { success, partial, fail } }) => {
      const all = success + partial + fail;
      const y = Math.round((1000 * success) / all) / 10;
      return all === 0 ? [] : [{ series: text('health.series.successRate'), y, ...at }];
    }),
    outcomes: SHOWN.flatMap((outcome) =>
      days.map(({ at, counts }) => ({ series: outcomeLabel(outcome), y: counts[outcome], ...at })),
    ),
  };
}

interface DaySum {
  readonly at: Pick<Point, 'x' | 'date'>;
  readonly counts: Record<DayOutcome, number>;
  bytes: number;
}

function daysOf(devices: readonly DeviceHealth[], calendar: Calendar): readonly DaySum[] {
  const [first] = devices;
  const sums = (first?.days ?? []).map(({ date }): DaySum => {
    const day = Date.parse(date) / (DAY_SECONDS * 1000);
    return {
      at: { x: calendar.startOf(day) * 1000, date },
      counts: { success: 0, partial: 0, fail: 0, cancel: 0, none: 0 },
      bytes: 0,
    };
  });
  for (const { days } of devices) {
    for (const [index, { outcome, bytes }] of days.entries()) {
      const sum = sums[index];
      if (!sum) continue;
      sum.counts[outcome] += 1;
      sum.bytes += bytes;
    }
  }
  return sums;
}
