import assert from 'node:assert/strict';
import { setImmediate, setTimeout } from 'node:timers/promises';

import type { Outcome, Simulator } from '../../simulator/index.js';
import { useBench } from '../support/nas.js';
import { useNodeRed } from '../support/node-red.js';
import { until } from '../support/until.js';
import { readExample, type RunningExample, startExample } from './support/example.js';

const TASK = 'SYNO.ActiveBackup.Task';
const VERSION = 'SYNO.ActiveBackup.Version';
const LOG = 'SYNO.ActiveBackup.Log';
const OVERVIEW = 'SYNO.ActiveBackup.Overview';
const HOUR = 3_600_000;
const ERRORS = 'error: code and what to do';

/** A NAS on which backups run only when a test says so: the night begins 10 hours ago. */
const quiet = { size: { tasks: 4, scheduled: false, historyDays: 1 }, speed: 0 };

function nightBegins() {
  return { ...quiet, startAt: Date.now() - 10 * HOUR };
}

/** Lets a task back up, and time go by until it has ended like this. */
function backUp(nas: Simulator, taskId: number, outcome: Outcome): void {
  nas.world.nextOutcome(taskId, { outcome, durationSeconds: 60 });
  nas.world.startBackup([taskId]);
  nas.clock.advance(600_000);
  nas.world.advance();
}

/** Waits until what is on its way between nodes has arrived: from one to the next it takes a turn of the event loop. */
async function passedOn(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

function injectNamed(file: string, name: string) {
  return readExample(file).find((node) => node.type === 'inject' && node.name === name);
}

describe('the recipe "nightly report"', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();
  const file = 'recipe-nightly-report.json';
  const report = async (nas: Simulator) => {
    const example = await startExample(nodeRed, file, nas);
    example.click('Every day at 07:00');
    return example.next('send from here');
  };

  it('comes every morning at 7', () => {
    assert.equal(injectNamed(file, 'Every day at 07:00')?.['crontab'], '00 07 * * *');
  });

  it('says how many backups ended, how many of them well, and which did not', async () => {
    const nas = await startNas(nightBegins());
    backUp(nas, 1, 'success');
    backUp(nas, 2, 'failed');
    backUp(nas, 3, 'success');
    backUp(nas, 4, 'partial');
    const { payload, topic } = await report(nas);
    assert.equal(topic, 'Backups without success: 2 of 4');
    const [first, ...others] = String(payload).split('\n');
    assert.equal(first, 'Backups of the last 24 hours: 4, with success: 2');
    assert.deepEqual(
      others.map((line) => line.replace(/, \d{4}-.*Z$/, '')),
      ['- File server 4: partial_success', '- Server 2: fail'],
    );
  });

  it('says so when all is well, and names no task', async () => {
    const nas = await startNas(nightBegins());
    backUp(nas, 1, 'success');
    const { payload, topic } = await report(nas);
    assert.equal(topic, 'Backups: all well');
    assert.equal(payload, 'Backups of the last 24 hours: 1, with success: 1');
  });

  it('names a task by its id where the NAS gives no name, and says when it began where it gives no end', async () => {
    const example = await startExample(nodeRed, file, await startNas(nightBegins()));
    const startedAt = '2026-01-01T00:00:00Z';
    example.give('change', 'write the report', [
      { taskId: 7, taskName: null, outcome: 'fail', startedAt, endedAt: null },
    ]);
    const { payload } = await example.next('send from here');
    assert.equal(String(payload).split('\n')[1], `- task 7: fail, ${startedAt}`);
  });

  it('comes also when there was no backup', async () => {
    const { payload, topic } = await report(await startNas(nightBegins()));
    assert.equal(topic, 'Backups: none last night');
    assert.equal(payload, 'Backups of the last 24 hours: 0, with success: 0');
  });
});

