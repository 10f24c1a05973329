/** Whether a setting was left blank, as the editor or an environment variable leaves it. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Seconds between two looks at the NAS, at least: less would only burden it. */
export const SHORTEST_SECONDS = 0.05;

/**
 * A number of a node's settings, which is text where an environment variable or a flow written by hand gives it.
 * @returns undefined when it is blank or out of range: what a dialog would not take does not reach the NAS either
 */
export function inRange(value: unknown, min: number, max: number): number | undefined {
  if (isBlank(value)) return undefined;
  const number = Number(value);
  return number >= min && number <= max ? number : undefined;
}
