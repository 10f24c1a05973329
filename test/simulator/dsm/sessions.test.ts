import assert from 'node:assert/strict';

import { startSimulator } from '../../../simulator/index.js';
import type { Simulator, SimulatorOptions } from '../../../simulator/index.js';
import { until } from '../../support/until.js';
import { RoughClient } from '../rough-client.js';

describe('a simulated session', () => {
  let simulator: Simulator;
  let client: RoughClient;
  let sid: string;

  async function start(options: SimulatorOptions = {}): Promise<void> {
    simulator = await startSimulator({ speed: 0, ...options });
    client = new RoughClient(simulator);
    sid = (await client.login()).sid;
  }

  const use = (): Promise<number> => client.codeOf('SYNO.DSM.Info', 'getinfo', { _sid: sid });

  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  it('is needed: without one, or with an invented one, DSM answers 119', async () => {
    await start();
    assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo'), 119);
    assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo', { _sid: 'invented' }), 119);
  });

  it('times out with 106 after 30 unused minutes, and not while it is used', async () => {
    await start();
    simulator.clock.advance(29 * 60_000);
    assert.equal(await use(), 0);
    simulator.clock.advance(29 * 60_000);
    assert.equal(await use(), 0);
    simulator.clock.advance(31 * 60_000);
    assert.equal(simulator.sessions.length, 0);
    assert.equal(await use(), 106);
  });

  it('answers 107 when it was kicked', async () => {
    await start();
    simulator.kick('somebody else');
    assert.equal(await use(), 0);
    simulator.kick(simulator.accounts.list()[0]?.name ?? '');
    assert.equal(await use(), 107);
  });

  it('answers the code with which all sessions were expired', async () => {
    await start();
    simulator.expireSessions(150);
    assert.equal(await use(), 150);
  });

  it('is forgotten by a reboot, which answers 502 pages until DSM is up', async () => {
    await start();
    simulator.reboot({ bootMilliseconds: 60_000 });
    const during = await client.get({ api: 'SYNO.API.Info', method: 'query', version: '1' });
    assert.equal(during.status, 502);
    assert.match(during.text, /^<!DOCTYPE html>/);
    simulator.reboot();
    assert.equal(await use(), 119);
  });

  it('meets refused connections during a reboot that takes the web server along', async () => {
    await start();
    simulator.reboot({ bootMilliseconds: 60_000, meanwhile: 'refuse' });
    await assert.rejects(use(), { code: 'ECONNREFUSED' });
    simulator.reboot({ bootMilliseconds: 50, meanwhile: 'refuse' });
    assert.equal(await until('the web server', 10, () => use().catch(() => undefined)), 119);
  });
});
