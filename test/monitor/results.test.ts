import assert from 'node:assert/strict';

import type { Outcome } from '../../simulator/index.js';
import { EVENT_NAMES, memoryPosition } from '../../src/monitor/index.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { names, watch, withoutRetries } from './support/watching.js';

const EVENTS = EVENT_NAMES.filter((name) => name.startsWith('backup.') && name !== 'backup.progress');

const ENDS: readonly (readonly [Outcome, string])[] = [
  ['success', 'backup.succeeded'],
  ['partial', 'backup.partial'],
  ['failed', 'backup.failed'],
  ['cancelled', 'backup.cancelled'],
  ['no_backup', 'backup.skipped'],
];

forEachDialect('a watch of backups', (dialect) => {
  const bench = useBackupBench(dialect);
  const { startNas } = bench;
  const results = { events: EVENTS };

  it('tells nothing of what ended before it began', async () => {
    const nas = await startNas();
    const { events } = await watch(bench, nas, results);
    assert.deepEqual(events, []);
  });

  for (const [outcome, name] of ENDS) {
    it(`tells that a backup began and ended, with ${name}, though no poll has seen it run`, async () => {
      const nas = await startNas();
      const { after } = await watch(bench, nas, results);
      nas.world.nextOutcome(1, { outcome, durationSeconds: 5 });
      nas.world.startBackup([1]);
      const told = await after(60);
      assert.deepEqual(names(told), ['backup.started', name]);
      assert.deepEqual(await after(60), []);
    });
  }

  it('tells the end of a backup that ran when it began, and not its start', async () => {
    const nas = await startNas();
    nas.world.nextOutcome(2, { outcome: 'success', durationSeconds: 600 });
    nas.world.startBackup([2]);
    const { after } = await watch(bench, nas, results);
    assert.deepEqual(await after(60), []);
    assert.deepEqual(names(await after(900)), ['backup.succeeded']);
  });

  it('tells the start of the next run where the row of the one that ran when it began was wiped', async function () {
    const nas = await startNas();
    // Nothing tells the two apart where runs are not listed.
    if (nas.dialect.runningShows === 'status_filter') this.skip();
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 60 });
    nas.world.startBackup([1]);
    nas.world.clearHistory();
    const { after } = await watch(bench, nas, results);
    nas.clock.advance(120_000);
    for (const [task, durationSeconds] of [
      [1, 5],
      [2, 600],
    ] as const) {
      nas.world.nextOutcome(task, { outcome: 'success', durationSeconds });
      nas.world.startBackup([task]);
      nas.clock.advance(30_000);
    }
    const told = await after(1);
    const starts = told.filter(({ event }) => event === 'backup.started').map(({ task }) => task?.id);
    assert.deepEqual(starts, [1, 2]);
  });

  it('tells of several runs of a task between two polls, each once and in order', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, results);
    for (const outcome of ['failed', 'success'] as const) {
      nas.world.nextOutcome(1, { outcome, durationSeconds: 5 });
      nas.world.startBackup([1]);
      nas.clock.advance(60_000);
    }
    const told = await after(1);
    assert.deepEqual(names(told), ['backup.started', 'backup.failed', 'backup.started', 'backup.succeeded']);
    assert.equal(new Set(told.map(({ id }) => id)).size, 4);
  });

  it('finds the end of a run that began before one that ended first', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, results);
    nas.world.nextOutcome(1, { outcome: 'failed', durationSeconds: 600 });
    nas.world.startBackup([1]);
    await after(1);
    nas.world.nextOutcome(2, { outcome: 'success', durationSeconds: 10 });
    nas.world.startBackup([2]);
    await after(30);
    const told = await after(900);
    assert.ok(names(told).includes('backup.failed'));
  });

  it('finds the end of a run behind hundreds of later ones, also where DSM does not look up a result', async () => {
    const nas = await startNas({ size: { tasks: 2, historyDays: 3, scheduled: false } });
    const { after } = await watch(bench, nas, results);
    nas.world.nextOutcome(1, { outcome: 'failed', durationSeconds: 90_000 });
    nas.world.startBackup([1]);
    await after(1);
    for (let round = 0; round < 600; round++) {
      nas.world.nextOutcome(2, { outcome: 'success', durationSeconds: 5 });
      nas.world.startBackup([2]);
      nas.clock.advance(60_000);
      nas.world.advance();
      if (round % 200 === 0) await after(0);
    }
    assert.ok(!names(await after(0)).includes('backup.failed'));
    assert.equal(names(await after(90_000)).at(-1), 'backup.failed');
    assert.deepEqual(await after(60), []);
  });

  it('tells the end of what ran when it began, though all that the history holds is younger', async () => {
    const nas = await startNas({ size: 'empty' });
    const [long = 0, short = 0] = ['A', 'B'].map((name) => nas.world.addTask({ name }).id);
    for (const [id, durationSeconds] of [
      [long, 600],
      [short, 1],
    ] as const) {
      nas.world.nextOutcome(id, { outcome: 'success', durationSeconds });
      nas.world.startBackup([id]);
      nas.clock.advance(5000);
      nas.world.advance();
    }
    const { after } = await watch(bench, nas, results);
    const told = await after(1200);
    assert.deepEqual(
      told.filter(({ event }) => event === 'backup.succeeded').map(({ task }) => task?.id),
      [long],
    );
  });

  it('goes on where it stopped, with everything that happened meanwhile', async () => {
    const nas = await startNas({ size: { tasks: 100, historyDays: 3, scheduled: false } });
    const position = memoryPosition();
    const first = await watch(bench, nas, { ...results, position });
    await first.watcher.close();
    for (let round = 0; round < 2; round++) {
      for (let task = 1; task <= 100; task++) {
        nas.world.nextOutcome(task, { outcome: 'success', durationSeconds: 5 });
        nas.world.startBackup([task]);
      }
      nas.clock.advance(3_600_000);
      nas.world.advance();
    }
    const second = await watch(bench, nas, { ...results, position });
    const count = (name: string) => names(second.events).filter((found) => found === name).length;
    assert.equal(count('backup.started'), 200);
    assert.equal(count('backup.succeeded'), 200);
    assert.deepEqual(await second.after(60), []);
  });

  it('does not take for running what the NAS was too busy to say, and tells the next run from its start', async () => {
    const nas = await startNas();
    const { after, events } = await watch(withoutRetries(bench), nas, {
      events: ['backup.progress', ...EVENTS],
    });
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 100 });
    nas.world.startBackup([1]);
    await after(80);
    nas.faults.add({
      kind: 'code',
      code: 117,
      times: Infinity,
      api: 'SYNO.ActiveBackup.Task',
      method: 'list',
    });
    await after(60);
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 100 });
    nas.world.startBackup([1]);
    await after(10);
    nas.faults.clear();
    await after(300);
    assert.deepEqual(
      names(events).filter((name) => name !== 'backup.progress'),
      ['backup.started', 'backup.succeeded', 'backup.started', 'backup.succeeded'],
    );
    const [, second] = [...new Set(events.map(({ result }) => result?.id))];
    const early = events.filter(({ event, result }) => event === 'backup.progress' && result?.id === second);
    assert.deepEqual(
      early.filter(({ progress }) => (progress?.percent ?? 0) > 70),
      [],
    );
  });

  it('tells what ended within the last hours where it is told to begin there', async () => {
    // Without a key of the usual size the NAS can still tell the time, and is quicker.
    const nas = await startNas({ encryptionBits: 1024 });
    nas.world.nextOutcome(1, { outcome: 'failed', durationSeconds: 5 });
    nas.world.startBackup([1]);
    nas.clock.advance(3_600_000);
    const { events } = await watch(bench, nas, { ...results, start: { hours: 2 } });
    assert.deepEqual(names(events).slice(-2), ['backup.started', 'backup.failed']);
  });
});
