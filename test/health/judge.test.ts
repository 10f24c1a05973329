import assert from 'node:assert/strict';

import fc from 'fast-check';

import { HEALTH_STATES, type HealthInput, judge, type Verdict } from '../../src/health/index.js';
import { setLanguage } from '../../src/texts/texts.js';
import { anyInput, NOW } from './support/any-input.js';
import { largeInput } from './support/large-input.js';
import { deviceRun, result } from './support/rows.js';

const HOUR = 3600;

/** Checks something about the judgement of many histories. */
function always(check: (input: HealthInput) => void): void {
  fc.assert(fc.property(anyInput, check), { numRuns: 200 });
}

function verdicts(input: HealthInput): Verdict[] {
  const { tasks, devices } = judge(input);
  return [...tasks, ...devices, ...devices.flatMap((device) => device.tasks)];
}

describe('the judgement of any history', () => {
  afterEach(() => setLanguage('en-US'));

  it('gives each task and device one of seven states, and counts them', () => {
    always((input) => {
      const { tasks, devices, summary, taskSummary } = judge(input);
      assert.deepEqual([tasks.length, devices.length], [input.tasks.length, input.devices.length]);
      for (const state of HEALTH_STATES) {
        assert.equal(summary[state], devices.filter((device) => device.state === state).length);
        assert.equal(taskSummary[state], tasks.filter((task) => task.state === state).length);
      }
      assert.equal(
        Object.values(summary).reduce((a, b) => a + b),
        devices.length,
      );
    });
  });

  for (const language of ['en-US', 'de']) {
    it(`gives a sentence for every state, with no place left open, in ${language}`, () => {
      setLanguage(language);
      always((input) => {
        for (const { reason } of verdicts(input)) assert.match(reason, /^[^_]+\.$/);
      });
    });
  }

  it('speaks the language that is set', () => {
    const reasonIn = (language: string) => {
      setLanguage(language);
      return judge(largeInput(1, 30)).devices[0]?.reason ?? '';
    };
    assert.match(
      reasonIn('en-US'),
      /^The last success is 15 hours old; the next one has time until Nov 24, 2026/,
    );
    assert.match(
      reasonIn('de'),
      /^Der letzte Erfolg ist 15 Stunden alt; der nächste hat Zeit bis 24\.11\.2026/,
    );
  });

  it('never allows less than 36 hours, and 72 while it is learning', () => {
    always((input) => {
      for (const { allowanceSeconds, state } of verdicts(input)) {
        if (allowanceSeconds === null) continue;
        assert.ok(allowanceSeconds >= (state === 'learning' ? 72 : 36) * HOUR, String(allowanceSeconds));
      }
    });
  });

  it('never gives a negative age or one of the future', () => {
    always((input) => {
      for (const { ageSeconds, lastSuccessAt } of verdicts(input)) {
        assert.ok(ageSeconds === null || ageSeconds >= 0);
        assert.ok(lastSuccessAt === null || Date.parse(lastSuccessAt) <= NOW);
      }
    });
  });

  it('says overdue exactly from the moment on that it names', () => {
    always((input) => {
      const { tasks, devices } = judge(input);
      for (const { overdue, overdueAt } of [...tasks, ...devices.flatMap((device) => device.tasks)]) {
        if (overdueAt !== null) assert.equal(overdue, NOW > Date.parse(overdueAt));
      }
    });
  });

  it('has days without a gap, of the number that was asked for, today last', () => {
    always((input) => {
      const { windowDays = 0, timeZone } = input.options ?? {};
      const today = new Date(NOW).toLocaleDateString('sv-SE', { timeZone });
      for (const { days } of [...judge(input).devices, ...judge(input).tasks]) {
        const expected = days.map((_, index) =>
          new Date(Date.parse(today) - (windowDays - 1 - index) * 24 * HOUR * 1000)
            .toISOString()
            .slice(0, 10),
        );
        assert.equal(days.length, windowDays);
        assert.deepEqual(
          days.map(({ date }) => date),
          expected,
        );
      }
    });
  });

  it('does not depend on the order of the rows', () => {
    always((input) => {
      const reversed = {
        ...input,
        tasks: input.tasks.toReversed(),
        devices: input.devices.toReversed(),
        runs: input.runs.toReversed(),
        results: input.results.toReversed(),
      };
      assert.deepEqual(judge(reversed), judge(input));
    });
  });

  it('is the same for one device as for all of them', () => {
    always((input) => {
      const whole = judge(input).devices;
      for (const one of input.devices) {
        const runs = input.runs.filter(({ deviceId }) => deviceId === one.id);
        const alone = judge({ ...input, devices: [one], runs }).devices.find(({ id }) => id === one.id);
        const expected = whole.find(({ id }) => id === one.id);
        assert.deepEqual({ ...alone, days: [] }, { ...expected, days: [] });
      }
    });
  });

  it('knows no state but health after a success just now', () => {
    always((input) => {
      const { tasks } = input;
      const [first] = tasks;
      const member = first?.devices[0];
      if (!first || !member) return;
      const now = new Date(NOW).toISOString();
      const id = input.results.length + 1;
      const times = { outcome: 'success', startedAt: now, endedAt: now } as const;
      const after = judge({
        ...input,
        runs: [...input.runs, deviceRun({ resultId: id, deviceId: member.id, ...times })],
        results: [...input.results, result({ id, taskId: first.id, ...times })],
      });
      const device = after.devices.find((one) => one.id === member.id);
      const verdict = device?.tasks.find((task) => task.id === first.id);
      assert.ok(verdict);
      assert.match(verdict.state, /^(ok|learning|idle|running)$/);
      assert.deepEqual([verdict.consecutiveFailures, verdict.overdue], [0, false]);
    });
  });

  it('takes nothing away and adds nothing to what it was given', () => {
    always((input) => {
      const before = structuredClone(input);
      judge(input);
      assert.deepEqual(input, before);
    });
  });

  it('takes ten times as long for ten times as many devices, and not more', function () {
    this.timeout(120_000);
    const microsecondsFor = (devices: number): number => {
      const input = largeInput(devices, 30);
      const begin = process.cpuUsage();
      assert.equal(judge(input).devices.length, devices);
      const { user, system } = process.cpuUsage(begin);
      return user + system;
    };
    // Computing time, and the least of three: what else the machine does counts as little as may be.
    const leastFor = (devices: number) =>
      Math.min(...Array.from({ length: 3 }, () => microsecondsFor(devices)));
    microsecondsFor(500);
    const few = leastFor(500);
    const many = leastFor(5000);
    assert.ok(many < 40 * few, `${many} µs, ${few} µs`);
  });
});
