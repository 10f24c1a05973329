import { HEALTH_STATES, type HealthState, type StateCounts } from '../types.js';
import { STATE_COLORS, stateLabel } from './palette.js';

/** One line of an overview, bar of a bar chart, or piece of a pie. */
export interface OverviewRow {
  readonly state: HealthState;
  readonly label: string;
  readonly value: number;
  readonly color: string;
}

/** How many there are of each state: one row per state, those that matter most first. */
export function overview(counts: StateCounts): readonly OverviewRow[] {
  return HEALTH_STATES.map((state) => ({
    state,
    label: stateLabel(state),
    value: counts[state],
    color: STATE_COLORS[state],
  }));
}
