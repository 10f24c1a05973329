import type { Clock } from '../api.js';
import type { WorldOptions } from './options.js';
import { World } from './world.js';

export type { NextOutcome, Outcome, Task, Trigger } from './model.js';
export type { NewTask, WorldOptions, WorldSize } from './options.js';
export type { Happening } from './record.js';
export { Refused } from './refused.js';
export type { RefusalReason } from './refused.js';
export type { WorldSnapshot } from './snapshot.js';
export { World } from './world.js';

/**
 * Begins a world. It has no timers: `world.advance()` plays everything that is due by the clock.
 *
 * @param options seed, size and beginning
 * @param clock the time of the simulator
 */
export function createWorld(options: WorldOptions, clock: Clock): World {
  return new World(options, clock);
}
