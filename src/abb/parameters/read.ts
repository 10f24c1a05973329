import { AbbError } from '../../dsm/errors.js';
import { cutEnd, oneLine } from '../../texts/one-line.js';
import type { Parameter } from './kinds.js';

/** The parameters of an operation by name. */
export type Schema = Readonly<Record<string, Parameter<unknown>>>;

type ValueOf<P> = P extends Parameter<infer T> ? T : never;

/** The values that a schema promises: always there when required or with a default, else perhaps. */
export type Values<S extends Schema> = {
  readonly [N in keyof S]: S[N] extends { readonly required: true } | { readonly fallback: unknown }
    ? ValueOf<S[N]>
    : ValueOf<S[N]> | undefined;
};

/** What a caller may give: everything that has a default or is optional may be left out. */
export type Given = Readonly<Record<string, unknown>>;

/**
 * Checks what came against a schema. Undefined, null and "" mean "not given".
 * @param now what ages such as `24h` count back from
 * @throws AbbError ABB_BAD_PARAMETER for an unknown name, a missing or a wrong value; nothing has been sent by then
 */
export function readParameters<S extends Schema>(schema: S, given: Given, now: Date): Values<S> {
  for (const name of Object.keys(given)) if (!Object.hasOwn(schema, name)) throw unknownName(name, schema);
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(schema)) {
    values[name] = read(name, parameter, given[name], now);
  }
  // Each value was read by the kind that gives it its type, which the loop cannot follow.
  return values as Values<S>;
}

/**
 * Puts parameters from two places together: `winners` over `losers`. Where a winner names what a loser gives by
 * id, or the other way round, the loser is dropped rather than contradicting it.
 */
export function override(schema: Schema, losers: Given, winners: Given): Given {
  const won = Object.keys(winners).filter((name) => isGiven(winners[name]));
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(losers)) {
    if (!won.some((winner) => meanTheSame(schema, name, winner))) kept[name] = value;
  }
  return { ...kept, ...winners };
}

/** Whether two parameters are two spellings of one thing, such as the id and the name of a task. */
function meanTheSame(schema: Schema, one: string, other: string): boolean {
  return schema[one]?.insteadOf === other || schema[other]?.insteadOf === one;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function read(
  name: string,
  { kind, required, fallback }: Parameter<unknown>,
  value: unknown,
  now: Date,
): unknown {
  if (!isGiven(value)) {
    if (required)
      throw new AbbError('ABB_BAD_PARAMETER', 'parameter.missing', { name, allowed: kind.allowed() });
    return fallback;
  }
  const found = kind.read(value, now);
  if (found !== undefined) return found;
  throw new AbbError('ABB_BAD_PARAMETER', 'parameter.invalid', {
    name,
    value: describe(value),
    allowed: kind.allowed(),
  });
}

function unknownName(name: string, schema: Schema): AbbError {
  const known = Object.keys(schema);
  if (known.length === 0) return new AbbError('ABB_BAD_PARAMETER', 'parameter.unknownNone', { name });
  return new AbbError('ABB_BAD_PARAMETER', 'parameter.unknown', { name, known: known.join(', ') });
}

/** A short form of any value for an error sentence. */
export function describe(value: unknown): string {
  const shown = typeof value === 'string' ? JSON.stringify(value) : (json(value) ?? typeof value);
  return cutEnd(oneLine(shown), LONGEST);
}

const LONGEST = 60;

function json(value: unknown): string | undefined {
  try {
    // JSON.stringify gives undefined for functions and symbols, which its declared type hides.
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Makes sure that a window of time does not end before it begins. Both are epoch seconds. */
export function checkWindow(from: number | undefined, to: number | undefined): void {
  if (from === undefined || to === undefined || from <= to) return;
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  throw new AbbError('ABB_BAD_PARAMETER', 'parameter.order', { from: iso(from), to: iso(to) });
}
