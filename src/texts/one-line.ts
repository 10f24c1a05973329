/** The text in one line that every terminal and log can hold: what would break it is replaced. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/\p{Surrogate}/gu, '\uFFFD');
}

/**
 * The text, its end cut off where it is too long.
 * @param length most UTF-16 units, the mark of the cut included; at least 1
 */
export function cutEnd(text: string, length: number): string {
  if (text.length <= length) return text;
  // A character made of two halves is not cut in between.
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
