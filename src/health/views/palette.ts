import { text } from '../../texts/texts.js';
import type { DayOutcome, HealthState } from '../types.js';

/** The CSS colour in which each state is drawn. */
export const STATE_COLORS: Readonly<Record<HealthState, string>> = {
  running: 'royalblue',
  failing: 'crimson',
  never: 'purple',
  overdue: 'darkorange',
  idle: 'silver',
  learning: 'cadetblue',
  ok: 'seagreen',
};

/** The CSS colour in which each outcome of a day is drawn. */
export const OUTCOME_COLORS: Readonly<Record<DayOutcome, string>> = {
  success: 'seagreen',
  partial: 'darkorange',
  fail: 'crimson',
  cancel: 'silver',
  none: 'gainsboro',
};

/** What a state is called. */
export function stateLabel(state: HealthState): string {
  return text(`health.state.${state}`);
}

/** What the outcome of a day or run is called. */
export function outcomeLabel(outcome: DayOutcome | 'running'): string {
  return text(`health.outcome.${outcome}`);
}
