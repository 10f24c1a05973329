/**
 * Reads the fields of DSM's rows. DSM sends numbers as text, leaves lists out or null, and differs between
 * versions: here that ends. What is missing or makes no sense is null, never an exception.
 */

import { isoTime } from './iso-time.js';

/** One row of a reply: an object whose fields are not known yet. */
export type Row = Readonly<Record<string, unknown>>;

/** The value as a row; anything else is an empty one. */
export function row(value: unknown): Row {
  return isRow(value) ? value : {};
}

/** Whether the value is an object with fields. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rows of a list; a missing list is an empty one. */
export function rows(value: unknown): Row[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** A number, also when sent as text. One beyond all measure is none: sums of such are infinite. */
export function number(value: unknown): number | null {
  if (typeof value === 'number') return withinReason(value);
  return typeof value === 'string' && value.trim() !== '' ? withinReason(Number(value)) : null;
}

function withinReason(value: number): number | null {
  return Math.abs(value) <= LARGEST ? value : null;
}

// Far beyond every id, time and byte count, and small enough to be added up a million times and more.
const LARGEST = 1e100;

/** A number above zero: of ids, counts and such DSM sends 0 or -1 for "none". */
export function positive(value: unknown): number | null {
  const found = number(value);
  return found !== null && found > 0 ? found : null;
}

/** A text that is not empty. Numbers count as text: some names consist of digits. */
export function string(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}

/** A yes or no, also when sent as text or as 0 and 1. */
export function boolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 1 || value === '1') return true;
  if (value === 'false' || value === 0 || value === '0') return false;
  return null;
}

/** A time: DSM sends epoch seconds, and 0 or -1 for "never". ISO 8601 in UTC. */
export function time(value: unknown): string | null {
  const seconds = number(value);
  return seconds === null || seconds <= 0 || seconds > LAST_SECOND ? null : isoTime(seconds);
}

// The end of the year 9999: what is later has no usual way of writing, and days around it may be beyond every Date.
const LAST_SECOND = 253_402_300_799;

/** A list of texts. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(string).filter((text) => text !== null) : [];
}

/** A list of numbers. */
export function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(number).filter((found) => found !== null) : [];
}
