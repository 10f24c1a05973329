import assert from 'node:assert/strict';
import { dialectNames, startSimulator } from '../../simulator/index.js';
import type { Simulator } from '../../simulator/index.js';
import { RoughClient } from './rough-client.js';

const taskApi = 'SYNO.ActiveBackup.Task';

describe('the whole simulator', () => {
  let simulator: Simulator;
  let client: RoughClient;

  afterEach(async () => {
    await client.close();
    await simulator.close();
    assert.deepEqual(simulator.internalErrors, []);
  });

  for (const dialect of dialectNames) {
    it(`lists tasks and starts a backup over HTTPS as ${dialect}`, async () => {
      simulator = await startSimulator({ dialect, speed: 0 });
      client = new RoughClient(simulator);
      const { sid } = await client.login();
      const list = await client.call(taskApi, 'list', { _sid: sid });
      const { tasks } = list.data as { tasks: { task_id: number | string; task_name: string }[] };
      assert.ok(tasks.length > 1);
      const taskIds = JSON.stringify([Number(tasks[0]?.task_id)]);
      assert.equal(
        await client.codeOf(taskApi, 'backup', { _sid: sid, task_ids: taskIds, trigger_type: '1' }),
        0,
      );
      const running = await client.call(taskApi, 'list', { _sid: sid, filter: '{"status":"backingup"}' });
      const now = (running.data as { tasks: { task_id: number | string }[] }).tasks.map(
        ({ task_id }) => task_id,
      );
      assert.ok(now.map(Number).includes(Number(tasks[0]?.task_id)));
    });
  }

  it('has no Active Backup while the package is stopped: 102, and nothing in discovery', async () => {
    simulator = await startSimulator({ packageInstalled: false });
    client = new RoughClient(simulator);
    const { sid } = await client.login();
    assert.equal(await client.codeOf(taskApi, 'list', { _sid: sid }), 102);
    const info = await client.call('SYNO.API.Info', 'query', { query: 'SYNO.ActiveBackup.' });
    assert.deepEqual(info.data, {});
    simulator.setPackageInstalled(true);
    assert.equal(await client.codeOf(taskApi, 'list', { _sid: sid }), 0);
  });

  it('refuses Active Backup to an account without the right: 105', async () => {
    simulator = await startSimulator({ accounts: [{ name: 'a', password: 'b', mayUseBackup: false }] });
    client = new RoughClient(simulator);
    const { sid } = await client.login();
    assert.equal(await client.codeOf(taskApi, 'list', { _sid: sid }), 105);
  });
});
