import assert from 'node:assert/strict';
import { inspect } from 'node:util';

import { parseTime } from '../../../src/abb/parameters/time.js';

const now = new Date('2026-03-01T12:00:00.500Z');
const noon = Date.parse('2026-03-01T12:00:00Z') / 1000;

describe('a moment', () => {
  for (const [value, expected] of [
    ['2026-03-01T12:00:00Z', noon],
    ['2026-03-01T12:00:00.999Z', noon],
    ['2026-03-01T13:00:00+01:00', noon],
    ['2026-03-01T13:00+0100', noon],
    ['2026-03-01T12:00Z', noon],
    ['2026-03-01', noon - 12 * 3600],
    ['2026-03', noon - 12 * 3600],
    ['2024-02-29', Date.parse('2024-02-29T00:00:00Z') / 1000],
    ['2026-02-28T24:00:00Z', noon - 12 * 3600],
    [' 2026-03-01T12:00:00Z ', noon],
    [new Date('2026-03-01T12:00:00Z'), noon],
    [noon, noon],
    [noon + 0.7, noon],
    [noon * 1000, noon],
    [String(noon), noon],
    [String(noon * 1000), noon],
    [0, 0],
    ['90m', noon - 90 * 60],
    ['24h', noon - 24 * 3600],
    ['7d', noon - 7 * 86_400],
    ['2w', noon - 14 * 86_400],
    ['30s', noon - 30],
    ['1.5h', noon - 5400],
    ['24 H', noon - 24 * 3600],
  ] as const) {
    it(`is ${expected} for ${JSON.stringify(value)}`, () => {
      assert.equal(parseTime(value, now), expected);
    });
  }

  it('is in seconds below 1e11 and in milliseconds from there', () => {
    assert.equal(parseTime(99_999_999_999, now), 99_999_999_999);
    assert.equal(parseTime(100_000_000_000, now), 100_000_000);
  });

  for (const value of [
    'yesterday',
    'Sunday 7',
    '7 apples',
    '-7d',
    '7y',
    '2026-13-45',
    '2026-02-30',
    '2026-02-29',
    '2026-04-31T12:00:00Z',
    '2026-04-31 12:00',
    '2026-01-00',
    '2026-00-01',
    '2026-06-01 10:00 GMT',
    '2026-06-01 10:00 PM',
    '2026-03-01T25:00:00Z',
    '12:00',
    -1,
    NaN,
    Infinity,
    new Date(NaN),
    true,
    null,
    [],
    {},
  ]) {
    it(`is not ${inspect(value)}`, () => {
      assert.equal(parseTime(value, now), undefined);
    });
  }
});
