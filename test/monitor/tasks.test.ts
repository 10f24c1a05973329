import assert from 'node:assert/strict';

import { memoryPosition } from '../../src/monitor/index.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { names, watch } from './support/watching.js';

const TASKS = { events: ['task.added', 'task.changed', 'task.removed'] } as const;

forEachDialect('a watch of tasks', (dialect) => {
  const bench = useBackupBench(dialect);
  const { startNas } = bench;

  it('tells nothing of tasks that were there when it began', async () => {
    const { events } = await watch(bench, await startNas(), TASKS);
    assert.deepEqual(events, []);
  });

  it('tells that a task is new', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, TASKS);
    const { id, name } = nas.world.addTask({ name: 'New laptops' });
    const [event, ...others] = await after(60);
    assert.deepEqual(others, []);
    assert.equal(event?.event, 'task.added');
    assert.deepEqual(event.task, { id, name });
  });

  it('tells what has changed about a task, and what it was called before', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, TASKS);
    const before = nas.world.task(1).name;
    nas.world.changeTask(1, {
      name: 'Renamed',
      retention: { keepAll: false, keepVersions: 3, keepDays: 0 },
    });
    const [event, ...others] = await after(60);
    assert.deepEqual(others, []);
    assert.equal(event?.event, 'task.changed');
    assert.deepEqual(event.changes, ['name', 'retention']);
    assert.deepEqual(event.task, { id: 1, name: 'Renamed' });
    assert.equal(event.previousName, before);
  });

  it('tells whoever watches a task by its name that it is called otherwise now', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, { ...TASKS, taskNames: [nas.world.task(1).name] });
    nas.world.changeTask(1, { name: 'Renamed' });
    assert.deepEqual(names(await after(60)), ['task.changed']);
  });

  it('does not take for a change what nobody had wanted to know before', async () => {
    const nas = await startNas();
    const position = memoryPosition();
    const before = await watch(bench, nas, { events: ['backup.failed'], position });
    await before.after(60);
    await before.watcher.close();
    const { after, events } = await watch(bench, nas, { ...TASKS, position });
    await after(60);
    assert.deepEqual(events, []);
  });

  it('does not take a backup for a change of its task', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, TASKS);
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 100 });
    nas.world.startBackup([1]);
    assert.deepEqual(await after(50), []);
    assert.deepEqual(await after(5000), []);
  });

  it('tells that a task is gone, by the name that it had', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, TASKS);
    const { name } = nas.world.task(2);
    nas.world.removeTask(2);
    const [event, ...others] = await after(600);
    assert.deepEqual(others, []);
    assert.equal(event?.event, 'task.removed');
    assert.deepEqual(event.task, { id: 2, name });
  });

  it('gives each change of a task an id of its own', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, TASKS);
    nas.world.renameTask(1, 'A');
    const [first] = await after(60);
    nas.world.renameTask(1, 'B');
    const [second] = await after(60);
    assert.notEqual(first?.id, second?.id);
  });

  it('tells what changed while nobody watched', async () => {
    const nas = await startNas();
    const position = memoryPosition();
    const { watcher } = await watch(bench, nas, { ...TASKS, position });
    await watcher.close();
    nas.world.renameTask(1, 'Renamed meanwhile');
    nas.world.addTask({ name: 'Added meanwhile' });
    nas.world.removeTask(3);
    nas.clock.advance(600_000);
    const { events } = await watch(bench, nas, { ...TASKS, position });
    assert.deepEqual(names(events).sort(), ['task.added', 'task.changed', 'task.removed']);
  });
});
