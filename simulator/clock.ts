import type { Clock } from './api.js';

/**
 * Makes a clock that runs from `startAt` at `speed` simulated seconds per real second. It uses no timer: the time
 * is computed when somebody asks.
 *
 * @param startAt simulated time at the start, milliseconds since the epoch
 * @param speed simulated seconds per real second, 0 or more; 0 stands still
 */
export function createClock(startAt: number, speed: number): Clock {
  let base = startAt;
  let realBase = performance.now();
  let currentSpeed = speed;
  const now = (): number => Math.floor(base + (performance.now() - realBase) * currentSpeed);
  return {
    now,
    advance(milliseconds) {
      base += milliseconds;
    },
    get speed() {
      return currentSpeed;
    },
    set speed(value) {
      base = now();
      realBase = performance.now();
      currentSpeed = value;
    },
  };
}
