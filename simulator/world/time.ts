/** Seconds in a minute, an hour, a day and a week. The world counts whole seconds since the epoch, as DSM does. */
export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 604_800;

/** Day 0 of the epoch was a Thursday; with this shift weeks begin on Sunday, as DSM counts weekdays. */
const SUNDAY_SHIFT = 4;

/** The weekday of a local day number: 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + SUNDAY_SHIFT) % 7) + 7) % 7;
}

/** The week (beginning on Sunday) that a local day number lies in. */
export function weekOf(day: number): number {
  return Math.floor((day + SUNDAY_SHIFT) / 7);
}

/** The local day number of the Sunday that begins a week. */
export function firstDayOf(week: number): number {
  return week * 7 - SUNDAY_SHIFT;
}

/** The time zone of the NAS: schedules are kept in its local time, everything on the wire is UTC. */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat | null;
  readonly #offsets = new Map<number, number>();

  /** @param name an IANA name such as `Europe/Berlin` */
  constructor(readonly name: string) {
    this.#format =
      name === 'UTC'
        ? null
        : new Intl.DateTimeFormat('en-US', {
            timeZone: name,
            hourCycle: 'h23',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
          });
  }

  /** How many seconds local time is ahead of UTC at a moment (seconds since the epoch). */
  offsetAt(moment: number): number {
    if (this.#format === null) return 0;
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(moment * 1000)) parts[type] = Number(value);
    const local = Date.UTC(
      parts['year'] ?? 0,
      (parts['month'] ?? 1) - 1,
      parts['day'] ?? 1,
      parts['hour'] ?? 0,
      parts['minute'] ?? 0,
      parts['second'] ?? 0,
    );
    return Math.round(local / 1000) - moment;
  }

  /** The local day number (days since the epoch) of a moment. */
  dayOf(moment: number): number {
    return Math.floor((moment + this.offsetAt(moment)) / DAY);
  }

  /** The moment at which local clocks show `secondOfDay` on a local day. */
  toMoment(day: number, secondOfDay: number): number {
    const local = day * DAY + secondOfDay;
    if (this.#format === null) return local;
    const guess = local - this.#noonOffset(day);
    const clocksChange = this.#noonOffset(day - 1) !== this.#noonOffset(day);
    return clocksChange ? local - this.offsetAt(guess) : guess;
  }

  #noonOffset(day: number): number {
    const known = this.#offsets.get(day);
    if (known !== undefined) return known;
    const offset = this.offsetAt(day * DAY + DAY / 2);
    this.#offsets.set(day, offset);
    return offset;
  }
}
