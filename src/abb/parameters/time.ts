/**
 * Reads a moment in any form that flows have at hand.
 * @param value ISO 8601 text, a Date, epoch milliseconds, epoch seconds (a number below 1e11), or an age such as
 *   `90m`, `24h`, `7d` (that long before `now`)
 * @returns epoch seconds, or undefined when it is no moment
 */
export function parseTime(value: unknown, now: Date): number | undefined {
  if (value instanceof Date) return seconds(value.getTime());
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  const trimmed = value.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return fromNumber(Number(trimmed));
  const age = /^(\d+(?:\.\d+)?)\s*([smhdw])$/i.exec(trimmed);
  if (age) return seconds(now.getTime() - Number(age[1]) * 1000 * unit(age[2]));
  const [, year, month, day = '1'] = ISO_8601.exec(trimmed) ?? [];
  return isDay(Number(year), Number(month), Number(day)) ? seconds(Date.parse(trimmed)) : undefined;
}

/** Whether there is such a day: Date.parse takes February 30 for a day in March. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

function unit(letter = 's'): number {
  return UNITS[letter.toLowerCase()] ?? 1;
}

// Date.parse alone would take nearly anything with a number in it.
const ISO_8601 =
  /^([+-]?\d{4,6})-(\d{2})(?:-(\d{2})([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  return value < 1e11 ? Math.floor(value) : seconds(value);
}

function seconds(milliseconds: number): number | undefined {
  return milliseconds >= 0 && milliseconds <= LATEST ? Math.floor(milliseconds / 1000) : undefined;
}

// The last moment that a Date can hold.
const LATEST = 8.64e15;
