import assert from 'node:assert/strict';
import { request } from 'undici';
import { startSimulator } from '../../../simulator/index.js';
import type { Simulator } from '../../../simulator/index.js';
import { RoughClient } from '../rough-client.js';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

describe('the control interface of the simulator', () => {
  let simulator: Simulator;
  let client: RoughClient;

  beforeEach(async () => {
    simulator = await startSimulator({ control: true, speed: 0 });
    client = new RoughClient(simulator);
  });

  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  async function ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    const response = await request(`${simulator.controlUrl ?? ''}${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
      reset: true,
    });
    return { status: response.statusCode, body: await response.body.json() };
  }

  it('is off unless it was asked for', async () => {
    const other = await startSimulator();
    assert.equal(other.controlUrl, undefined);
    await other.close();
  });

  it('listens on this machine only, on a port of its own', () => {
    assert.match(simulator.controlUrl ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.notEqual(simulator.controlUrl, `http://127.0.0.1:${simulator.port}`);
  });

  it('tells and clears the journal', async () => {
    await client.codeOf('SYNO.DSM.Info', 'getinfo');
    const { body } = await ask('GET', '/journal');
    const [entry] = body as { httpMethod: string; call: { api: string; code: number } }[];
    assert.deepEqual([entry?.httpMethod, entry?.call.api, entry?.call.code], ['POST', 'SYNO.DSM.Info', 119]);
    await ask('DELETE', '/journal');
    assert.deepEqual((await ask('GET', '/journal')).body, []);
  });

  it('tells sessions and failed logins', async () => {
    await client.tryLogin({ passwd: 'wrong' });
    await client.login();
    const sessions = (await ask('GET', '/sessions')).body as { account: string }[];
    assert.deepEqual(
      sessions.map(({ account }) => account),
      ['backup-reader'],
    );
    const failed = (await ask('GET', '/failed-logins')).body as { code: number }[];
    assert.deepEqual(
      failed.map(({ code }) => code),
      [400],
    );
  });

  it('ends sessions, and restarts DSM', async () => {
    const { sid } = await client.login();
    await ask('POST', '/expire');
    assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo', { _sid: sid }), 106);
    const second = await client.login();
    await ask('POST', '/reboot', {});
    assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo', { _sid: second.sid }), 119);
  });

  it('moves the clock', async () => {
    const before = simulator.clock.now();
    assert.deepEqual((await ask('POST', '/advance', { seconds: 90 })).body, { now: before + 90_000 });
    assert.equal((await ask('POST', '/advance', { seconds: 'x' })).status, 400);
  });

  it('tells the state of the world', async () => {
    const { status, body } = await ask('GET', '/world');
    assert.equal(status, 200);
    assert.ok(typeof body === 'object' && body !== null && 'tasks' in body);
  });

  it('orders faults, and takes them back', async () => {
    await ask('POST', '/faults', { kind: 'code', code: 117, api: 'SYNO.DSM.Info', times: 2 });
    assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo'), 117);
    await ask('DELETE', '/faults');
    assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo'), 119);
    assert.deepEqual((await ask('GET', '/faults')).body, []);
  });

  it('explains what it cannot do', async () => {
    const unknown = await ask('GET', '/nothing');
    assert.equal(unknown.status, 404);
    assert.match(JSON.stringify(unknown.body), /GET \/journal/);
    const kinds = await ask('POST', '/faults', { kind: 'earthquake' });
    assert.deepEqual([kinds.status, JSON.stringify(kinds.body).includes('session_end')], [400, true]);
    const missing = await ask('POST', '/faults', { kind: 'slow' });
    assert.deepEqual([missing.status, JSON.stringify(missing.body).includes('milliseconds')], [400, true]);
  });
});
