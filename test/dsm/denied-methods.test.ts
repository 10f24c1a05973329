import assert from 'node:assert/strict';

import { DeniedMethods } from '../../src/dsm/denied-methods.js';
import { BACK_UP, LIST_RESULTS, LIST_TASKS } from '../support/methods.js';

const MINUTE = 60_000;

describe('a denial', () => {
  let now = 0;
  let denied: DeniedMethods;

  beforeEach(() => {
    now = 0;
    denied = new DeniedMethods(() => now);
  });

  /** For how many minutes a denial from now on is believed. */
  function minutesBelieved(): number {
    const begin = now;
    denied.add(LIST_TASKS);
    while (denied.has(LIST_TASKS)) now += MINUTE;
    return (now - begin) / MINUTE;
  }

  it('is that of one method', () => {
    denied.add(LIST_TASKS);
    assert.ok(denied.has(LIST_TASKS));
    assert.ok(!denied.has(BACK_UP));
    assert.ok(!denied.has(LIST_RESULTS));
    denied.forget(BACK_UP);
    assert.ok(denied.has(LIST_TASKS));
  });

  it('is believed for five minutes, then for longer and longer, up to an hour', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6].map(minutesBelieved), [5, 10, 20, 40, 60, 60]);
  });

  it('is forgotten when the method is granted', () => {
    minutesBelieved();
    denied.add(LIST_TASKS);
    denied.forget(LIST_TASKS);
    assert.ok(!denied.has(LIST_TASKS));
    assert.equal(minutesBelieved(), 5);
  });
});
