import assert from 'node:assert/strict';

import { maxAge } from '../../../src/abb/parameters/health-kinds.js';

const now = new Date();

describe('a largest age', () => {
  it('is a number of hours, or an age, for all or by name', () => {
    assert.deepEqual(maxAge.read('3d', now), { all: 72 });
    assert.deepEqual(maxAge.read({ tasks: { Office: '1w' } }, now), {
      all: undefined,
      tasks: { Office: 168 },
      devices: {},
    });
  });

  it('does not reach beyond the dates that there are', () => {
    for (const value of [1e17, '9'.repeat(400), { devices: { pc: 1e17 } }])
      assert.equal(maxAge.read(value, now), undefined);
  });
});
