import assert from 'node:assert/strict';

import { identify } from '../../../src/monitor/compare/stream.js';
import type { ListReading } from '../../../src/monitor/snapshot.js';

/** A reading of rows, given as ids and epoch seconds. */
function reading(...rows: readonly (readonly [id: number, at: number])[]): ListReading<null> {
  return {
    rows: rows.map(([id, at]) => ({ id, at, item: null })),
    lookedUp: new Map(),
    showsRuns: undefined,
  };
}

const known = {
  high: 12,
  recent: [
    [12, 3000],
    [11, 2000],
    [10, 1000],
  ],
} as const;

describe('a list whose ids rise', () => {
  it('is the same when its known rows are there', () => {
    assert.equal(identify(known, reading([11, 2000], [12, 3000], [13, 4000])), 'same');
  });

  it('is another one when known ids belong to other rows', () => {
    assert.equal(identify(known, reading([11, 5000], [12, 6000])), 'other');
  });

  it('is another one even where a row has number and time of a known one, as jobs at fixed hours may', () => {
    assert.equal(identify(known, reading([10, 1001], [11, 2000], [12, 2999])), 'other');
  });

  it('is unknown when none of its known rows is to be seen', () => {
    assert.equal(identify(known, reading([40, 9000])), 'unknown');
  });
});
