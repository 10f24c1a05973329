import { DAY_SECONDS } from '../abb/seconds.js';

/** A local date as the number of days since 1970-01-01. */
export type Day = number;

/**
 * The days of a time zone. A day begins at its first instant, which is not midnight where the clocks are put forward
 * then, and lasts 23 to 25 hours where they are changed.
 */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;
  readonly #clock: Intl.DateTimeFormat;
  // Asking Intl takes microseconds, and the same few hundred days come again for every device.
  readonly #starts = new Map<Day, number>();

  /**
   * @param timeZone an IANA name such as `Europe/Berlin`
   * @throws RangeError for a zone that does not exist
   */
  constructor(readonly timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    this.#clock = new Intl.DateTimeFormat('en-US-u-nu-latn', {
      timeZone,
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
  }

  /** The day of a moment in epoch seconds. */
  dayOf(seconds: number): Day {
    // No zone is further from UTC than 14 hours.
    let day = Math.floor(seconds / DAY_SECONDS) - 1;
    while (this.startOf(day + 1) <= seconds) day += 1;
    return day;
  }

  /** The first moment of a day, in epoch seconds. */
  startOf(day: Day): number {
    const known = this.#starts.get(day);
    if (known !== undefined) return known;
    const start = this.#findStart(day);
    this.#starts.set(day, start);
    return start;
  }

  /** What the clock shows at a moment in epoch seconds: seconds after midnight, to the minute. */
  clockOf(seconds: number): number {
    const parts = { hour: 0, minute: 0 };
    for (const { type, value } of this.#clock.formatToParts(seconds * 1000)) {
      if (type === 'hour' || type === 'minute') parts[type] = Number(value);
    }
    return parts.hour * 3600 + parts.minute * 60;
  }

  /** Halves the time in which the day must begin, to the minute: offsets of seconds ended before there were NAS. */
  #findStart(day: Day): number {
    let before = day * DAY_MINUTES - 15 * 60;
    let within = day * DAY_MINUTES + 13 * 60;
    while (within - before > 1) {
      const middle = Math.floor((before + within) / 2);
      if (this.#localDay(middle * 60) < day) before = middle;
      else within = middle;
    }
    return within * 60;
  }

  #localDay(seconds: number): Day {
    const parts = { year: 0, month: 0, day: 0 };
    for (const { type, value } of this.#format.formatToParts(seconds * 1000)) {
      if (type === 'year' || type === 'month' || type === 'day') parts[type] = Number(value);
    }
    return Date.UTC(parts.year, parts.month - 1, parts.day) / (DAY_SECONDS * 1000);
  }
}

const calendars = new Map<string, Calendar>();

/**
 * The calendar of a time zone; there is one of each, since what it has found out is worth keeping.
 * @throws RangeError for a zone that does not exist
 */
export function calendarOf(timeZone: string): Calendar {
  const known = calendars.get(timeZone);
  if (known) return known;
  const made = new Calendar(timeZone);
  calendars.set(timeZone, made);
  return made;
}

const DAY_MINUTES = 24 * 60;

/** The weekday of a day; 0 is Sunday. */
export function weekdayOf(day: Day): number {
  return (((day + THURSDAY) % 7) + 7) % 7;
}

// 1970-01-01 was one.
const THURSDAY = 4;

/** A day as `2026-03-29`. */
export function dateOf(day: Day): string {
  return new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}

/** Whether a time zone of this name exists. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The time zone of this computer. */
export function localTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
