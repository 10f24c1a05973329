import assert from 'node:assert/strict';

import { type HealthReport, judge, type Verdict } from '../../src/health/index.js';
import { type Expected, fail, readScenarios } from './support/scenario.js';
import { readWeekdays, scenarioInput } from './support/scenario-input.js';

const scenarios = readScenarios('docs/health-scenarios.md');

describe('the written scenarios of the judgement', () => {
  it('are at least sixty, numbered one after the other', () => {
    assert.ok(scenarios.length >= 60, String(scenarios.length));
    assert.deepEqual(
      scenarios.map(({ number }) => number),
      scenarios.map((_, index) => index + 1),
    );
  });

  it('expect each state somewhere', () => {
    const states = new Set(scenarios.flatMap(({ expected }) => expected.map(({ state }) => state)));
    assert.deepEqual([...states].sort(), [
      'failing',
      'idle',
      'learning',
      'never',
      'ok',
      'overdue',
      'running',
    ]);
  });

  for (const scenario of scenarios) {
    it(`${scenario.number}. ${scenario.title}`, () => {
      const report = judge(scenarioInput(scenario));
      assert.notEqual(scenario.expected.length, 0);
      for (const expected of scenario.expected) check(report, expected);
    });
  }
});

type Judged = HealthReport['devices'][number] | HealthReport['tasks'][number];

function check(report: HealthReport, { whose, state, reason, also }: Expected): void {
  const judged = find(report, whose);
  // Some versions of Node.js put a narrow space before PM.
  const spaced = judged.reason.replaceAll('\u202f', ' ');
  assert.deepEqual({ state: judged.state, reason: spaced }, { state, reason });
  for (const property of also) checkProperty(judged, property);
}

function find({ devices, tasks }: HealthReport, whose: string): Judged {
  const [, taskName] = /^task (.+)$/.exec(whose) ?? [];
  const name = whose === '' ? 'pc' : whose;
  const found =
    taskName === undefined
      ? devices.find((device) => device.name === name)
      : tasks.find((task) => task.name === taskName);
  return found ?? fail(whose);
}

/** Checks a property such as `allowance 36 h`. */
function checkProperty(judged: Judged, property: string): void {
  const [, name = '', value = ''] = /^(\S+) (.*)$/.exec(property) ?? [];
  const read = PROPERTIES[name] ?? fail(property);
  assert.equal(read(judged), value, name);
}

const hours = (seconds: number | null) => (seconds === null ? 'none' : `${seconds / 3600} h`);

const LETTERS = { success: 'S', partial: 'P', fail: 'F', cancel: 'C', none: '.' };

const PROPERTIES: Readonly<Record<string, (judged: Judged) => string>> = {
  age: ({ ageSeconds }: Verdict) => hours(ageSeconds),
  allowance: ({ allowanceSeconds }: Verdict) => hours(allowanceSeconds),
  typical: ({ typicalIntervalSeconds }: Verdict) => hours(typicalIntervalSeconds),
  failures: ({ consecutiveFailures }: Verdict) => String(consecutiveFailures),
  overdue: ({ overdue }: Verdict) => (overdue ? 'yes' : 'no'),
  days: ({ days }) => days.map(({ outcome }) => LETTERS[outcome]).join(''),
  weekdays: ({ weekdays }) =>
    ['daily', 'Mon-Fri', 'Mon-Sat', 'Sun', 'Mon,Wed,Fri', 'Sat'].find(
      (text) => String(readWeekdays(text)) === String(weekdays),
    ) ?? String(weekdays),
};
