import assert from 'node:assert/strict';

import { memoryPosition } from '../../src/monitor/index.js';
import { backUp } from '../support/back-up.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { names, watch } from './support/watching.js';

const VERSIONS = { events: ['version.added', 'version.removed'] } as const;

forEachDialect('a watch of versions', (dialect) => {
  const bench = useBackupBench(dialect);
  const { startNas } = bench;

  it('tells of a version when its backup has ended well, and not before', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, VERSIONS);
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 100 });
    nas.world.startBackup([1]);
    assert.deepEqual(await after(50), []);
    const [event, ...others] = await after(600);
    assert.deepEqual(others, []);
    assert.equal(event?.event, 'version.added');
    assert.equal(event.task?.id, 1);
    assert.equal(event.version?.status, 'complete');
  });

  it('tells of none after a backup that failed', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, VERSIONS);
    backUp(nas, 1, 'failed');
    assert.deepEqual(await after(60), []);
  });

  it('tells of versions that were deleted', async () => {
    const nas = await startNas();
    for (let count = 0; count < 3; count++) backUp(nas, 1, 'success');
    const { after } = await watch(bench, nas, VERSIONS);
    const [oldest] = nas.world.versions.of(nas.world.task(1)).filter(({ locked }) => !locked);
    nas.world.deleteVersions(1, [oldest?.id ?? 0]);
    const [event, ...others] = await after(600);
    assert.deepEqual(others, []);
    assert.equal(event?.event, 'version.removed');
    assert.equal(event.version?.id, oldest?.id);
    assert.equal(Date.parse(event.version?.startedAt ?? '') / 1000, oldest?.startedAt);
  });

  it('looks at every task of a few in every poll, for a deletion whose job left no trace in the history', async () => {
    const nas = await startNas({ size: { tasks: 4, historyDays: 0, scheduled: false } });
    for (let count = 0; count < 3; count++) backUp(nas, 1, 'success');
    const { after } = await watch(bench, nas, VERSIONS);
    const [oldest] = nas.world.versions.of(nas.world.task(1));
    for (let poll = 0; poll < 3; poll++) await after(60);
    nas.world.deleteVersions(1, [oldest?.id ?? 0]);
    nas.world.clearHistory();
    await after(1);
    assert.deepEqual(names(await after(600)), ['version.removed']);
  });

  it('tells of each version of a task that is removed', async () => {
    const nas = await startNas();
    const { id, name } = nas.world.addTask({ name: 'Short-lived' });
    for (let count = 0; count < 2; count++) backUp(nas, id, 'success');
    const { after } = await watch(bench, nas, VERSIONS);
    nas.world.removeTask(id);
    const told = await after(600);
    assert.deepEqual(names(told), ['version.removed', 'version.removed']);
    assert.deepEqual(told[0]?.task, { id, name });
  });

  it('tells of none that there were before it began, though DSM did not list them then', async () => {
    const nas = await startNas();
    backUp(nas, 1, 'success');
    nas.faults.add({ kind: 'code', code: 1001, method: 'list', api: 'SYNO.ActiveBackup.Version', times: 50 });
    const { after } = await watch(bench, nas, VERSIONS);
    nas.faults.clear();
    assert.deepEqual(await after(60), []);
    assert.deepEqual(await after(60), []);
    backUp(nas, 1, 'success');
    assert.deepEqual(names(await after(60)), ['version.added']);
  });

  it('tells the first versions of a new task, though DSM did not list them at first', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, VERSIONS);
    const { id } = nas.world.addTask({ name: 'New' });
    backUp(nas, id, 'success');
    nas.faults.add({ kind: 'code', code: 1001, method: 'list', api: 'SYNO.ActiveBackup.Version', times: 50 });
    await after(60);
    nas.faults.clear();
    const told = [...(await after(60)), ...(await after(60))];
    assert.deepEqual(names(told), ['version.added']);
    assert.equal(told[0]?.task?.id, id);
  });

  it('tells of those that came while nobody watched', async () => {
    const nas = await startNas();
    const position = memoryPosition();
    await (await watch(bench, nas, { ...VERSIONS, position })).watcher.close();
    backUp(nas, 1, 'success');
    backUp(nas, 2, 'success');
    const { events } = await watch(bench, nas, { ...VERSIONS, position });
    assert.deepEqual(names(events), ['version.added', 'version.added']);
  });
});
