/** Reads a fault that came as JSON through the control interface. */
import type { Fault, FaultKind } from '../faults/fault.js';

type FieldType = 'number' | 'string';

/** The fields that a kind has; a name with `?` may be left out. */
const fieldsOf: Readonly<Record<FaultKind['kind'], Readonly<Record<string, FieldType>>>> = {
  slow: { milliseconds: 'number' },
  hang: {},
  cut: {},
  reset: {},
  refuse: { milliseconds: 'number' },
  status: { status: 'number', 'body?': 'string' },
  redirect: { 'location?': 'string' },
  html: {},
  empty: {},
  broken_json: {},
  content_type: { contentType: 'string' },
  gzip: {},
  huge: { megabytes: 'number' },
  body: { body: 'string' },
  code: { code: 'number' },
  session_end: { 'code?': 'number' },
};

const commonFields: Readonly<Record<string, FieldType>> = {
  'api?': 'string',
  'method?': 'string',
  'when?': 'string',
  'times?': 'number',
  'skip?': 'number',
};

/** @throws Error with a sentence that says what is wrong */
export function faultFromJson(value: unknown): Fault {
  assertFault(value);
  return value;
}

function assertFault(value: unknown): asserts value is Fault {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !isKind(value.kind)) {
    throw new Error(`A fault is an object with "kind", one of: ${Object.keys(fieldsOf).join(', ')}.`);
  }
  const given: Readonly<Record<string, unknown>> = { ...value };
  for (const [field, type] of Object.entries({ ...fieldsOf[value.kind], ...commonFields })) {
    const name = field.replace('?', '');
    const isMissing = given[name] === undefined;
    if (isMissing ? name === field : typeof given[name] !== type) {
      throw new Error(`The fault "${value.kind}" has "${name}", a ${type}.`);
    }
  }
  if (!isMoment(given['when'])) throw new Error('"when" is "before" or "after".');
}

function isKind(kind: unknown): kind is FaultKind['kind'] {
  return typeof kind === 'string' && Object.hasOwn(fieldsOf, kind);
}

function isMoment(when: unknown): boolean {
  return when === undefined || when === 'before' || when === 'after';
}
