import assert from 'node:assert/strict';

import { pauseBefore, phaseOf } from '../../src/monitor/schedule.js';

const USUAL = { now: 1_795_000_000_123, failures: 0, intervalMs: 60_000, busyMs: 10_000, phase: 0 };

describe('the pause before a poll', () => {
  it('leads to a fixed place in the interval, wherever it begins', () => {
    for (const phase of [0, 0.25, 0.9]) {
      for (let begin = 0; begin < 200_000; begin += 777) {
        const now = USUAL.now + begin;
        const pause = pauseBefore({ ...USUAL, now, phase });
        assert.ok(pause >= 30_000 && pause <= 90_000, `${pause} ms`);
        assert.ok(Math.abs(((now + pause) % 60_000) - phase * 60_000) < 1);
      }
    }
  });

  it('is one interval from then on', () => {
    const now = USUAL.now + pauseBefore(USUAL);
    assert.equal(pauseBefore({ ...USUAL, now }), 60_000);
  });

  it('grows after each failure, up to 5 minutes', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => pauseBefore({ ...USUAL, failures }));
    const longest = [10, 20, 40, 80, 160, 300, 300, 300].map((seconds) => seconds * 1000);
    for (const [index, pause] of pauses.entries()) {
      const most = longest[index] ?? 0;
      assert.ok(pause <= most && pause >= most * 0.75, `${pause} of ${most} ms`);
    }
  });

  it('differs a little after a failure, so that many do not come back at once', () => {
    const pauses = Array.from({ length: 20 }, () => pauseBefore({ ...USUAL, failures: 6 }));
    assert.ok(new Set(pauses).size > 10);
  });
});

describe('the phase of a session', () => {
  it('is always the same for an id', () => {
    assert.equal(phaseOf('a1b2c3d4'), phaseOf('a1b2c3d4'));
  });

  it('spreads sessions over the interval', () => {
    const places = Array.from({ length: 200 }, (_none, index) => phaseOf(`session-${index}`));
    for (const place of places) assert.ok(place >= 0 && place < 1);
    const tenths = new Set(places.map((place) => Math.floor(place * 10)));
    assert.equal(tenths.size, 10);
  });
});
