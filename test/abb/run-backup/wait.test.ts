import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import type { NextOutcome, Simulator } from '../../../simulator/index.js';
import { AbbError } from '../../../src/dsm/errors.js';
import { type ActiveBackup, operations, type RunOutcome, type RunProgress } from '../../../src/index.js';
import { useBackupBench } from '../../support/backup.js';
import { forEachDialect } from '../../support/dialects.js';
import { failure, loginsOf } from '../../support/nas.js';

const TASK = 'SYNO.ActiveBackup.Task';
const HOUR = 3_600_000;
const patience = { pollMs: 15, startWithinMs: 300 };
const limits = { retryPausesMs: [] };

forEachDialect('waiting for backups', (dialect) => {
  const { startNas, newBackup } = useBackupBench(dialect);

  /** A wait that a test can watch: what was reported, and how often the NAS has been looked at. */
  function wait(nas: Simulator, given: object, backup: ActiveBackup = newBackup(nas, { limits })) {
    const reported: RunProgress[] = [];
    const done = backup
      .run(
        operations.runBackup,
        { wait: true, ...given },
        { patience, onProgress: (news) => reported.push(news) },
      )
      .then(({ result }) => result as readonly RunOutcome[]);
    // Who does not await it at once still gets its failure, later.
    done.catch(() => undefined);
    return { reported, done };
  }

  function plan(nas: Simulator, taskId: number, next: Partial<NextOutcome> = {}): void {
    nas.world.nextOutcome(taskId, { outcome: 'success', durationSeconds: 100, ...next });
  }

  /** Waits until the NAS has been looked at so many times since the backup was started. */
  async function looks(nas: Simulator, count: number): Promise<void> {
    const seen = () => {
      const calls = nas.journal.calls(TASK);
      const start = calls.findLastIndex(({ method, code }) => method === 'backup' && code !== undefined);
      return start < 0
        ? -1
        : calls.slice(start).filter(({ code, method }) => method === 'list' && code === 0).length;
    };
    await waitUntil(() => seen() >= count);
  }

  /** Waits until the answer to the start has arrived. */
  async function started(nas: Simulator): Promise<void> {
    const answered = () =>
      nas.journal.calls(TASK, 'backup').some(({ request }) => request.answeredAt !== undefined);
    await waitUntil(answered);
    await pause(50);
  }

  for (const [planned, expected] of [
    ['success', 'success'],
    ['partial', 'partial_success'],
    ['failed', 'fail'],
    ['no_backup', 'no_backup'],
  ] as const) {
    it(`tells how a backup ended: ${expected}`, async () => {
      const nas = await startNas();
      plan(nas, 1, { outcome: planned });
      const { done } = wait(nas, { taskIds: 1 });
      await looks(nas, 2);
      nas.clock.advance(200_000);
      const [outcome, ...more] = await done;
      assert.deepEqual(more, []);
      assert.equal(outcome?.outcome, expected);
      assert.deepEqual(outcome.task, { id: 1, name: nas.world.task(1).name });
      assert.equal(outcome.alreadyRunning, false);
      assert.ok(outcome.result);
      assert.equal(outcome.result.id, nas.world.results.newestBackup(1)?.id);
      assert.equal(outcome.result.outcome, expected);
      assert.equal(outcome.result.action, 'backup');
      assert.ok(outcome.waitedSeconds >= 0 && outcome.waitedSeconds < 20);
    });
  }

  it('tells of a backup that somebody cancels', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 2);
    nas.clock.advance(10_000);
    nas.world.cancelBackup([1]);
    await looks(nas, 4);
    nas.clock.advance(10_000);
    assert.equal((await done)[0]?.outcome, 'cancel');
  });

  it('does not take an older result for that of this run', async () => {
    const nas = await startNas();
    plan(nas, 1, { outcome: 'failed' });
    nas.world.startBackup([1]);
    nas.clock.advance(200_000);
    nas.world.advance();
    const older = nas.world.results.newestBackup(1)?.id ?? 0;
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 3);
    nas.clock.advance(200_000);
    const [outcome] = await done;
    assert.equal(outcome?.outcome, 'success');
    assert.ok((outcome.result?.id ?? 0) > older);
  });

  it('sees a backup that begins and ends between two looks', async () => {
    const nas = await startNas();
    plan(nas, 1, { durationSeconds: 0 });
    const { done, reported } = wait(nas, { taskIds: 1 });
    await looks(nas, 0);
    nas.clock.advance(1000);
    assert.equal((await done)[0]?.outcome, 'success');
    assert.ok(reported.every(({ state }) => state === 'running'));
  });

  it('sees the backup behind a purge that follows it at once', async () => {
    const nas = await startNas();
    nas.world.changeTask(1, { retention: { keepAll: false, keepVersions: 1, keepDays: 0 } });
    plan(nas, 1, { durationSeconds: 0 });
    nas.world.startBackup([1]);
    nas.clock.advance(2000);
    plan(nas, 1, { durationSeconds: 0 });
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 0);
    nas.clock.advance(2000);
    nas.world.runPurge(1);
    nas.clock.advance(60_000);
    nas.world.advance();
    assert.notEqual(nas.world.results.newestJob(1)?.action, 1);
    const [outcome] = await done;
    assert.equal(outcome?.outcome, 'success');
    assert.equal(outcome.result?.id, nas.world.results.newestBackup(1)?.id);
  });

  /** While the NAS cannot be asked, our run is cancelled and another one begins; answers the result of ours. */
  async function overtaken(nas: Simulator, next: Partial<NextOutcome>) {
    nas.reboot({ bootMilliseconds: 60_000 });
    await pause(2 * patience.pollMs);
    nas.world.cancelBackup([1]);
    nas.clock.advance(10_000);
    nas.world.advance();
    const ours = nas.world.results.newestBackup(1);
    plan(nas, 1, next);
    nas.world.startBackup([1]);
    return ours;
  }

  it('tells of the run that it has started, not of one that somebody has started since', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 2);
    const ours = await overtaken(nas, { durationSeconds: 50 });
    nas.clock.advance(100_000);
    nas.world.advance();
    assert.notEqual(nas.world.results.newestBackup(1)?.id, ours?.id);
    nas.reboot();
    const [outcome] = await done;
    assert.equal(outcome?.outcome, 'cancel');
    assert.equal(outcome.result?.id, ours?.id);
  });

  it('knows that its run has ended also while a later one is under way', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 2);
    await overtaken(nas, { durationSeconds: 100_000 });
    nas.reboot();
    assert.equal((await done)[0]?.outcome, 'cancel');
    assert.notEqual(nas.world.runs.of(1), undefined);
  });

  for (const [why, code, planned, expected] of [
    ['the account may not see the history', 105, 'failed', 'fail'],
    ['the history is not to be had', 1031, 'partial', 'partial_success'],
  ] as const) {
    it(`knows how a run ended from the task itself where ${why}`, async () => {
      const nas = await startNas();
      nas.faults.add({ kind: 'code', code, api: 'SYNO.ActiveBackup.Log', times: Infinity });
      plan(nas, 1, { outcome: planned });
      const { done } = wait(nas, { taskIds: 1 });
      await looks(nas, 2);
      nas.clock.advance(200_000);
      assert.equal((await done)[0]?.outcome, expected);
    });
  }

  it('reports one that never begins', async () => {
    const nas = await startNas();
    plan(nas, 1, { neverStarts: true });
    const [outcome] = await wait(nas, { taskIds: 1 }).done;
    assert.equal(outcome?.outcome, 'not_started');
    assert.equal(outcome.result, null);
  });

  it('waits for one that runs already, and does not send it again', async () => {
    const nas = await startNas();
    plan(nas, 1);
    nas.world.startBackup([1]);
    const { done, reported } = wait(nas, { taskIds: 1 });
    await waitUntil(() => reported.length > 0);
    assert.equal(nas.journal.calls(TASK, 'backup').length, 0);
    nas.clock.advance(200_000);
    const [outcome] = await done;
    assert.equal(outcome?.alreadyRunning, true);
    assert.equal(outcome.outcome, 'success');
  });

  it('ends after the time that it was given, and the backup goes on', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const [outcome] = await wait(nas, { taskIds: 1, timeout: 1 }).done;
    assert.equal(outcome?.outcome, 'timeout');
    assert.equal(outcome.result, null);
    assert.ok(outcome.waitedSeconds >= 1 && outcome.waitedSeconds < 10);
    assert.notEqual(nas.world.runs.of(1), undefined);
    assert.equal(nas.journal.calls(TASK, 'cancel').length, 0);
  });

  it('is patient with a backup that waits for its turn', async () => {
    const nas = await startNas();
    nas.world.changeSetting('max_concurrent_devices', '1');
    plan(nas, 1);
    plan(nas, 2);
    nas.world.startBackup([1]);
    const { done, reported } = wait(nas, { taskIds: 2 });
    await looks(nas, 2);
    // Longer than a backup may take to show a sign of life.
    await pause(2 * patience.startWithinMs);
    assert.equal(nas.world.runs.of(2)?.phase, 'waiting');
    nas.clock.advance(150_000);
    await waitUntil(() => reported.at(-1)?.state === 'running');
    nas.clock.advance(150_000);
    assert.equal((await done)[0]?.outcome, 'success');
  });

  it('ends when the last of several tasks has ended, with one outcome for each, in order', async () => {
    const nas = await startNas();
    plan(nas, 1, { durationSeconds: 10 });
    plan(nas, 2, { durationSeconds: 200, outcome: 'failed' });
    plan(nas, 3, { neverStarts: true });
    const { done } = wait(nas, { taskIds: [2, 1, 3] });
    await looks(nas, 2);
    nas.clock.advance(50_000);
    await looks(nas, 6);
    nas.clock.advance(500_000);
    const outcomes = await done;
    assert.deepEqual(
      outcomes.map(({ task, outcome }) => [task.id, outcome]),
      [
        [2, 'fail'],
        [1, 'success'],
        [3, 'not_started'],
      ],
    );
  });

  it('survives an outage', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 2);
    nas.reboot({ bootMilliseconds: 2 * patience.startWithinMs, meanwhile: 'refuse' });
    await pause(patience.startWithinMs);
    nas.clock.advance(200_000);
    assert.equal((await done)[0]?.outcome, 'success');
  });

  it('survives a reboot, with its error pages and the end of its sessions', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 2);
    nas.reboot({ bootMilliseconds: 2 * patience.startWithinMs });
    await pause(patience.startWithinMs);
    nas.clock.advance(200_000);
    assert.equal((await done)[0]?.outcome, 'success');
  });

  it('survives that the package is away, as after a reboot or while it is updated', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 2);
    nas.setPackageInstalled(false);
    await waitUntil(() => nas.journal.calls(TASK, 'list').some(({ code }) => code === 102));
    nas.setPackageInstalled(true);
    nas.clock.advance(200_000);
    assert.equal((await done)[0]?.outcome, 'success');
  });

  it('survives a DSM that takes no session yet while it starts', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 2);
    const starting = nas.faults.add({ kind: 'code', code: 498, api: TASK, method: 'list', times: 4 });
    await waitUntil(() => starting.hits === 4);
    nas.clock.advance(200_000);
    assert.equal((await done)[0]?.outcome, 'success');
  });

  it('fails when DSM ends each new session at once: every look would log in again', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 2);
    nas.faults.add({ kind: 'session_end', code: 150, api: TASK, times: Infinity });
    await failure('ABB_REFUSED', done);
    assert.equal(loginsOf(nas), 2);
  });

  it('fails when the account is refused meanwhile: nobody will tell it more', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 1);
    nas.accounts.change('backup-reader', { password: 'changed' });
    nas.expireSessions();
    await failure('ABB_LOGIN', done);
    assert.equal(nas.failedLogins.length, 1);
  });

  it('ends when the caller withdraws, at once', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const withdraw = new AbortController();
    const run = newBackup(nas).run(
      operations.runBackup,
      { taskIds: 1, wait: true },
      { signal: withdraw.signal, patience: { pollMs: 60_000 } },
    );
    await started(nas);
    withdraw.abort(new AbbError('ABB_CLOSED', 'closed.node'));
    await failure('ABB_CLOSED', run);
    assert.notEqual(nas.world.runs.of(1), undefined);
  });

  for (const hours of [-20, 20]) {
    it(`does not mind a NAS whose clock is ${hours} hours off`, async () => {
      const nas = await startNas({ startAt: Date.now() + hours * HOUR });
      plan(nas, 1);
      const { done } = wait(nas, { taskIds: 1 });
      await looks(nas, 3);
      nas.clock.advance(200_000);
      const [outcome] = await done;
      assert.equal(outcome?.outcome, 'success');
      assert.equal(outcome.result?.id, nas.world.results.newestBackup(1)?.id);
    });
  }

  it('does not mind a NAS whose clock is years behind', async () => {
    const nas = await startNas({ startAt: Date.parse('2020-01-01') });
    plan(nas, 1);
    const { done } = wait(nas, { taskIds: 1 });
    await looks(nas, 3);
    nas.clock.advance(200_000);
    assert.equal((await done)[0]?.outcome, 'success');
  });

  it('reports how it comes along: each news once, never backwards', async () => {
    const nas = await startNas();
    plan(nas, 1);
    const { done, reported } = wait(nas, { taskIds: 1 });
    for (let step = 1; step <= 4; step++) {
      await looks(nas, step * 3);
      nas.clock.advance(20_000);
    }
    await looks(nas, 15);
    nas.clock.advance(200_000);
    await done;
    assert.ok(reported.length > 0);
    for (const { task, state } of reported) {
      assert.equal(task.id, 1);
      assert.equal(state, 'running');
    }
    const percents = reported.flatMap(({ progress }) => progress?.percent ?? []);
    assert.deepEqual(
      percents,
      [...new Set(percents)].sort((a, b) => a - b),
    );
    const told = nas.dialect.runningShows === 'running_task_status';
    assert.ok(!told || percents.length >= 4, String(percents));
  });
});

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}