describe('the recipe "retry failed backups"', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();
  const file = 'recipe-retry-failed.json';
  const start = (nas: Simulator) => startExample(nodeRed, file, nas);
  const retried = (nas: Simulator) =>
    nas.journal.calls(TASK, 'backup').map(({ parameters }) => parameters['task_ids']);

  /** Triggers it and waits until it has read the history and could have done something about it. */
  async function trigger(example: RunningExample): Promise<void> {
    example.click('Every day at 06:00');
    await example.looked();
    await passedOn();
  }

  async function retriesOf(nas: Simulator, count: number): Promise<unknown[]> {
    return until(`${count} retries`, 5, () => {
      const found = retried(nas);
      return found.length >= count ? found : undefined;
    });
  }

  it('comes every morning at 6', () => {
    assert.equal(injectNamed(file, 'Every day at 06:00')?.['crontab'], '00 06 * * *');
  });

  it('starts each task once whose newest backup failed, and leaves alone which has succeeded since', async () => {
    const nas = await startNas(nightBegins());
    backUp(nas, 1, 'failed');
    backUp(nas, 1, 'failed');
    backUp(nas, 2, 'failed');
    backUp(nas, 2, 'success');
    backUp(nas, 3, 'success');
    backUp(nas, 4, 'failed');
    const example = await start(nas);
    await trigger(example);
    assert.deepEqual((await retriesOf(nas, 2)).sort(), [[1], [4]]);
    nas.clock.advance(600_000);
    const outcomes = [await example.next('outcome'), await example.next('outcome')];
    assert.deepEqual(
      outcomes.map(({ payload }) => (payload as unknown[]).length),
      [1, 1],
    );
    assert.equal(retried(nas).length, 2);
  });

  it('does not retry a task twice, though the retry fails as well and it is triggered again', async () => {
    const nas = await startNas(nightBegins());
    backUp(nas, 1, 'failed');
    const example = await start(nas);
    nas.world.nextOutcome(1, { outcome: 'failed', durationSeconds: 60 });
    await trigger(example);
    await retriesOf(nas, 1);
    nas.clock.advance(600_000);
    const { payload } = await example.next('outcome');
    assert.equal((payload as { outcome: string }[])[0]?.outcome, 'fail');
    // A second task fails: that it is retried shows that the trigger was followed to its end.
    backUp(nas, 2, 'failed');
    await trigger(example);
    assert.deepEqual(await retriesOf(nas, 2), [[1], [2]]);
  });

  it('does not retry a task twice when it is triggered twice at once', async () => {
    const nas = await startNas(nightBegins());
    backUp(nas, 1, 'failed');
    const example = await start(nas);
    example.click('Every day at 06:00');
    example.click('Every day at 06:00');
    await retriesOf(nas, 1);
    nas.clock.advance(600_000);
    await example.next('outcome');
    assert.deepEqual(retried(nas), [[1]]);
  });

  it('retries the others when one of the failed tasks does not exist any more', async () => {
    const nas = await startNas(nightBegins());
    backUp(nas, 1, 'failed');
    backUp(nas, 2, 'failed');
    nas.world.removeTask(2);
    nas.clock.advance(600_000);
    nas.world.advance();
    const example = await start(nas);
    await trigger(example);
    assert.deepEqual(await retriesOf(nas, 1), [[1]]);
  });

  it('leaves alone what the NAS gives no id for, and retries the others', async () => {
    const nas = await startNas(nightBegins());
    const example = await start(nas);
    example.give('function', 'failed, once each', [
      { taskId: null, outcome: 'fail' },
      { taskId: 1, outcome: 'fail' },
    ]);
    assert.deepEqual(await retriesOf(nas, 1), [[1]]);
    assert.deepEqual(example.seen(ERRORS), []);
  });

  it('does not take the tasks of two NAS for each other', async () => {
    const nas = await startNas(nightBegins());
    const example = await start(nas);
    for (const session of ['attic', 'cellar'])
      example.give('function', 'failed, once each', [{ taskId: 1, outcome: 'fail' }], session);
    const areBoth = () => {
      nas.clock.advance(600_000);
      return example.seen('outcome').length === 2 || undefined;
    };
    await until('both outcomes', 10, areBoth);
  });

  it('starts nothing when nothing failed', async () => {
    const nas = await startNas(nightBegins());
    backUp(nas, 1, 'success');
    const example = await start(nas);
    await trigger(example);
    backUp(nas, 2, 'failed');
    await trigger(example);
    assert.deepEqual(await retriesOf(nas, 1), [[2]]);
  });
});

