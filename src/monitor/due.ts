/**
 * Whether something is to be done again. A clock that was set back leaves open how long ago the last time was, and
 * must not put off the next one until it has caught up.
 * @param last when it was done last, on the clock of `now`; -Infinity for never
 * @param pauseMs how long to leave it alone after that, milliseconds
 */
export function isDue(last: number, pauseMs: number, now: number): boolean {
  const passedMs = now - last;
  return passedMs < 0 || passedMs >= pauseMs;
}
