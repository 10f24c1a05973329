import type { HealthInput, HealthReport } from '../types.js';
import { overview, type OverviewRow } from './overview.js';
import { type RunRow, runRows } from './run-rows.js';
import { type Series, series } from './series.js';
import { type StripRow, strips } from './strips.js';

/** The view models that there are. */
export const VIEWS = ['overview', 'strips', 'runs', 'series'] as const;

export type View = (typeof VIEWS)[number];

/** What dashboards draw as it is; only those that were asked for are there. */
export interface HealthViews {
  readonly overview?: readonly OverviewRow[];
  readonly strips?: readonly StripRow[];
  readonly runs?: readonly RunRow[];
  readonly series?: Series;
}

/** Makes the view models that are wanted. */
export function viewsOf(wanted: readonly View[], input: HealthInput, report: HealthReport): HealthViews {
  const { devices, summary, timeZone } = report;
  return {
    ...(wanted.includes('overview') ? { overview: overview(summary) } : {}),
    ...(wanted.includes('strips') ? { strips: strips(devices) } : {}),
    ...(wanted.includes('runs') ? { runs: runRows(input, timeZone) } : {}),
    ...(wanted.includes('series') ? { series: series(devices, timeZone) } : {}),
  };
}

export type { OverviewRow } from './overview.js';
export type { RunRow } from './run-rows.js';
export type { Point, Series } from './series.js';
export type { StripCell, StripRow } from './strips.js';
