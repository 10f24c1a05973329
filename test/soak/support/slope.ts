/**
 * By how much values rise from one to the next: the median of the slopes between any two of them, which a few values
 * that lie far off do not move.
 */
export function slope(values: readonly number[]): number {
  const slopes = values.flatMap((first, from) =>
    values.slice(from + 1).map((later, index) => (later - first) / (index + 1)),
  );
  return slopes.sort((a, b) => a - b)[Math.floor(slopes.length / 2)] ?? 0;
}
