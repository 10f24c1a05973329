import assert from 'node:assert/strict';

import { memoryPosition } from '../../src/monitor/index.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { names, watch } from './support/watching.js';

const DEVICES = { events: ['device.online', 'device.offline'] } as const;

forEachDialect('a watch of machines', (dialect) => {
  const bench = useBackupBench(dialect);
  /** A NAS, and a machine of it that has an agent and is on. */
  async function start() {
    const nas = await bench.startNas();
    const task = nas.world.addTask({ name: 'Laptop of Anna', backupType: 2 });
    const [deviceId = 0] = task.deviceIds;
    nas.world.setDeviceOnline(deviceId, true);
    return { nas, deviceId, task: { id: task.id, name: task.name } };
  }

  it('tells nothing of how they are when it begins', async () => {
    const { nas } = await start();
    assert.deepEqual((await watch(bench, nas, DEVICES)).events, []);
  });

  it('tells that one went off and came on again, each once', async () => {
    const { nas, deviceId, task } = await start();
    const { after } = await watch(bench, nas, DEVICES);
    nas.world.setDeviceOnline(deviceId, false);
    const [off, ...others] = await after(60);
    assert.deepEqual(others, []);
    assert.equal(off?.event, 'device.offline');
    assert.equal(off.device?.id, deviceId);
    assert.deepEqual(off.task, task);
    assert.deepEqual(await after(60), []);
    nas.world.setDeviceOnline(deviceId, true);
    const [on] = await after(60);
    assert.equal(on?.event, 'device.online');
    assert.notEqual(on.id, off.id);
  });

  it('tells of one that came on while nobody watched', async () => {
    const { nas, deviceId } = await start();
    nas.world.setDeviceOnline(deviceId, false);
    const position = memoryPosition();
    await (await watch(bench, nas, { ...DEVICES, position })).watcher.close();
    nas.world.setDeviceOnline(deviceId, true);
    const { events } = await watch(bench, nas, { ...DEVICES, position });
    assert.deepEqual(names(events), ['device.online']);
  });
});
