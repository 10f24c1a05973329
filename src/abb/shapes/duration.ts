/**
 * How long a job took, in seconds; null while it runs, or where the clock was set back meanwhile.
 * @param startedAt epoch seconds, 0 for never; like `endedAt`
 */
export function durationOf(startedAt: number, endedAt: number): number | null {
  return startedAt > 0 && endedAt >= startedAt ? endedAt - startedAt : null;
}
