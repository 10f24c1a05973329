import { isTimeZone } from '../../health/calendar.js';
import type { MaxAgeHours } from '../../health/types.js';
import { type View, VIEWS } from '../../health/views/index.js';
import { text } from '../../texts/texts.js';
import { isRow } from '../fields.js';
import type { Kind } from './kinds.js';

const MOST_DAYS = 365;

/** A number of days from 1 to 365: a number, its digits, or an age such as `30d` or `4w`. */
export const days: Kind<number> = {
  name: 'days',
  read(value) {
    if (typeof value !== 'number' && typeof value !== 'string') return undefined;
    const [, digits, unit] = /^\s*(\d+)\s*([dw])?\s*$/i.exec(String(value)) ?? [];
    const found = Number(digits) * (unit?.toLowerCase() === 'w' ? 7 : 1);
    return found >= 1 && found <= MOST_DAYS ? found : undefined;
  },
  allowed: () => text('allowed.days', { max: MOST_DAYS }),
};

/** An IANA time zone such as `Europe/Berlin`. */
export const timeZone: Kind<string> = {
  name: 'time zone',
  read: (value) => (typeof value === 'string' && isTimeZone(value) ? value : undefined),
  allowed: () => text('allowed.timeZone'),
};

/** Hours for all, or an object with those of tasks and devices by name or id. */
export const maxAge: Kind<MaxAgeHours> = {
  name: 'max age',
  read(value) {
    if (!isRow(value)) {
      const all = hours(value);
      return all === undefined ? undefined : { all };
    }
    const { all, tasks = {}, devices = {}, ...unknown } = value;
    const ofTasks = hoursByName(tasks);
    const ofDevices = hoursByName(devices);
    const ofAll = hours(all);
    if (Object.keys(unknown).length > 0 || !ofTasks || !ofDevices) return undefined;
    if (all !== undefined && ofAll === undefined) return undefined;
    return { all: ofAll, tasks: ofTasks, devices: ofDevices };
  },
  allowed: () => text('allowed.maxAge'),
};

/** One or several of the view models, `all` or `none`; several as a list or separated by commas. */
export const views: Kind<readonly View[]> = {
  name: 'views',
  words: ['all', 'none', ...VIEWS],
  read(value) {
    if (value === 'all') return VIEWS;
    if (value === 'none') return [];
    const wanted: readonly unknown[] = typeof value === 'string' ? value.split(/\s*,\s*/) : list(value);
    const found = VIEWS.filter((view) => wanted.includes(view));
    return found.length > 0 && found.length === new Set(wanted).size ? found : undefined;
  },
  allowed: () => text('allowed.views', { words: VIEWS.join(', ') }),
};

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };

// A hundred years: later than that is beyond the dates that there are.
const MOST_HOURS = 100 * 366 * 24;

/** A number of hours above 0, or an age such as `48h` or `3d`. */
function hours(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const [, digits, unit = 'h'] = /^\s*(\d+(?:\.\d+)?)\s*([hdw])?\s*$/i.exec(String(value)) ?? [];
  const found = Number(digits) * (HOURS[unit.toLowerCase()] ?? 1);
  return found > 0 && found <= MOST_HOURS ? found : undefined;
}

function hoursByName(value: unknown): Readonly<Record<string, number>> | undefined {
  if (!isRow(value)) return undefined;
  const read = Object.entries(value).map(([name, age]) => [name, hours(age)] as const);
  const known = read.filter((entry): entry is [string, number] => entry[1] !== undefined);
  return known.length === read.length ? Object.fromEntries(known) : undefined;
}
