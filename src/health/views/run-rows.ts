import type { Result } from '../../abb/shapes/result.js';
import { currentLanguage } from '../../texts/catalogue.js';
import type { OutcomeWord } from '../../abb/words.js';
import type { DayOutcome, DeviceRun, HealthInput } from '../types.js';
import { OUTCOME_COLORS, outcomeLabel, STATE_COLORS } from './palette.js';
import { duration, size } from './units.js';

/** A flat row of a table of runs: words and numbers for people, and beside them what they were made of. */
export interface RunRow {
  readonly device: string;
  readonly task: string;
  readonly outcome: OutcomeWord;
  readonly result: string;
  readonly color: string;
  /** As `2026-11-23 22:00`, in the time zone of the report. */
  readonly started: string;
  readonly duration: string;
  readonly size: string;
  readonly startedAt: string | null;
  readonly durationSeconds: number | null;
  readonly bytes: number | null;
  readonly resultId: number | null;
}

/** A table shows no more rows than a person will look through. */
const MOST_RUN_ROWS = 500;

/** The newest runs, newest first: one row per device and run. */
export function runRows(input: HealthInput, timeZone: string): readonly RunRow[] {
  const rows: RunRow[] = [];
  const parts = partsOfResults(input.runs);
  const names = new Map(input.devices.map(({ id, name }) => [id, name]));
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  for (const result of [...input.results].sort((a, b) => (b.id ?? 0) - (a.id ?? 0))) {
    for (const part of parts.get(result.id) ?? whole(result)) {
      const { deviceId, outcome, startedAt, endedAt, transferredBytes } = part;
      const seconds = startedAt && endedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : null;
      rows.push({
        device: names.get(deviceId) ?? deviceNames(result),
        task: result.taskName ?? '',
        outcome,
        result: label(outcome),
        color: color(outcome),
        started: startedAt ? clock.format(Date.parse(startedAt)) : '',
        duration: seconds === null ? '' : duration(seconds),
        size: transferredBytes === null ? '' : size(transferredBytes, currentLanguage()),
        startedAt,
        durationSeconds: seconds,
        bytes: transferredBytes,
        resultId: result.id,
      });
      if (rows.length === MOST_RUN_ROWS) return rows;
    }
  }
  return rows;
}

function partsOfResults(runs: readonly DeviceRun[]): ReadonlyMap<number | null, readonly DeviceRun[]> {
  const parts = new Map<number | null, DeviceRun[]>();
  for (const run of runs) {
    const others = parts.get(run.resultId);
    if (others) others.push(run);
    else parts.set(run.resultId, [run]);
  }
  return parts;
}

/** A result whose devices are not known one by one. */
function whole({ id, taskId, outcome, startedAt, endedAt, transferredBytes }: Result): DeviceRun[] {
  return [{ deviceId: null, resultId: id, taskId, outcome, startedAt, endedAt, transferredBytes }];
}

function deviceNames({ devices }: Result): string {
  return devices.map(({ name }) => name ?? '').join(', ');
}

const DAY_OUTCOMES: Readonly<Partial<Record<OutcomeWord, DayOutcome | 'running'>>> = {
  running: 'running',
  success: 'success',
  partial_success: 'partial',
  fail: 'fail',
  cancel: 'cancel',
  no_backup: 'none',
};

function label(outcome: OutcomeWord): string {
  const known = DAY_OUTCOMES[outcome];
  return known === undefined ? outcome : outcomeLabel(known);
}

function color(outcome: OutcomeWord): string {
  const known = DAY_OUTCOMES[outcome] ?? 'none';
  return known === 'running' ? STATE_COLORS.running : OUTCOME_COLORS[known];
}
