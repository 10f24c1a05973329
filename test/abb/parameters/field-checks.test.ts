import assert from 'node:assert/strict';
import { isIPv4 } from 'node:net';
import { runInNewContext } from 'node:vm';

import { days, maxAge, timeZone } from '../../../src/abb/parameters/health-kinds.js';
import { atLeast, id, ids, integer, type Kind, limit, moment } from '../../../src/abb/parameters/kinds.js';
import { readText } from '../../support/package.js';

/** What the page of the editor makes of the checks: `valid` gives the check of a property. */
interface Checks {
  valid(kind: string, typeField: string): (this: object, value: string) => boolean;
}

/** Loads what the dialogs check their fields with, in a page that has no dialog open. */
function loadChecks(): Checks {
  const window: { abb?: Checks } = {};
  const $ = () => ({ val: () => undefined });
  runInNewContext(readText('resources/field-checks.js'), { window, $ });
  assert.ok(window.abb);
  return window.abb;
}

const address: Kind<string> = {
  name: 'text',
  read: (value) => (typeof value === 'string' && isIPv4(value.trim()) ? value.trim() : undefined),
  allowed: () => 'an IPv4 address',
};

/** How each kind of field is read when a message comes. */
const READ: Readonly<Record<string, Kind<unknown>>> = {
  id,
  ids,
  integer: integer(0),
  positive: integer(1),
  hour: integer(0, 23),
  minute: integer(0, 59),
  ipv4: address,
  limit,
  number: atLeast(1),
  time: moment,
  days,
  timeZone,
  maxAge,
};

const NUMBERS = ['0', '1', '-1', '+5', '007', ' 5 ', '5.0', '0.5', '1.5', '1e3', '0x10', '.5', '5.', '23'];
const MORE_NUMBERS = ['24', '59', '60', '365', '366', '99999999999999999999', 'Infinity', '9e99', '1_000'];
const AGES = ['24h', '24 H', '1.5h', '7d', ' 7d ', '2w', '53w', '0d', '30s', '7y', '-7d', '9999w', '878401h'];
const DAYS = ['2026-06-01', '2026-06', '2026', '2026-02-30', '2026-13-01', '2024-02-29', '1969-12-31'];
const TIMES = [
  '2026-06-01T10:00:00Z',
  ' 2026-06-01T10:00:00Z ',
  '2026-06-01 10:00',
  '2026-06-01 10:00 GMT',
  '2026-06-01 10:00 PM',
  '2026-06-01T10:00:00.5+02:00',
  '2026-06-01T25:00:00Z',
  '2026-04-31T10:00:00Z',
  '2026-06-01 (evening)',
  '+300000-01-01',
  'yesterday',
];
const ADDRESSES = ['10.0.0.1', ' 10.0.0.1 ', '10.0.0.256', '10.0.0', '10.0.0.01', '10.00.0.1', 'fe80::1'];
const WORDS = ['all', 'ALL', ' ', 'none', 'Europe/Berlin', 'Europe/Nowhere', 'UTC'];
const VALUES = [NUMBERS, MORE_NUMBERS, AGES, DAYS, TIMES, ADDRESSES, WORDS].flat();

describe('the checks of the fields of a dialog', () => {
  const checks = loadChecks();

  for (const [kind, reader] of Object.entries(READ)) {
    it(`let through as ${kind} what will be taken when a message comes, and nothing else`, () => {
      const check = checks.valid(kind, 'fieldType');
      const isLetThrough = (value: string) => check.call({ fieldType: 'str' }, value);
      const isTaken = (value: string) => reader.read(value, new Date()) !== undefined;
      assert.deepEqual(VALUES.filter(isLetThrough), VALUES.filter(isTaken));
    });
  }
});
