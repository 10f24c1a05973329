/** Whether a setting is on; environment variables give text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Whether a setting says clearly that it is off: not the opposite of `isTrue`, since it may say neither. */
export function isFalse(value: unknown): boolean {
  return value === false || value === 'false';
}
