import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import type { Simulator } from '../../simulator/index.js';
import { memoryPosition, Monitor, type WatcherOptions } from '../../src/monitor/index.js';
import { useBackupBench } from '../support/backup.js';
import { until } from '../support/until.js';

describe('a monitor that polls by itself', () => {
  const bench = useBackupBench();
  const monitors: Monitor[] = [];

  afterEach(() => Promise.all(monitors.splice(0).map((monitor) => monitor.close())));

  function monitorOf(nas: Simulator): Monitor {
    const monitor = new Monitor(bench.newBackup(nas), { automatic: true });
    monitors.push(monitor);
    return monitor;
  }

  function watcher(changes: Partial<WatcherOptions> = {}): WatcherOptions {
    const events = ['backup.failed'] as const;
    return {
      position: memoryPosition(),
      idleMs: 40,
      busyMs: 20,
      events,
      onEvent: () => undefined,
      ...changes,
    };
  }

  const looks = (nas: Simulator) => nas.journal.calls('SYNO.ActiveBackup.Log', 'list_result').length;

  it('does so while somebody watches, and stops with the last who does', async () => {
    const nas = await bench.startNas();
    const monitor = monitorOf(nas);
    await pause(50);
    assert.equal(nas.journal.entries.length, 0);
    const [one, two] = [monitor.watch(watcher()), monitor.watch(watcher())];
    await until('some looks', 10, () => (looks(nas) > 3 ? true : undefined));
    await one.close();
    const before = looks(nas);
    await until('more looks', 10, () => (looks(nas) > before + 2 ? true : undefined));
    await two.close();
    await monitor.poll();
    const atEnd = nas.journal.entries.length;
    await pause(200);
    assert.equal(nas.journal.entries.length, atEnd);
  });

  it('begins again with the next who watches', async () => {
    const nas = await bench.startNas();
    const monitor = monitorOf(nas);
    await monitor.watch(watcher()).close();
    monitor.watch(watcher());
    await until('a look', 10, () => (looks(nas) > 0 ? true : undefined));
  });

  it('looks at what seldom changes also after the clock has been set back', async () => {
    const nas = await bench.startNas();
    let shiftMs = 0;
    const now = () => Date.now() + shiftMs;
    const monitor = new Monitor(bench.newBackup(nas), { automatic: true, now });
    monitors.push(monitor);
    monitor.watch(watcher({ events: ['storage.low'] }));
    const thorough = () => nas.journal.calls('SYNO.ActiveBackup.Share', 'list_storage').length;
    await until('some looks', 10, () => (thorough() > 2 ? true : undefined));
    shiftMs = -3 * 24 * 3600 * 1000;
    const before = thorough();
    await until('more looks', 10, () => (thorough() > before + 2 ? true : undefined));
  });

  it('goes on when a watcher throws, tells it the rest, and the others all', async () => {
    const nas = await bench.startNas();
    const monitor = monitorOf(nas);
    const warned: Error[] = [];
    const onWarning = (warning: Error) => warned.push(warning);
    process.on('warning', onWarning);
    const throwing: string[] = [];
    const told: string[] = [];
    const thrower = () => {
      throw new Error('by the watcher');
    };
    const onEvent = ({ id }: { id: string }) => {
      throwing.push(id);
      thrower();
    };
    monitor.watch(watcher({ onEvent, onState: thrower, onPoll: thrower, onError: thrower }));
    monitor.watch(watcher({ onEvent: ({ id }) => told.push(id) }));
    await monitor.pollOrFail();
    for (const id of [1, 2]) {
      nas.world.nextOutcome(id, { outcome: 'failed', durationSeconds: 1 });
      nas.world.startBackup([id]);
    }
    nas.clock.advance(60_000);
    await monitor.pollOrFail();
    const before = looks(nas);
    await until('more looks', 10, () => (looks(nas) > before + 2 ? true : undefined));
    process.off('warning', onWarning);
    assert.equal(told.length, 2);
    assert.deepEqual(throwing, told);
    assert.ok(warned.some(({ message }) => message === 'by the watcher'));
  });

  it('is one request per look where DSM allows it', async () => {
    const nas = await bench.startNas();
    const monitor = monitorOf(nas);
    monitor.watch(
      watcher({ events: ['backup.failed', 'log.error', 'task.changed', 'storage.low'], idleMs: 3e6 }),
    );
    await monitor.poll();
    const before = nas.journal.entries.length;
    await monitor.poll();
    assert.equal(nas.journal.entries.length - before, 1);
  });

  it('asks only for what somebody wants to know', async () => {
    const nas = await bench.startNas();
    const monitor = monitorOf(nas);
    monitor.watch(watcher({ idleMs: 3e6 }));
    await monitor.poll();
    nas.journal.entries.length = 0;
    await monitor.poll();
    const asked = nas.journal.calls().map(({ method }) => method);
    assert.deepEqual(asked.sort(), ['list', 'list_result', 'request']);
  });

  it('looks more often while a backup runs', async () => {
    const nas = await bench.startNas();
    const monitor = monitorOf(nas);
    monitor.watch(watcher({ idleMs: 3_600_000, busyMs: 20 }));
    await monitor.poll();
    const before = looks(nas);
    await pause(200);
    assert.equal(looks(nas), before);
    nas.world.nextOutcome(1, { outcome: 'failed', durationSeconds: 600 });
    nas.world.startBackup([1]);
    await monitor.poll();
    await until('more looks', 10, () => (looks(nas) > before + 5 ? true : undefined));
  });

  it('answers several who ask at once with one look, besides the one under way', async () => {
    const nas = await bench.startNas();
    const monitor = monitorOf(nas);
    monitor.watch(watcher({ idleMs: 3_600_000 }));
    await monitor.poll();
    const before = looks(nas);
    const first = monitor.poll();
    await Promise.resolve();
    await Promise.all([first, monitor.poll(), monitor.poll(), monitor.poll()]);
    assert.ok(looks(nas) - before <= 2, `${looks(nas) - before} looks`);
  });

  it('tells nothing any more once a watcher is closed, though a look is under way', async () => {
    const nas = await bench.startNas();
    const monitor = monitorOf(nas);
    const told: string[] = [];
    const onEvent = ({ event }: { event: string }) => told.push(event);
    const one = monitor.watch(watcher({ idleMs: 3_600_000, onEvent }));
    await monitor.poll();
    nas.world.nextOutcome(1, { outcome: 'failed', durationSeconds: 5 });
    nas.world.startBackup([1]);
    nas.clock.advance(60_000);
    const poll = monitor.poll();
    await one.close();
    await poll;
    assert.deepEqual(told, []);
  });

  it('ends a look that is under way when it is closed', async () => {
    const nas = await bench.startNas();
    const monitor = monitorOf(nas);
    monitor.watch(watcher({ idleMs: 3_600_000 }));
    await monitor.poll();
    nas.faults.add({ kind: 'hang' });
    const begin = performance.now();
    const poll = monitor.poll();
    await pause(50);
    await monitor.close();
    await poll;
    // Less than the limit of a request.
    assert.ok(performance.now() - begin < 10_000);
  });
});
