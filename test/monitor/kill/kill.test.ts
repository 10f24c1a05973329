import assert from 'node:assert/strict';

import { type Killed, killAgainAndAgain, type Line } from './kills.js';

/** More with `KILLS=200 npx mocha test/monitor/kill/kill.test.ts`. */
const KILLS = Number(process.env['KILLS'] ?? 10);

/** Events of what has a time on the NAS. Others have that of the look that noticed them, in each life another one. */
const TIMED = /^(backup\.(?!progress)|job\.|log\.|version\.added)/;

/** What an event says of what happened; its `result` is as it was when it was told. */
function happening({ event }: Line & Required<Pick<Line, 'event'>>): unknown[] {
  return [event.event, TIMED.test(event.event) ? event.at : '', event.task, event.device];
}

describe(`a watch whose process is killed ${KILLS} times`, () => {
  let killed: Killed;
  let told: (Line & Required<Pick<Line, 'event'>>)[];

  before(async function () {
    this.timeout(60_000 + KILLS * 5000);
    killed = await killAgainAndAgain(KILLS, 1);
    told = killed.lines.flatMap(({ event, ...line }) => (event === undefined ? [] : [{ ...line, event }]));
  });

  it('loses no start of a backup and no end of any job', () => {
    const ids = new Set(told.map(({ event }) => event.id));
    const runs = killed.account.runs.filter((run) => run.startedWhen > killed.begin);
    assert.ok(runs.length > KILLS, `${runs.length} runs are too few to show anything`);
    for (const { resultId, startedAt, isBackup } of runs) {
      const key = `/result/${resultId}@${startedAt}`;
      assert.equal(ids.has(`backup.started${key}`), isBackup, `the start of ${key}`);
      const ends = [...ids].filter((id) => id.endsWith(key) && !id.startsWith('backup.started'));
      assert.equal(ends.length, 1, `the ends of ${key} are ${ends.join()}`);
    }
  });

  it('tells of no backup that there was not', () => {
    const runs = new Set(killed.account.runs.map(({ resultId, startedAt }) => `${resultId}@${startedAt}`));
    for (const { event } of told) {
      const run = /\/result\/([^/]+)/.exec(event.id)?.[1];
      if (run !== undefined) assert.ok(runs.has(run), event.id);
    }
  });

  it('repeats only what a life told before it was killed, once per life and of the same happening', () => {
    const first = new Map<string, (typeof told)[number]>();
    for (const line of told) {
      const before = first.get(line.event.id);
      if (before !== undefined) {
        assert.notEqual(before.life, line.life, `${line.event.id} twice in one life`);
        assert.deepEqual(happening(line), happening(before));
      }
      first.set(line.event.id, line);
    }
  });

  it('finds its position whole each time, and begins anew never', () => {
    assert.deepEqual(
      killed.lines.filter(({ notice, error }) => notice !== undefined || error !== undefined),
      [],
    );
  });
});
