import assert from 'node:assert/strict';
import { startSimulator } from '../../../simulator/index.js';
import type { Simulator, SimulatorOptions } from '../../../simulator/index.js';
import { RoughClient } from '../rough-client.js';

describe('the server of the simulator', () => {
  let simulator: Simulator;
  let client: RoughClient;

  async function start(options: SimulatorOptions = {}): Promise<void> {
    simulator = await startSimulator(options);
    client = new RoughClient(simulator);
  }

  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  it('speaks plain HTTP when asked to', async () => {
    await start({ protocol: 'http' });
    assert.match(simulator.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual([simulator.fingerprint, simulator.certificate], ['', '']);
    assert.notEqual((await client.login()).sid, '');
  });

  it('keeps connections alive', async () => {
    await start();
    const first = await client.get({ api: 'SYNO.API.Info', method: 'query', version: '1' });
    assert.equal(first.headers['connection'], 'keep-alive');
  });

  it('labels replies as the dialect has it', async () => {
    const query = { api: 'SYNO.API.Info', method: 'query', version: '1' };
    await start();
    assert.match(String((await client.get(query)).headers['content-type']), /^application\/json/);
    await client.close();
    await simulator.close();
    await start({ dialect: 'awkward' });
    assert.match(String((await client.get(query)).headers['content-type']), /^text\/plain/);
  });

  it('rejects the start when the port is taken', async () => {
    await start();
    await assert.rejects(startSimulator({ port: simulator.port }), { code: 'EADDRINUSE' });
  });

  it('closes with connections open, and twice', async () => {
    await start();
    await client.login();
    await simulator.close();
    await simulator.close();
    await assert.rejects(client.login(), { code: 'ECONNREFUSED' });
  });

  it('closes while it refuses connections, and does not come back', async () => {
    await start();
    simulator.faults.add({ kind: 'refuse', milliseconds: 50 });
    await assert.rejects(client.login());
    await simulator.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await assert.rejects(client.login(), { code: 'ECONNREFUSED' });
  });

  it('refuses a body that is larger than anything real', async () => {
    await start();
    const reply = await client.post({ api: 'SYNO.API.Info', filler: 'x'.repeat(17 * 1_048_576) });
    assert.equal(reply.status, 413);
    assert.deepEqual(simulator.internalErrors, []);
  });

  it('writes down every request as it came', async () => {
    await start();
    const { sid } = await client.login({ session: 'test' });
    simulator.journal.clear();
    await client.post(
      { api: 'SYNO.DSM.Info', method: 'getinfo', version: '2', _sid: sid, list: '[1]' },
      { path: 'entry.cgi?extra=1', headers: { 'X-Own': 'yes' } },
    );
    const [entry] = simulator.journal.entries;
    assert.ok(entry !== undefined);
    assert.deepEqual(
      [entry.httpMethod, entry.path, entry.query, entry.headers['x-own'], entry.address, entry.code],
      ['POST', '/webapi/entry.cgi', { extra: '1' }, 'yes', '127.0.0.1', 0],
    );
    assert.match(entry.body, /^api=SYNO\.DSM\.Info&method=getinfo&version=2&_sid=/);
    const [call] = simulator.journal.calls('SYNO.DSM.Info', 'getinfo');
    assert.deepEqual(
      [call?.version, call?.parameters, call?.account, call?.code, call?.ran],
      ['2', { extra: 1, list: [1] }, 'backup-reader', 0, true],
    );
    assert.deepEqual(simulator.journal.calls('SYNO.API.Auth'), []);
  });

  it('runs on a clock that can be moved and sped up', async () => {
    const startAt = Date.UTC(2026, 0, 1);
    await start({ startAt, speed: 0 });
    assert.equal(simulator.clock.now(), startAt);
    simulator.clock.advance(3_600_000);
    assert.equal(simulator.clock.now(), startAt + 3_600_000);
    simulator.clock.speed = 100_000;
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(simulator.clock.now() > startAt + 3_600_000 + 1_000_000);
  });
});
