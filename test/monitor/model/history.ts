/** A whole generated history: what is watched, by whom, and what happens. */
import fc from 'fast-check';

import { EVENT_NAMES, type EventName } from '../../../src/monitor/index.js';
import { anyStep, type Step } from './steps.js';

/** What one watcher of the history wants. */
export interface WatcherPlan {
  readonly start: 'stopped' | 'now' | { readonly hours: number };
  readonly machines: 'run' | 'each';
  /** Undefined for all. */
  readonly events: readonly EventName[] | undefined;
  readonly taskIds: readonly number[] | undefined;
  readonly deviceIds: readonly number[] | undefined;
}

export interface History {
  /** Seed of the world. */
  readonly seed: number;
  /** Whether tasks start by themselves, and the NAS has a past. */
  readonly scheduled: boolean;
  /** How many devices are backed up at a time. */
  readonly atATime: number;
  /** How far the clock of the watching computer is ahead of the NAS's at the beginning, seconds. */
  readonly ahead: number;
  readonly watchers: readonly WatcherPlan[];
  readonly steps: readonly Step[];
}

const everything: fc.Arbitrary<WatcherPlan> = fc.record({
  start: fc.constantFrom<'stopped' | 'now'>('stopped', 'stopped', 'stopped', 'now'),
  machines: fc.constantFrom<'run' | 'each'>('run', 'each'),
  events: fc.constant(undefined),
  taskIds: fc.constant(undefined),
  deviceIds: fc.constant(undefined),
});

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 });

const particular: fc.Arbitrary<WatcherPlan> = fc.record({
  start: fc.oneof(
    fc.constant<'stopped' | 'now'>('stopped'),
    fc.integer({ min: 1, max: 40 }).map((hours) => ({ hours })),
  ),
  machines: fc.constantFrom<'run' | 'each'>('run', 'each'),
  events: fc.option(fc.uniqueArray(fc.constantFrom(...EVENT_NAMES), { minLength: 1 }), { nil: undefined }),
  taskIds: fc.option(ids, { nil: undefined }),
  deviceIds: fc.option(ids, { nil: undefined }),
});

/** @param steps how many steps at most */
export function anyHistory(steps: number): fc.Arbitrary<History> {
  return fc.record({
    seed: fc.integer({ min: 1, max: 99 }),
    scheduled: fc.boolean(),
    atATime: fc.integer({ min: 1, max: 5 }),
    ahead: fc.oneof(fc.constant(0), fc.integer({ min: -300_000, max: 300_000 })),
    watchers: fc
      .tuple(everything, fc.option(particular, { nil: undefined }))
      .map(([main, other]) => (other === undefined ? [main] : [main, other])),
    steps: fc.array(anyStep, { maxLength: steps, size: 'max' }),
  });
}
