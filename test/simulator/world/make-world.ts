import { createClock } from '../../../simulator/clock.js';
import type { Clock } from '../../../simulator/api.js';
import { createWorld } from '../../../simulator/world/index.js';
import type { World, WorldOptions } from '../../../simulator/world/index.js';

/** A Monday at noon, UTC. */
export const NOON = Date.UTC(2026, 10, 23, 12, 0, 0);

/** A world, its clock that only moves when told, and a way to let time pass. */
export interface Stage {
  readonly world: World;
  readonly clock: Clock;
  /** Lets simulated seconds pass and plays what is due. */
  pass(seconds: number): void;
}

/** Begins a world at noon, or at `startAt`; without `size` one that has no tasks. */
export function stage(options: Partial<WorldOptions> = {}): Stage {
  const clock = createClock(options.startAt ?? NOON, 0);
  const world = createWorld({ seed: 1, size: 'empty', ...options }, clock);
  return {
    world,
    clock,
    pass(seconds) {
      clock.advance(seconds * 1000);
      world.advance();
    },
  };
}
