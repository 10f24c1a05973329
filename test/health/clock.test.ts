import assert from 'node:assert/strict';

import fc from 'fast-check';

import { clockCorrections, type Stamp } from '../../src/health/clock.js';

const NOW = Date.UTC(2026, 10, 23) / 1000;
const DAY = 86_400;

/** One result a day, the newest yesterday. */
function daily(count: number): Stamp[] {
  return Array.from({ length: count }, (_, index) => ({
    resultId: index + 1,
    startedAt: NOW - (count - index) * DAY,
  }));
}

describe('times that a jump of the clock has falsified', () => {
  it('are none where times rise with ids', () => {
    const rising = fc.array(fc.nat(DAY), { maxLength: 50 }).map((gaps) => {
      let startedAt = NOW - 60 * DAY;
      return gaps.map((gap, index) => ({ resultId: index + 1, startedAt: (startedAt += gap) }));
    });
    fc.assert(fc.property(rising, (stamps) => assert.equal(clockCorrections(stamps, NOW).size, 0)));
  });

  it('are none where runs that waited in a queue began a little out of turn', () => {
    const stamps = daily(5).map(({ resultId, startedAt }) => ({
      resultId,
      startedAt: resultId === 3 ? startedAt + DAY + 3600 : startedAt,
    }));
    assert.equal(clockCorrections(stamps, NOW).size, 0);
  });

  it('become that of the run before', () => {
    const stamps = daily(5);
    const wrong = { resultId: 4, startedAt: NOW + 300 * DAY };
    const corrections = clockCorrections([...stamps.slice(0, 3), wrong, ...stamps.slice(4)], NOW);
    assert.deepEqual([...corrections], [[4, (stamps[2]?.startedAt ?? 0) - wrong.startedAt]]);
  });

  it('are found whatever the order of the rows', () => {
    const stamps = [...daily(20), { resultId: 21, startedAt: 1000 }, { resultId: 22, startedAt: NOW + DAY }];
    const sorted = [...clockCorrections(stamps, NOW)].sort();
    fc.assert(
      fc.property(fc.shuffledSubarray(stamps, { minLength: stamps.length }), (shuffled) =>
        assert.deepEqual([...clockCorrections(shuffled, NOW)].sort(), sorted),
      ),
    );
  });

  it('never stay in the future, whatever comes', () => {
    const any = fc.array(
      fc.record({ resultId: fc.nat(100), startedAt: fc.integer({ min: 0, max: 2 * NOW }) }),
    );
    fc.assert(
      fc.property(
        any.map((stamps) => [...new Map(stamps.map((stamp) => [stamp.resultId, stamp])).values()]),
        (stamps) => {
          const corrections = clockCorrections(stamps, NOW);
          for (const { resultId, startedAt } of stamps) {
            assert.ok(startedAt + (corrections.get(resultId) ?? 0) <= NOW + 3600);
          }
        },
      ),
    );
  });
});
