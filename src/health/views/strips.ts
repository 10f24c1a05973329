import type { DayCell, DayOutcome, DeviceHealth, HealthState } from '../types.js';
import { OUTCOME_COLORS, outcomeLabel, STATE_COLORS, stateLabel } from './palette.js';

/** The row of one device in a heat map of days. */
export interface StripRow {
  readonly id: number | null;
  readonly name: string | null;
  readonly state: HealthState;
  readonly label: string;
  readonly color: string;
  readonly reason: string;
  /** Oldest first, today last. */
  readonly cells: readonly StripCell[];
}

/** One square of the heat map. */
export interface StripCell {
  readonly date: string;
  readonly outcome: DayOutcome;
  readonly color: string;
  readonly title: string;
}

/** A heat map: one row per device, one cell per day. */
export function strips(devices: readonly DeviceHealth[]): readonly StripRow[] {
  // Cells of the same day and outcome are the same: ten thousand devices do not need a third of a million of them.
  const cells = new Map<string, StripCell>();
  const cellOf = ({ date, outcome }: DayCell): StripCell => {
    const key = `${date} ${outcome}`;
    const known = cells.get(key);
    if (known) return known;
    const made = {
      date,
      outcome,
      color: OUTCOME_COLORS[outcome],
      title: `${date}: ${outcomeLabel(outcome)}`,
    };
    cells.set(key, made);
    return made;
  };
  return devices.map(({ id, name, state, reason, days }) => ({
    id,
    name,
    state,
    label: stateLabel(state),
    color: STATE_COLORS[state],
    reason,
    cells: days.map(cellOf),
  }));
}
