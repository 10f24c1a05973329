import assert from 'node:assert/strict';

import { EVERY_DAY } from '../../src/health/active-time.js';
import { Calendar } from '../../src/health/calendar.js';
import { nextExpected } from '../../src/health/schedule-slots.js';
import { localTime } from './support/local-time.js';
import { schedule } from './support/rows.js';

const ZONE = 'Europe/Berlin';
const calendar = new Calendar(ZONE);
const at = (date: string, time: string) => localTime(date, time, ZONE) / 1000;

describe('the run that a schedule demands next', () => {
  it('is the next of the day', () => {
    const everyFour = schedule([1], 8, { everyHours: 4 });
    const after = (time: string) => nextExpected(calendar, everyFour, EVERY_DAY, at('2026-11-23', time)).at;
    assert.equal(after('07:59'), at('2026-11-23', '08:00'));
    assert.equal(after('08:00'), at('2026-11-23', '12:00'));
    assert.equal(after('19:00'), at('2026-11-23', '20:00'));
    assert.equal(after('20:00'), at('2026-11-30', '08:00'));
  });

  it('keeps its time of day when the clocks are changed', () => {
    const daily = (hour: number) => schedule([0, 1, 2, 3, 4, 5, 6], hour);
    const next = (date: string, hour: number) =>
      nextExpected(calendar, daily(hour), EVERY_DAY, at(date, '23:30')).at;
    assert.equal(next('2026-03-28', 22), at('2026-03-29', '22:00'));
    assert.equal(next('2026-03-28', 1), at('2026-03-29', '01:00'));
    assert.equal(next('2026-10-24', 22), at('2026-10-25', '22:00'));
    assert.equal(next('2026-10-24', 1), at('2026-10-25', '01:00'));
  });

  it('keeps it also between the change and noon', () => {
    const sundays = nextExpected(calendar, schedule([0], 10), EVERY_DAY, at('2026-10-24', '23:30')).at;
    assert.equal(new Date(sundays * 1000).toISOString(), '2026-10-25T09:00:00.000Z');
    const changes = [
      ['Europe/Berlin', '2026-03-29'],
      ['Europe/Berlin', '2026-10-25'],
      // Here the clocks are changed at midnight, and by half an hour.
      ['Africa/Cairo', '2026-04-24'],
      ['Africa/Cairo', '2026-10-29'],
      ['Australia/Lord_Howe', '2026-10-04'],
      ['Australia/Lord_Howe', '2026-04-05'],
    ] as const;
    for (const [zone, date] of changes) {
      for (const hour of [3, 4, 10, 11, 12, 13, 20]) {
        const day = Date.parse(date) / 86_400_000;
        const zoned = new Calendar(zone);
        const { at: slot } = nextExpected(
          zoned,
          schedule([0, 1, 2, 3, 4, 5, 6], hour),
          EVERY_DAY,
          zoned.startOf(day),
        );
        const shown = new Date(slot * 1000).toLocaleString('sv-SE', { timeZone: zone });
        assert.equal(shown, `${date} ${String(hour).padStart(2, '0')}:00:00`, zone);
      }
    }
  });

  it('is the first of two at an hour that comes twice, and soon after one that is left out', () => {
    const next = (date: string, hour: number, minute: number) =>
      nextExpected(calendar, schedule([0], hour, { minute }), EVERY_DAY, at(date, '23:30')).at * 1000;
    assert.equal(new Date(next('2026-10-24', 2, 30)).toISOString(), '2026-10-25T00:30:00.000Z');
    assert.equal(new Date(next('2026-03-28', 2, 30)).toISOString(), '2026-03-29T01:30:00.000Z');
  });

  it('is found quickly in schedules that make no sense', () => {
    const odd = [
      schedule([1], 0, { everyHours: 1e-9 }),
      schedule([1], -1e12),
      schedule([1], 1e12, { everyHours: 1 }),
      schedule([1], 8, { minute: -1e12 }),
      schedule([99], 8),
    ];
    const now = at('2026-11-23', '12:00');
    for (const one of odd) {
      const { at: found, deadline } = nextExpected(calendar, one, EVERY_DAY, now);
      assert.ok(found >= now && found <= now + 8 * 86_400, String(found));
      assert.ok(deadline > found);
    }
  });
});
