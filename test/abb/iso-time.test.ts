import assert from 'node:assert/strict';

import fc from 'fast-check';

import { isoTime } from '../../src/abb/iso-time.js';

describe('an ISO time', () => {
  it('is what a Date writes, for every second that it can hold', () => {
    const seconds = fc.integer({ min: -8_640_000_000_000, max: 8_640_000_000_000 });
    fc.assert(
      fc.property(seconds, (second) => {
        assert.equal(isoTime(second), new Date(second * 1000).toISOString());
      }),
    );
  });

  it('stays right when more days come by than are remembered', () => {
    for (let day = 0; day < 9000; day += 1) isoTime(day * 86_400 + 43_210);
    assert.equal(isoTime(1_741_946_439), '2025-03-14T10:00:39.000Z');
  });

  it('leaves fractions of a second out', () => {
    assert.equal(isoTime(59.9), '1970-01-01T00:00:59.000Z');
  });
});
