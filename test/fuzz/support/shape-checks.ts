import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** Throws, with the path, when a value is not what it should be. */
export type Check = (value: unknown, path: string) => void;

function fail(path: string, wanted: string, value: unknown): never {
  assert.fail(`${path} is no ${wanted}: ${inspect(value).slice(0, 200)}`);
}

/** A check that a predicate makes. */
function that(wanted: string, holds: (value: unknown) => boolean): Check {
  return (value, path) => {
    if (!holds(value)) fail(path, wanted, value);
  };
}

export const finiteNumber = that('finite number', (value) => Number.isFinite(value));
export const text = that('text', (value) => typeof value === 'string');
export const flag = that('true or false', (value) => typeof value === 'boolean');

/** A number within a range, both ends included. */
export function between(min: number, max: number): Check {
  return that(
    `number from ${min} to ${max}`,
    (value) => typeof value === 'number' && value >= min && value <= max,
  );
}

/** ISO 8601 in UTC; years of more or fewer than four digits have a sign and six. */
export const time = that('ISO time', (value) => {
  if (typeof value !== 'string' || !/^(\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value))
    return false;
  return new Date(value).toISOString() === value;
});

/** One of these words, or `unknown(n)` for a number without one. */
export function word(...words: readonly string[]): Check {
  return that(
    `word of ${words.join(', ')}`,
    (value) => typeof value === 'string' && (words.includes(value) || /^unknown\(.+\)$/.test(value)),
  );
}

/** Exactly one of these values. */
export function oneOf(...values: readonly unknown[]): Check {
  return that(values.map(String).join(' or '), (value) => values.includes(value));
}

/** What DSM may not have sent. */
export function orNull(check: Check): Check {
  return (value, path) => {
    if (value !== null) check(value, path);
  };
}

export function list(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) fail(path, 'list', value);
    for (const [index, item] of value.entries()) check(item, `${path}[${index}]`);
  };
}

/** An object with at least these properties. */
export function object(properties: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'object', value);
    for (const [name, check] of Object.entries(properties)) {
      if (!Object.hasOwn(value, name)) fail(`${path}.${name}`, 'property', value);
      check(Reflect.get(value, name), `${path}.${name}`);
    }
  };
}

/** Either of two shapes, told apart by a property. */
export function dependingOn(property: string, having: Check, lacking: Check): Check {
  return (value, path) => {
    const has = typeof value === 'object' && value !== null && property in value;
    (has ? having : lacking)(value, path);
  };
}
