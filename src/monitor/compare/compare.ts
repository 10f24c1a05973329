import type { AbbEvent } from '../events.js';
import type { WatcherOptions } from '../options.js';
import type { Position } from '../position/position.js';
import type { Snapshot } from '../snapshot.js';
import { inOrder } from './happening.js';
import { beginResults, compareResults } from './results.js';

/** What is new to a watcher, and how far it has been told then. */
export interface Comparison {
  readonly events: readonly AbbEvent[];
  readonly position: Position;
}

/** Compares what a watcher knows with what a poll has found. */
export function compare(
  position: Position,
  snapshot: Snapshot,
  { start = 'stopped' }: Pick<WatcherOptions, 'start'>,
): Comparison {
  const told = position.results ? compareResults(position.results, snapshot) : beginResults(snapshot, start);
  return {
    events: inOrder(told.happenings),
    position: { ...position, polledAt: Math.floor(snapshot.now / 1000), results: told.position },
  };
}
