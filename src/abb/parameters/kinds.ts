import { text } from '../../texts/texts.js';
import type { Words } from '../words.js';
import { parseTime } from './time.js';

/** What a parameter may be: how a value is read, and a sentence part that says what is allowed. */
export interface Kind<T> {
  /** The name of the kind, for editors and tables. */
  readonly name: string;
  /** The value, or undefined when it is not allowed. */
  read(value: unknown, now: Date): T | undefined;
  allowed(): string;
  /** For kind `word`: the words. */
  readonly words?: readonly string[];
}

/** A parameter of an operation. */
export interface Parameter<T> {
  readonly kind: Kind<T>;
  readonly required: boolean;
  /** What it is when it is not given. */
  readonly fallback?: T;
  /** The parameter that this one stands for, such as the id of what it names: giving one takes the other back. */
  readonly insteadOf?: string;
}

/** A parameter that must be given. */
export function required<T>(kind: Kind<T>): Parameter<T> & { readonly required: true } {
  return { kind, required: true };
}

/** A parameter that may be left out. */
export function optional<T>(kind: Kind<T>): Parameter<T> & { readonly required: false } {
  return { kind, required: false };
}

/** A parameter that has a value when it is left out. */
export function withDefault<T>(kind: Kind<T>, fallback: T): Parameter<T> & { readonly fallback: T } {
  return { kind, required: false, fallback };
}

/** An id of a task, version or result: a whole number above 0, also as text. */
export const id: Kind<number> = {
  name: 'id',
  read: (value) => wholeNumber(value, 1),
  allowed: () => text('allowed.id'),
};

/** One id or a list of them; duplicates are dropped, order is kept. */
export const ids: Kind<readonly number[]> = {
  name: 'ids',
  read: (value) => list(value, (item) => wholeNumber(item, 1)),
  allowed: () => text('allowed.ids'),
};

/** A name as people know it. */
export const name: Kind<string> = {
  name: 'name',
  read: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  allowed: () => text('allowed.name'),
};

/** One name or a list of them; duplicates are dropped, order is kept. */
export const names: Kind<readonly string[]> = {
  name: 'names',
  read: (value) => list(value, (item) => (typeof item === 'string' && item !== '' ? item : undefined)),
  allowed: () => text('allowed.names'),
};

/** Any text. */
export const anyText: Kind<string> = {
  name: 'text',
  read: (value) => (typeof value === 'string' ? value : undefined),
  allowed: () => text('allowed.text'),
};

/** True or false, also as text. */
export const flag: Kind<boolean> = {
  name: 'boolean',
  read: (value) => {
    if (typeof value === 'boolean') return value;
    return value === 'true' ? true : value === 'false' ? false : undefined;
  },
  allowed: () => text('allowed.boolean'),
};

/** A whole number in a range, both ends included; also as text. */
export function integer(min: number, max?: number): Kind<number> {
  return {
    name: 'integer',
    read: (value) => wholeNumber(value, min, max),
    allowed: () =>
      max === undefined ? text('allowed.integerMin', { min }) : text('allowed.integerRange', { min, max }),
  };
}

/** A number that is not below `min`; also as text. */
export function atLeast(min: number): Kind<number> {
  return {
    name: 'number',
    read: (value) => {
      const found = plainNumber(value);
      return found !== undefined && found >= min ? found : undefined;
    },
    allowed: () => text('allowed.number', { min }),
  };
}

/** How many rows: a whole number of at least 1, or `all`. */
export const limit: Kind<number | 'all'> = {
  name: 'limit',
  read: (value) => (value === 'all' ? 'all' : wholeNumber(value, 1)),
  allowed: () => text('allowed.limit'),
};

/** One of the words of an enumeration. */
export function word<W extends string>(words: Words<W> | readonly W[]): Kind<W> {
  const allowed = 'words' in words ? words.words : words;
  return {
    name: 'word',
    words: allowed,
    read: (value) => allowed.find((candidate) => candidate === value),
    allowed: () => text('allowed.word', { words: allowed.join(', ') }),
  };
}

/** A moment: epoch seconds. Accepts all that `parseTime` does. */
export const moment: Kind<number> = {
  name: 'time',
  read: parseTime,
  allowed: () => text('allowed.time'),
};

function wholeNumber(value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): number | undefined {
  const found = plainNumber(value);
  return found !== undefined && Number.isSafeInteger(found) && found >= min && found <= max
    ? found
    : undefined;
}

function plainNumber(value: unknown): number | undefined {
  const isNumeric = typeof value === 'string' && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value);
  const found = isNumeric ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

function list<T>(value: unknown, read: (item: unknown) => T | undefined): readonly T[] | undefined {
  // `map` and `every` pass over the holes of a list, `includes` does not.
  if (Array.isArray(value) && value.includes(undefined)) return undefined;
  const items = (Array.isArray(value) ? value : [value]).map(read);
  if (items.length === 0 || !items.every((item) => item !== undefined)) return undefined;
  return [...new Set(items)];
}
