import assert from 'node:assert/strict';

import { connect, memoryPosition, Monitor } from '../../src/index.js';
import { demoAccount } from '../../simulator/index.js';
import { useBench } from '../support/nas.js';
import { until } from '../support/until.js';

describe('a watch without Node-RED', () => {
  const { startNas } = useBench();

  it('goes by a connection, by itself, until it is closed', async () => {
    const nas = await startNas();
    const backup = connect({
      host: nas.host,
      port: nas.port,
      username: demoAccount.name,
      password: demoAccount.password,
      fingerprint: nas.fingerprint,
    });
    const monitor = new Monitor(backup, { automatic: true, idleMs: 50, busyMs: 50 });
    const told: string[] = [];
    monitor.watch({
      events: ['backup.succeeded'],
      position: memoryPosition(),
      onEvent: ({ event, task }) => told.push(`${event} ${task?.id ?? 0}`),
    });
    await monitor.poll();
    nas.world.nextOutcome(2, { outcome: 'success', durationSeconds: 5 });
    nas.world.startBackup([2]);
    nas.clock.advance(60_000);
    await until('the event', 10, () => (told.length > 0 ? true : undefined));
    assert.deepEqual(told, ['backup.succeeded 2']);
    await monitor.close();
    await backup.close();
  });
});
