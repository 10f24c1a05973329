import { DAY_SECONDS, HOUR_SECONDS } from './seconds.js';

/**
 * Writes a moment as ISO 8601 in UTC. Half of the time of reading a list went into `Date.toISOString`; days repeat so
 * often in lists that remembering them nearly halves it.
 * @param seconds epoch seconds, within what a Date can hold
 */
export function isoTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const day = Math.floor(whole / DAY_SECONDS);
  const second = whole - day * DAY_SECONDS;
  const time = `${two(second / HOUR_SECONDS)}:${two((second % HOUR_SECONDS) / 60)}:${two(second % 60)}`;
  return `${datePart(day)}T${time}.000Z`;
}

// About ten years of days.
const MOST_DAYS = 4000;
const dates = new Map<number, string>();

function datePart(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const [date = ''] = new Date(day * DAY_SECONDS * 1000).toISOString().split('T');
  if (dates.size >= MOST_DAYS) dates.clear();
  dates.set(day, date);
  return date;
}

function two(number: number): string {
  const whole = Math.floor(number);
  return whole < 10 ? `0${whole}` : String(whole);
}
