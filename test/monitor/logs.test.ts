import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';
import { memoryPosition } from '../../src/monitor/index.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { names, watch } from './support/watching.js';

const LOGS = { events: ['log.error', 'log.warning'] } as const;

/** Lets backups of a task fail, which leaves an error in the log each time. */
function fail(nas: Simulator, taskId: number, times = 1): void {
  for (let count = 0; count < times; count++) {
    nas.world.nextOutcome(taskId, { outcome: 'failed', durationSeconds: 5 });
    nas.world.startBackup([taskId]);
    nas.clock.advance(60_000);
    nas.world.advance();
  }
}

forEachDialect('a watch of the log', (dialect) => {
  const bench = useBackupBench(dialect);
  const { startNas } = bench;

  it('tells nothing of the lines that were there', async () => {
    const nas = await startNas();
    fail(nas, 1);
    assert.deepEqual((await watch(bench, nas, LOGS)).events, []);
  });

  it('tells each new error and warning, and nothing of what is neither', async () => {
    const nas = await startNas();
    const { after } = await watch(bench, nas, LOGS);
    fail(nas, 1);
    nas.world.nextOutcome(2, { outcome: 'partial', durationSeconds: 5 });
    nas.world.startBackup([2]);
    const told = await after(60);
    assert.deepEqual(names(told), ['log.error', 'log.warning']);
    const [error] = told;
    assert.equal(error?.task?.id, 1);
    assert.equal(error.log?.level, 'error');
    assert.notEqual(error.log.text, '');
    assert.deepEqual(await after(60), []);
  });

  it('tells every line of a night in which much failed', async () => {
    const nas = await startNas();
    const position = memoryPosition();
    await (await watch(bench, nas, { ...LOGS, position })).watcher.close();
    fail(nas, 1, 70);
    const { events } = await watch(bench, nas, { ...LOGS, position });
    assert.equal(names(events).filter((name) => name === 'log.error').length, 70);
    assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
  });

  it('goes on after the log was emptied', async () => {
    const nas = await startNas();
    fail(nas, 1);
    const { after } = await watch(bench, nas, LOGS);
    nas.world.clearLogs('admin');
    assert.deepEqual(
      names(await after(60)).filter((name) => name === 'log.error'),
      [],
    );
    fail(nas, 1);
    assert.ok(names(await after(60)).includes('log.error'));
  });
});
