import { type Calendar, dateOf, type Day } from './calendar.js';
import type { Run } from './runs.js';
import type { DayCell, DayOutcome } from './types.js';

/** The days of a heat strip. */
export class DayWindow {
  readonly #first: Day;
  readonly #dates: readonly string[];

  /**
   * @param now epoch seconds; its day is the last of the window
   * @param length how many days
   */
  constructor(
    private readonly calendar: Calendar,
    now: number,
    length: number,
  ) {
    const first = calendar.dayOf(now) - length + 1;
    this.#first = first;
    this.#dates = Array.from({ length }, (_, index) => dateOf(first + index));
  }

  /** When it begins, epoch seconds. */
  get start(): number {
    return this.calendar.startOf(this.#first);
  }

  /**
   * One cell per day, oldest first. A run belongs to the day on which it began: the nightly backup that ends after
   * midnight is that of the evening.
   * @param runs oldest first
   */
  cells(runs: readonly Run[]): readonly DayCell[] {
    const byDay = new Map<Day, Run[]>();
    for (const run of runs) {
      if (run.outcome === 'running' || run.start < this.start) continue;
      const day = this.calendar.dayOf(run.start);
      const ofDay = byDay.get(day);
      if (ofDay) ofDay.push(run);
      else byDay.set(day, [run]);
    }
    return this.#dates.map((date, index) => cell(date, byDay.get(this.#first + index) ?? []));
  }
}

const OUTCOMES: Readonly<Record<string, DayOutcome>> = {
  success: 'success',
  partial_success: 'partial',
  fail: 'fail',
};

function cell(date: string, runs: readonly Run[]): DayCell {
  const telling = runs.filter(({ outcome }) => outcome in OUTCOMES).at(-1);
  const cancelled = runs.some(({ outcome }) => outcome === 'cancel');
  return {
    date,
    outcome: (telling && OUTCOMES[telling.outcome]) ?? (cancelled ? 'cancel' : 'none'),
    bytes: runs.reduce((sum, { bytes }) => sum + bytes, 0),
    runs: runs.length,
  };
}
