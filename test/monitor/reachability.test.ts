import assert from 'node:assert/strict';

import { operations } from '../../src/index.js';
import { memoryPosition, Monitor, type MonitorState } from '../../src/monitor/index.js';
import { backUp } from '../support/back-up.js';
import { useBackupBench } from '../support/backup.js';
import { until } from '../support/until.js';
import { names, watch, withoutRetries } from './support/watching.js';

describe('a watch of a NAS that goes away', () => {
  const bench = useBackupBench();
  const { startNas } = bench;
  const noRetries = withoutRetries(bench);
  const goAway = { kind: 'reset', when: 'before', times: 1000 } as const;

  it('tells so after two polls in vain, once, and once that it is back', async () => {
    const nas = await startNas();
    const { after, errors } = await watch(noRetries, nas);
    nas.faults.add(goAway);
    assert.deepEqual(await after(60), []);
    assert.deepEqual(names(await after(60)), ['nas.unreachable']);
    assert.deepEqual(await after(60), []);
    assert.equal(errors.length, 3);
    nas.faults.clear();
    assert.deepEqual(names(await after(60)), ['nas.reachable']);
    assert.deepEqual(await after(60), []);
  });

  it('does not take a refusal for an outage', async () => {
    const nas = await startNas();
    const { after, errors } = await watch(noRetries, nas);
    nas.setPackageInstalled(false);
    for (let count = 0; count < 4; count++) assert.deepEqual(await after(60), []);
    assert.equal(errors.length, 4);
  });

  it('tells everything that happened meanwhile, after it has said that the NAS is back', async () => {
    const nas = await startNas();
    const { after } = await watch(noRetries, nas, {
      events: ['nas.reachable', 'backup.started', 'backup.failed'],
    });
    nas.faults.add(goAway);
    await after(60);
    nas.world.nextOutcome(1, { outcome: 'failed', durationSeconds: 60 });
    nas.world.startBackup([1]);
    await after(3600);
    nas.faults.clear();
    assert.deepEqual(names(await after(60)), ['nas.reachable', 'backup.started', 'backup.failed']);
  });

  it('remembers across a restart that it has said so', async () => {
    const nas = await startNas();
    const position = memoryPosition();
    const first = await watch(noRetries, nas, { position });
    nas.faults.add(goAway);
    await first.after(60);
    await first.after(60);
    await first.watcher.close();
    const second = await watch(noRetries, nas, { position });
    await second.after(60);
    assert.deepEqual(second.events, []);
    nas.faults.clear();
    assert.deepEqual(names(await second.after(60)), ['nas.reachable']);
  });

  it('does not call a NAS lost that has just answered, when only the state could not be completed', async () => {
    const nas = await startNas();
    const { after } = await watch(noRetries, nas, {
      events: ['nas.reachable', 'nas.unreachable'],
      onState: () => undefined,
    });
    nas.faults.add(goAway);
    await after(60);
    assert.deepEqual(names(await after(60)), ['nas.unreachable']);
    nas.faults.clear();
    for (let backup = 0; backup < 2; backup++) backUp(nas, 1);
    nas.world.changeTask(1, { retention: { keepAll: false, keepVersions: 1, keepDays: 0 } });
    // The last backup of a task that did something else since is looked up for the state alone.
    nas.world.runPurge(1);
    nas.clock.advance(60_000);
    const lookedUp = ({ parameters }: { parameters: Readonly<Record<string, unknown>> }) =>
      parameters['task_id'] !== undefined || JSON.stringify(parameters['filter']).includes('job_action');
    nas.faults.add({ ...goAway, method: 'list_result', where: lookedUp });
    assert.deepEqual(names(await after(60)), ['nas.reachable']);
    nas.faults.clear();
    nas.faults.add(goAway);
    assert.deepEqual(names(await after(60)), ['nas.unreachable']);
  });

  it('shows in the state that the NAS is away', async () => {
    const nas = await startNas();
    const reachable: boolean[] = [];
    const { after } = await watch(noRetries, nas, { onState: (state) => reachable.push(state.reachable) });
    nas.faults.add(goAway);
    await after(60);
    await after(60);
    nas.faults.clear();
    await after(60);
    assert.deepEqual(reachable, [true, false, true]);
  });

  it('shows in the state what was known last when the NAS is too busy to tell all of it', async () => {
    const nas = await startNas();
    const states: unknown[] = [];
    const onState = ({ running, storages }: MonitorState) => {
      states.push([running.length, storages.some(({ freeBytes }) => freeBytes === null)]);
    };
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 5000 });
    nas.world.startBackup([1]);
    const { after, errors } = await watch(noRetries, nas, { onState });
    const busy = { kind: 'code', code: 117, times: Infinity } as const;
    nas.faults.add({ ...busy, api: 'SYNO.ActiveBackup.Share', method: 'list_volume' });
    nas.faults.add({ ...busy, api: 'SYNO.ActiveBackup.Task', method: 'list' });
    await after(60);
    nas.faults.clear();
    assert.deepEqual(errors, []);
    assert.deepEqual(new Set(states.map((state) => JSON.stringify(state))), new Set(['[1,false]']));
  });

  it('shows no state before all of it has been read, which a busy NAS may put off', async () => {
    const nas = await startNas();
    const states: MonitorState[] = [];
    const onState = (state: MonitorState) => states.push(state);
    const fault = { kind: 'code', code: 117, times: Infinity } as const;
    nas.faults.add({ ...fault, api: 'SYNO.ActiveBackup.Task', method: 'list' });
    nas.faults.add({ ...fault, api: 'SYNO.ActiveBackup.Share', method: 'list_storage' });
    const { after } = await watch(noRetries, nas, { onState });
    await after(10);
    assert.equal(states.length, 0);
    nas.faults.clear();
    await after(10);
    assert.deepEqual(
      states.map(({ tasks, storages }) => [tasks.length, storages.length > 0]),
      [[3, true]],
    );
  });

  it('shows no state to who does not want it, away or not, and all of it to whoever is new', async () => {
    const nas = await startNas();
    const states: MonitorState[] = [];
    const onState = (state: MonitorState) => states.push(state);
    let reader = '';
    const { after } = await watch(noRetries, nas, { onState, stateFor: () => reader });
    nas.faults.add(goAway);
    await after(60);
    await after(60);
    nas.faults.clear();
    await after(60);
    assert.equal(states.length, 0);
    reader = 'one';
    await after(60);
    reader = 'one,two';
    await after(60);
    await after(60);
    assert.deepEqual(
      states.map(({ tasks }) => tasks.length),
      [3, 3],
    );
  });
});

describe('a watch that waits longer and longer during an outage', () => {
  const { startNas, newBackup } = useBackupBench();

  it('looks again at once when a message has reached the NAS', async () => {
    const nas = await startNas();
    const backup = newBackup(nas, { limits: { retryPausesMs: [] } });
    // After a failure it would wait for half a minute at least.
    const monitor = new Monitor(backup, { automatic: true, busyMs: 40_000, idleMs: 40_000 });
    nas.faults.add({ kind: 'status', status: 503, times: Infinity });
    let polls = 0;
    let errors = 0;
    monitor.watch({
      position: memoryPosition(),
      onEvent: () => undefined,
      onPoll: () => (polls += 1),
      onError: () => (errors += 1),
    });
    await monitor.poll();
    assert.deepEqual([polls, errors], [0, 1]);
    nas.faults.clear();
    await backup.run(operations.tasks);
    await until('the next poll', 5, () => (polls > 0 ? true : undefined));
    await monitor.close();
  });
});
