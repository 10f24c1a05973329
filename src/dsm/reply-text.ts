/** The text of a reply that came in parts. @param parts UTF-8, in which a character may begin in one and end in the next */
export function textOf(parts: readonly Buffer[]): string {
  const [only] = parts;
  if (only && parts.length === 1) return only.toString('utf8');
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  const whole = bytes <= MOST_BYTES ? together(parts) : Buffer.concat(parts, bytes);
  return whole.toString('utf8', 0, bytes);
}

// Most replies are smaller. New memory for each of them would at times take longer to get than the reply to parse:
// 90 microseconds instead of 3 were measured for 30 kB on a machine whose memory was in demand.
const MOST_BYTES = 256 * 1024;
const table = Buffer.allocUnsafeSlow(MOST_BYTES);

/** Puts the parts side by side, to be read before anything else is. */
function together(parts: readonly Buffer[]): Buffer {
  let end = 0;
  for (const part of parts) {
    table.set(part, end);
    end += part.length;
  }
  return table;
}
