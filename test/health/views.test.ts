import assert from 'node:assert/strict';

import fc from 'fast-check';

import { HEALTH_STATES, type HealthInput, judge } from '../../src/health/index.js';
import { type HealthViews, viewsOf, VIEWS } from '../../src/health/views/index.js';
import { duration, size } from '../../src/health/views/units.js';
import { anyInput } from './support/any-input.js';
import { largeInput } from './support/large-input.js';

function always(check: (views: Required<HealthViews>, input: HealthInput) => void): void {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { overview, strips, runs, series } = viewsOf(VIEWS, input, judge(input));
      assert.ok(overview && strips && runs && series);
      check({ overview, strips, runs, series }, input);
    }),
    { numRuns: 100 },
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe('the view models', () => {
  it('have an overview with one row per state, whose values are all devices', () => {
    always(({ overview }, { devices }) => {
      assert.deepEqual(
        overview.map(({ state }) => state),
        HEALTH_STATES,
      );
      assert.equal(sum(overview.map(({ value }) => value)), devices.length);
      assert.equal(new Set(overview.map(({ color }) => color)).size, overview.length);
    });
  });

  it('have a strip for each device, with a cell for each day', () => {
    always(({ strips }, { devices, options }) => {
      assert.equal(strips.length, devices.length);
      for (const { cells } of strips) assert.equal(cells.length, options?.windowDays);
    });
  });

  it('have cells that name their day and what became of it, each made once', () => {
    const input = largeInput(100, 7);
    const { strips = [] } = viewsOf(['strips'], input, judge(input));
    const cells = strips.flatMap((row) => row.cells);
    const [cell] = cells.filter(({ date }) => date === '2026-11-20');
    assert.deepEqual(cell, {
      date: '2026-11-20',
      outcome: 'success',
      color: 'seagreen',
      title: '2026-11-20: success',
    });
    assert.ok(new Set(cells).size <= 2 * 30);
  });

  it('have the newest runs as flat rows, newest first, and never more than five hundred', () => {
    always(({ runs }) => {
      const ids = runs.map(({ resultId }) => resultId ?? 0);
      assert.deepEqual(
        ids,
        [...ids].sort((a, b) => b - a),
      );
      for (const row of runs) {
        const nested = Object.values(row).filter((value) => typeof value === 'object' && value !== null);
        assert.deepEqual(nested, []);
      }
    });
    const input = largeInput(1000, 7);
    assert.equal(viewsOf(['runs'], input, judge(input)).runs?.length, 500);
  });

  it('write runs for people, in the time zone of the report', () => {
    const input = largeInput(1, 1);
    const [row] = viewsOf(['runs'], input, judge(input)).runs ?? [];
    assert.deepEqual(row, {
      device: 'pc-1',
      task: '',
      outcome: 'success',
      result: 'success',
      color: 'seagreen',
      started: '2026-11-22 20:00',
      duration: '1:00',
      size: '1 kB',
      startedAt: '2026-11-22T19:00:00.000Z',
      durationSeconds: 3600,
      bytes: 1000,
      resultId: 1,
    });
  });

  it('have series that add up to the days of the devices', () => {
    always(({ series }, input) => {
      const { devices } = judge(input);
      assert.equal(
        sum(series.bytes.map(({ y }) => y)),
        sum(devices.flatMap(({ days }) => days.map(({ bytes }) => bytes))),
      );
      const shown = devices.flatMap(({ days }) => days.filter(({ outcome }) => outcome !== 'none'));
      assert.equal(sum(series.outcomes.map(({ y }) => y)), shown.length);
      for (const { y } of series.successRate) assert.ok(y >= 0 && y <= 100);
      for (const { x, date } of series.bytes) {
        const { timeZone } = input.options ?? {};
        assert.equal(new Date(x).toLocaleDateString('sv-SE', { timeZone }), date);
      }
    });
  });

  it('are only those that were asked for', () => {
    const input = largeInput(1, 1);
    assert.deepEqual(viewsOf([], input, judge(input)), {});
    assert.deepEqual(Object.keys(viewsOf(['runs'], input, judge(input))), ['runs']);
  });

  it('write lengths of time and amounts so that they can be read', () => {
    assert.deepEqual([0, 59, 3600, 45_000, 100 * 3600].map(duration), [
      '0:00',
      '0:01',
      '1:00',
      '12:30',
      '100:00',
    ]);
    assert.deepEqual(
      [0, 999, 1000, 1_234_567, 5e9, 7.25e12, 3e15, 4e18].map((bytes) => size(bytes, 'en-US')),
      ['0 B', '999 B', '1 kB', '1.2 MB', '5 GB', '7.3 TB', '3 PB', '4,000 PB'],
    );
    assert.equal(size(1_234_567, 'de'), '1,2 MB');
  });
});