describe('the recipe "keep the newest versions"', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();
  const file = 'recipe-keep-newest-versions.json';
  const taskId = 1;

  const armed = { armed: true, dryRun: false };
  /** What the recipe says one has to add in order to arm it. */
  const confirming = () => {
    const node = readExample(file).find(({ name }) => name === 'beyond the newest');
    const rules = [
      ...(node?.['rules'] as object[]),
      { t: 'set', p: 'confirm', pt: 'msg', to: 'doomed', tot: 'msg' },
    ];
    return { 'beyond the newest': { rules } };
  };
  const deletions = (nas: Simulator) =>
    nas.journal.calls(VERSION, 'delete').map(({ parameters }) => parameters['version_ids']);

  /** A NAS whose first task has more than so many versions; `beyond` gives the unlocked ones after the newest. */
  async function startWith(count: number) {
    const nas = await startNas({ size: 'demo', speed: 0 });
    nas.world.advance();
    const versions = [...nas.world.versions.of(nas.world.task(taskId))].sort((a, b) => b.id - a.id);
    const beyond = (newest: number) =>
      versions.slice(newest).flatMap(({ id, locked }) => (locked ? [] : [id]));
    assert.ok(beyond(count).length > 0);
    return { nas, beyond, total: versions.length };
  }

  it('is not armed, and rehearses', () => {
    const node = readExample(file).find(({ type }) => type === 'abb-delete-versions');
    assert.equal(node?.['armed'], false);
    assert.equal(node['dryRun'], true);
  });

  it('shows the versions beyond the newest 5, and deletes nothing', async () => {
    const { nas, beyond } = await startWith(5);
    const example = await startExample(nodeRed, file, nas);
    example.click('Clean up');
    const { payload } = await example.next('would be deleted');
    const { dryRun, versions } = payload as { dryRun: boolean; versions: { id: number }[] };
    assert.equal(dryRun, true);
    assert.deepEqual(
      versions.map(({ id }) => id),
      beyond(5),
    );
    assert.deepEqual(deletions(nas), []);
  });

  it('deletes exactly those when it is armed as its comment says', async () => {
    const { nas, beyond } = await startWith(5);
    const edits = { 'abb-delete-versions': armed, ...confirming() };
    const example = await startExample(nodeRed, file, nas, edits);
    example.click('Clean up');
    await example.next('would be deleted');
    assert.deepEqual(deletions(nas), [beyond(5)]);
  });

  it('deletes nothing when it is armed without the second key', async () => {
    const { nas } = await startWith(5);
    const example = await startExample(nodeRed, file, nas, { 'abb-delete-versions': armed });
    example.click('Clean up');
    const { error } = await example.next(ERRORS);
    assert.equal(error?.code, 'ABB_NOT_CONFIRMED');
    assert.deepEqual(deletions(nas), []);
  });

  it('says that there is nothing to delete when there are not more than that', async () => {
    const { nas, total } = await startWith(5);
    const example = await startExample(nodeRed, file, nas, keeping(total));
    example.click('Clean up');
    await example.next('nothing to delete');
    assert.equal(nas.journal.calls(VERSION).length, 1);
  });

  it('keeps the newest version, whatever it is told', async () => {
    const { nas, beyond } = await startWith(5);
    const example = await startExample(nodeRed, file, nas, keeping(0));
    example.click('Clean up');
    const { payload } = await example.next('would be deleted');
    const { versions } = payload as { versions: { id: number }[] };
    assert.deepEqual(
      versions.map(({ id }) => id),
      beyond(1),
    );
  });

  /** The first change node, told to keep so many versions. */
  function keeping(count: number) {
    const node = readExample(file).find(({ name }) => name === 'which task, how many');
    const rules = (node?.['rules'] as { p: string; to: string }[]).map((rule) =>
      rule.p === 'keep' ? { ...rule, to: String(count) } : rule,
    );
    return { 'which task, how many': { rules } };
  }
});

