import assert from 'node:assert/strict';
import { startSimulator } from '../../simulator/index.js';
import type { Simulator } from '../../simulator/index.js';
import { RoughClient } from './rough-client.js';

interface Told {
  readonly serial: string;
  readonly keys: readonly string[];
}

async function told(client: RoughClient): Promise<Told> {
  const { sid } = await client.login();
  const info = await client.call('SYNO.DSM.Info', 'getinfo', { _sid: sid, version: '2' });
  const list = await client.call('SYNO.ActiveBackup.Task', 'list', { _sid: sid });
  const { serial } = info.data as { serial: string };
  const { tasks } = list.data as { tasks: { unikey: string }[] };
  return { serial, keys: tasks.map((task) => task.unikey) };
}

describe('a NAS that is replaced by another one', () => {
  let simulator: Simulator;
  let client: RoughClient;

  beforeEach(async () => {
    simulator = await startSimulator({ speed: 0, size: { tasks: 3 } });
    client = new RoughClient(simulator);
  });

  afterEach(async () => {
    await client.close();
    await simulator.close();
    assert.deepEqual(simulator.internalErrors, []);
  });

  it('has another serial number, other tasks and the same accounts', async () => {
    const before = await told(client);
    simulator.replaceNas({ size: { tasks: 3 } });
    const after = await told(client);
    assert.notEqual(after.serial, before.serial);
    assert.equal(after.keys.length, 3);
    assert.ok(after.keys.every((key) => !before.keys.includes(key)));
  });

  it('knows nobody who was logged in before', async () => {
    const { sid } = await client.login();
    simulator.replaceNas();
    assert.equal(await client.codeOf('SYNO.ActiveBackup.Task', 'list', { _sid: sid }), 119);
  });

  it('shows its world in place of the old one, whose record ends', () => {
    const old = simulator.world;
    simulator.replaceNas({ size: 'empty' });
    assert.equal(simulator.world.fleet.tasks.size, 0);
    simulator.clock.advance(48 * 3_600_000);
    simulator.world.advance();
    assert.deepEqual(old.record, []);
  });
});
