import assert from 'node:assert/strict';

import fc from 'fast-check';

import { Calendar, dateOf, isTimeZone, weekdayOf } from '../../src/health/calendar.js';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];

const between2018And2038 = fc.integer({ min: 1_514_764_800, max: 2_145_916_800 });

describe('the days of a time zone', () => {
  for (const zone of ZONES) {
    it(`are those that the clocks show in ${zone}`, () => {
      const calendar = new Calendar(zone);
      fc.assert(
        fc.property(between2018And2038, (seconds) => {
          const shown = new Date(seconds * 1000).toLocaleDateString('sv-SE', { timeZone: zone });
          assert.equal(dateOf(calendar.dayOf(seconds)), shown);
        }),
      );
    });

    it(`begin where the day before ends in ${zone}`, () => {
      const calendar = new Calendar(zone);
      fc.assert(
        fc.property(between2018And2038, (seconds) => {
          const day = calendar.dayOf(seconds);
          assert.equal(calendar.dayOf(calendar.startOf(day)), day);
          assert.equal(calendar.dayOf(calendar.startOf(day) - 1), day - 1);
        }),
      );
    });
  }

  it('have 23, 24 or 25 hours', () => {
    const calendar = new Calendar('Europe/Berlin');
    const hours = (date: string) => {
      const day = Date.parse(date) / 86_400_000;
      return (calendar.startOf(day + 1) - calendar.startOf(day)) / 3600;
    };
    assert.deepEqual(['2026-03-29', '2026-06-01', '2026-10-25'].map(hours), [23, 24, 25]);
  });

  it('may begin at one o’clock', () => {
    const calendar = new Calendar('Africa/Cairo');
    const start = calendar.startOf(Date.parse('2026-04-24') / 86_400_000);
    assert.equal(
      new Date(start * 1000).toLocaleString('sv-SE', { timeZone: 'Africa/Cairo' }),
      '2026-04-24 01:00:00',
    );
  });

  it('have a clock, which is changed on some of them', () => {
    const calendar = new Calendar('Europe/Berlin');
    const clock = (time: string) => calendar.clockOf(Date.parse(time) / 1000) / 60;
    assert.deepEqual(
      ['2026-10-24T22:00:30Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:00Z'].map(
        clock,
      ),
      [0, 150, 150, 1439],
    );
  });

  it('have weekdays that start with Sunday', () => {
    const sunday = Date.parse('2026-11-22') / 86_400_000;
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 6].map((days) => weekdayOf(sunday + days)),
      [0, 1, 2, 3, 4, 5, 6],
    );
    assert.equal(weekdayOf(Date.parse('1969-12-28') / 86_400_000), 0);
  });

  it('need a time zone that exists', () => {
    assert.ok(isTimeZone('Europe/Berlin'));
    assert.ok(!isTimeZone('Europe/Atlantis'));
    assert.throws(() => new Calendar('Europe/Atlantis'), RangeError);
  });
});