describe('the recipe "notify on failure"', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();
  const file = 'recipe-notify.json';
  const fromNow = { 'abb-watch': { start: 'now' } };

  /** Makes the watch look, and waits until what it has told has gone through the flow. */
  async function look(example: RunningExample): Promise<void> {
    example.click('Look now');
    await example.looked();
    await passedOn();
  }

  it('reminds every morning at 8', () => {
    assert.equal(injectNamed(file, 'Every day at 08:00')?.['crontab'], '00 08 * * *');
  });

  it('tells a failure once, reminds of it, and tells when all is well again', async () => {
    const nas = await startNas(nightBegins());
    const name = `${nas.world.task(1).name} (${nas.host})`;
    const example = await startExample(nodeRed, file, nas, fromNow);
    await look(example);
    backUp(nas, 1, 'failed');
    await look(example);
    assert.equal((await example.next('send from here'))['topic'], `Backup: ${name}`);
    backUp(nas, 1, 'failed');
    await look(example);
    example.click('Every day at 08:00');
    assert.equal((await example.next('send from here'))['topic'], 'Backups that still need you: 1');
    backUp(nas, 1, 'success');
    await look(example);
    assert.equal((await example.next('send from here'))['topic'], `Well again: ${name}`);
    example.click('Every day at 08:00');
    await look(example);
    assert.equal(example.seen('send from here').length, 3);
  });

  it('does not take the tasks and devices of two NAS for each other, and says which it speaks of', async () => {
    const example = await startExample(nodeRed, file, await startNas(nightBegins()));
    const tell = (session: string, event: string, about: object) => {
      const payload = { event, session, task: null, device: null, at: '2026-01-01T00:00:00Z', ...about };
      example.give('function', 'news only', payload);
    };
    const next = async () => (await example.next('send from here'))['topic'];
    const ofTask = (name: string) => ({ task: { id: 8, name } });
    const ofDevice = (name: string) => ({ device: { id: 8, name } });

    tell('attic', 'backup.failed', ofTask('PCs of the attic'));
    assert.equal(await next(), 'Backup: PCs of the attic (attic)');
    tell('cellar', 'backup.failed', ofTask('PCs of the cellar'));
    assert.equal(await next(), 'Backup: PCs of the cellar (cellar)');
    tell('attic', 'device.overdue', ofDevice('anna'));
    assert.equal(await next(), 'Backup: anna (attic)');
    tell('cellar', 'device.overdue', ofDevice('bert'));
    assert.equal(await next(), 'Backup: bert (cellar)');

    tell('cellar', 'backup.succeeded', ofTask('PCs of the cellar'));
    assert.equal(await next(), 'Well again: PCs of the cellar (cellar)');
    tell('cellar', 'device.recovered', { ...ofDevice('bert'), health: { state: 'ok', reason: '' } });
    assert.equal(await next(), 'Well again: bert (cellar)');
    example.click('Every day at 08:00');
    const { topic, payload } = await example.next('send from here');
    assert.equal(topic, 'Backups that still need you: 2');
    assert.match(String(payload), /^PCs of the attic \(attic\): .*\nanna \(attic\): /);
  });

  it('does not call well again what is only not expected now', async () => {
    const nas = await startNas({ ...quiet, startAt: Date.now() - 33 * 24 * HOUR });
    const task = nas.world.addTask({ name: 'Laptop of Anna', backupType: 2, dailyAtHour: 20 });
    const [deviceId = 0] = task.deviceIds;
    nas.world.setDeviceOnline(deviceId, true);
    nas.clock.advance(28 * 24 * HOUR);
    nas.world.setDeviceOnline(deviceId, false);
    nas.clock.advance(5 * 24 * HOUR);
    const example = await startExample(nodeRed, file, nas, fromNow);
    await look(example);
    const { topic } = await example.next('send from here');
    nas.world.changeTask(task.id, { schedule: { ...task.schedule, enabled: false } });
    await look(example);
    const device = String(topic).replace('Backup: ', '');
    assert.equal((await example.next('send from here'))['topic'], `Not overdue any more: ${device}`);
  });

  it('forgets a failed task that is deleted, without calling it well again', async () => {
    const nas = await startNas(nightBegins());
    const example = await startExample(nodeRed, file, nas, fromNow);
    await look(example);
    backUp(nas, 1, 'failed');
    await look(example);
    await example.next('send from here');
    nas.world.removeTask(1);
    nas.clock.advance(600_000);
    nas.world.advance();
    await look(example);
    example.click('Every day at 08:00');
    await setTimeout(200);
    assert.deepEqual(
      example
        .seen('send from here')
        .map(({ topic }) => topic)
        .slice(1),
      [],
    );
  });
});

describe('the recipe "back up when online"', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();
  const file = 'recipe-backup-when-online.json';
  const often = { 'abb-watch': { start: 'now', idle: 0.1, busy: 0.1 } };
  const started = (nas: Simulator) =>
    nas.journal.calls(TASK, 'backup').map(({ parameters }) => parameters['task_ids']);

  /** A PC comes online while the recipe is at work. */
  async function comesOnline(nas: Simulator, deviceId: number): Promise<RunningExample> {
    nas.world.setDeviceOnline(deviceId, false);
    const example = await startExample(nodeRed, file, nas, often);
    await until('a first look', 10, () =>
      nas.journal.calls(LOG, 'list_result').length > 3 ? true : undefined,
    );
    nas.world.setDeviceOnline(deviceId, true);
    return example;
  }

  /** A PC of one task comes online that was backed up so many hours ago, or never, and whose next backup ends so. */
  async function start(outcome: Outcome, hoursAgo?: number) {
    const nas = await startNas({ ...quiet, startAt: Date.now() - 30 * HOUR });
    const task = nas.world.addTask({ name: 'Laptop of Anna', backupType: 2 });
    nas.clock.advance((30 - (hoursAgo ?? 0)) * HOUR - 600_000);
    if (hoursAgo !== undefined) backUp(nas, task.id, 'success');
    nas.clock.advance((hoursAgo ?? 0) * HOUR);
    nas.world.nextOutcome(task.id, { outcome, durationSeconds: 5 });
    const example = await comesOnline(nas, task.deviceIds[0] ?? 0);
    return { nas, task, example };
  }

  /** Waits until the recipe has asked how old the backups are. */
  async function judged(nas: Simulator): Promise<void> {
    const asked = () => nas.journal.calls(OVERVIEW, 'list_device_transfer_size').length > 0;
    await until('the ages to be asked for', 10, () => (asked() ? true : undefined));
  }

  it('backs up a PC that comes online, and then says that it may be shut down', async () => {
    const { nas, task, example } = await start('success');
    await until('the backup', 10, () => (started(nas).length > 0 ? true : undefined));
    nas.clock.advance(600_000);
    const { event } = await example.next('shut down from here');
    assert.deepEqual(started(nas), [[task.id]]);
    assert.equal((event as { task: { id: number } }).task.id, task.id);
  });

  it('does not say so when the backup failed', async () => {
    const { nas, example } = await start('failed');
    await until('the backup', 10, () => (started(nas).length > 0 ? true : undefined));
    nas.clock.advance(600_000);
    await example.next('outcome');
    await setTimeout(200);
    assert.deepEqual(example.seen('shut down from here'), []);
  });

  it('leaves a PC alone that was backed up within 20 hours', async () => {
    const { nas, example } = await start('success', 19);
    await judged(nas);
    await setTimeout(300);
    assert.deepEqual(started(nas), []);
    assert.deepEqual(example.seen(ERRORS), []);
  });

  it('backs up a PC whose last success is older than 20 hours', async () => {
    const { nas, task } = await start('success', 21);
    await until('the backup', 10, () => (started(nas).length > 0 ? true : undefined));
    assert.deepEqual(started(nas), [[task.id]]);
  });

  it('backs up a PC that last night had to do without, though its task succeeded', async () => {
    const nas = await startNas(nightBegins());
    const task = nas.world.addTask({ name: 'PCs', backupType: 2, hostNames: ['anna', 'bert'] });
    const [anna = 0, bert = 0] = task.deviceIds;
    nas.world.fleet.addTask({ ...task, deviceIds: [bert] });
    backUp(nas, task.id, 'success');
    nas.world.fleet.addTask(task);
    await comesOnline(nas, anna);
    await until('the backup', 10, () => (started(nas).length > 0 ? true : undefined));
    assert.deepEqual(started(nas), [[task.id]]);
  });

  describe('with a PC that two tasks have', () => {
    async function startWithTwo(first: Outcome, second: Outcome) {
      const nas = await startNas(nightBegins());
      const system = nas.world.addTask({ name: 'Laptop: system', backupType: 2 });
      const data = { ...system, id: nas.world.fleet.nextTaskId, name: 'Laptop: data' };
      nas.world.fleet.addTask(data);
      nas.world.nextOutcome(system.id, { outcome: first, durationSeconds: 5 });
      nas.world.nextOutcome(data.id, { outcome: second, durationSeconds: 5 });
      const example = await comesOnline(nas, system.deviceIds[0] ?? 0);
      await until('two backups', 10, () => (started(nas).flat().length > 1 ? true : undefined));
      assert.deepEqual(new Set(started(nas).flat()), new Set([system.id, data.id]));
      nas.clock.advance(600_000);
      const { payload } = await example.next('outcome');
      assert.equal((payload as unknown[]).length, 2);
      return example;
    }

    it('runs both, and then says that it may be shut down', async () => {
      const example = await startWithTwo('success', 'success');
      const { event } = await example.next('shut down from here');
      assert.equal((event as { task: unknown }).task, null);
    });

    it('does not say so when one of them failed', async () => {
      const example = await startWithTwo('success', 'failed');
      await setTimeout(200);
      assert.deepEqual(example.seen('shut down from here'), []);
    });
  });

  it('backs up nothing, and says so, when the NAS has no such PC', async () => {
    const nas = await startNas(nightBegins());
    const example = await startExample(nodeRed, file, nas);
    example.click('Pretend that a PC came online');
    const { event } = await example.next('no task has this PC');
    assert.equal((event as { device: { id: number } }).device.id, 11);
    await setTimeout(200);
    assert.deepEqual(started(nas), []);
    assert.deepEqual(example.seen(ERRORS), []);
  });
});
