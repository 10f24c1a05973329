import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import type { ApiDeclaration } from '../../../simulator/api.js';
import { startSimulator } from '../../../simulator/index.js';
import type { Fault, Simulator } from '../../../simulator/index.js';
import { until } from '../../support/until.js';
import { RoughClient } from '../rough-client.js';
import type { RoughReply } from '../rough-client.js';

const counterName = 'SYNO.ActiveBackup.Counter';

describe('a simulated fault', () => {
  let simulator: Simulator;
  let client: RoughClient;
  let sid: string;
  let runs: number;

  beforeEach(async () => {
    runs = 0;
    const counter: ApiDeclaration = {
      path: 'entry.cgi',
      minVersion: 1,
      maxVersion: 1,
      requestFormat: 'JSON',
      methods: {
        add: { right: 'backup', run: () => ({ runs: (runs += 1) }) },
        look: { right: 'backup', run: () => ({ runs }) },
      },
    };
    simulator = await startSimulator({ extraApis: { [counterName]: counter } });
    client = new RoughClient(simulator);
    sid = (await client.login()).sid;
  });

  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  const add = (): Promise<RoughReply> =>
    client.post({ api: counterName, method: 'add', version: '1', _sid: sid });

  async function struck(fault: Fault): Promise<RoughReply> {
    simulator.faults.add(fault);
    return add();
  }

  async function runsAgain(before: number): Promise<void> {
    assert.equal((await add()).body.success, true, 'the next request is well again');
    assert.equal(runs, before + 1);
  }

  it('breaks the connection before the method runs, or after it', async () => {
    await assert.rejects(struck({ kind: 'reset' }));
    assert.equal(runs, 0);
    await assert.rejects(struck({ kind: 'reset', when: 'after' }));
    assert.equal(runs, 1);
    await runsAgain(1);
  });

  it('is told by the journal, which also tells whether the method ran', async () => {
    await assert.rejects(struck({ kind: 'reset' }));
    await assert.rejects(struck({ kind: 'reset', when: 'after' }));
    const [before, after] = simulator.journal.entries.slice(-2);
    assert.deepEqual([before?.faults, before?.call?.ran], [['reset'], false]);
    assert.deepEqual([after?.faults, after?.call?.ran], [['reset'], true]);
    assert.deepEqual([before?.answeredAt, after?.answeredAt], [undefined, undefined]);
    assert.equal(before?.call?.api, counterName);
  });

  it('delays an answer', async () => {
    const start = performance.now();
    const reply = await struck({ kind: 'slow', milliseconds: 120 });
    assert.ok(performance.now() - start >= 115);
    assert.equal(reply.body.success, true);
  });

  it('never answers when it hangs, and still lets the simulator close', async () => {
    const hanging = struck({ kind: 'hang' });
    const outcome = assert.rejects(hanging);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(runs, 0);
    await simulator.close();
    await outcome;
  });

  it('does not wait for a delayed answer when the simulator closes', async () => {
    const outcome = assert.rejects(struck({ kind: 'slow', milliseconds: 60_000 }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await simulator.close();
    await outcome;
    assert.deepEqual(simulator.internalErrors, []);
  });

  it('cuts an answer in the middle, after the method ran', async () => {
    await assert.rejects(struck({ kind: 'cut' }));
    assert.equal(runs, 1);
  });

  it('refuses connections', async () => {
    await assert.rejects(struck({ kind: 'refuse', milliseconds: 60_000 }));
    await assert.rejects(add(), { code: 'ECONNREFUSED' });
    assert.equal(runs, 0);
  });

  it('refuses them only for a while', async () => {
    await assert.rejects(struck({ kind: 'refuse', milliseconds: 50 }));
    await until('the next connection', 10, () => add().catch(() => undefined));
    await runsAgain(1);
  });

  for (const status of [500, 502, 503]) {
    it(`answers ${status} with a page`, async () => {
      const reply = await struck({ kind: 'status', status });
      assert.equal(reply.status, status);
      assert.match(reply.text, /^<!DOCTYPE html>/);
      assert.equal(runs, 0);
    });
  }

  it('answers a page, nothing, or half a reply, with status 200', async () => {
    assert.match((await struck({ kind: 'html' })).text, /^<!DOCTYPE html>/);
    assert.equal((await struck({ kind: 'empty' })).text, '');
    assert.equal(runs, 0);
    const { text } = await struck({ kind: 'broken_json' });
    assert.throws(() => JSON.parse(text), SyntaxError);
    assert.equal(runs, 1);
  });

  it('sends the caller elsewhere', async () => {
    const reply = await struck({ kind: 'redirect', location: 'https://elsewhere.example/' });
    assert.deepEqual([reply.status, reply.headers['location']], [302, 'https://elsewhere.example/']);
  });

  it('mislabels a right answer', async () => {
    const reply = await struck({ kind: 'content_type', contentType: 'text/html' });
    assert.deepEqual([reply.headers['content-type'], reply.body.success], ['text/html', true]);
  });

  it('compresses a right answer', async () => {
    simulator.faults.add({ kind: 'gzip' });
    const reply = await client.postForBytes({ api: counterName, method: 'add', version: '1', _sid: sid });
    assert.equal(reply.headers['content-encoding'], 'gzip');
    assert.deepEqual(JSON.parse(gunzipSync(reply.bytes).toString()), { data: { runs: 1 }, success: true });
  });

  it('sends a gigantic answer that is well-formed', async () => {
    const reply = await struck({ kind: 'huge', megabytes: 3 });
    assert.ok(reply.text.length > 3_000_000);
    assert.equal(reply.body.success, true);
  });

  it('answers a code of DSM in place of the result, before or after the method ran', async () => {
    const early = await struck({ kind: 'code', code: 117, errors: { why: 'busy' } });
    assert.deepEqual([early.status, early.body.error], [200, { code: 117, errors: { why: 'busy' } }]);
    assert.equal(runs, 0);
    await struck({ kind: 'code', code: 117, when: 'after' });
    assert.equal(runs, 1);
  });

  it('really ends the session', async () => {
    assert.equal((await struck({ kind: 'session_end', code: 106 })).body.error?.code, 106);
    assert.equal(simulator.sessions.length, 0);
    assert.equal((await add()).body.error?.code, 106);
  });

  it('strikes one call inside a compound request', async () => {
    simulator.faults.add({ kind: 'code', code: 1031, api: counterName, method: 'look' });
    const calls = ['add', 'look', 'look'].map((method) => ({ api: counterName, method, version: 1 }));
    const { data } = await client.call('SYNO.Entry.Request', 'request', {
      _sid: sid,
      compound: JSON.stringify(calls),
    });
    const { result } = data as { result: { error?: { code: number } }[] };
    assert.deepEqual(
      result.map(({ error }) => error?.code ?? 0),
      [0, 1031, 0],
    );
  });

  it('spoils a compound request that carries the call it is for', async () => {
    simulator.faults.add({ kind: 'status', status: 502, method: 'look' });
    assert.equal((await add()).status, 200);
    const compound = JSON.stringify([{ api: counterName, method: 'look', version: 1 }]);
    const form = { api: 'SYNO.Entry.Request', method: 'request', version: '1', _sid: sid, compound };
    assert.equal((await client.post(form)).status, 502);
  });

  it('strikes as often as ordered, after letting some pass, and until it is cancelled', async () => {
    const order = simulator.faults.add({ kind: 'code', code: 117, skip: 1, times: 3 });
    const codes: number[] = [];
    for (let index = 0; index < 3; index += 1) codes.push((await add()).body.error?.code ?? 0);
    assert.deepEqual(codes, [0, 117, 117]);
    assert.deepEqual([order.hits, order.remaining], [2, 1]);
    order.cancel();
    assert.equal((await add()).body.success, true);
  });

  it('is chosen by what the call says', async () => {
    simulator.faults.add({ kind: 'code', code: 117, where: ({ parameters }) => parameters['n'] === '2' });
    assert.equal(await client.codeOf(counterName, 'look', { _sid: sid, n: '1' }), 0);
    assert.equal(await client.codeOf(counterName, 'look', { _sid: sid, n: '2' }), 117);
  });

  it('strikes at random at the rate given, the same requests for the same seed', async () => {
    const once = async (): Promise<number[]> => {
      simulator.faults.random({ rate: 0.3, seed: 5, kinds: [{ kind: 'code', code: 117 }] });
      const codes: number[] = [];
      for (let index = 0; index < 60; index += 1) codes.push((await add()).body.error?.code ?? 0);
      simulator.faults.clear();
      return codes;
    };
    const first = await once();
    assert.deepEqual(await once(), first);
    const hits = first.filter((code) => code === 117).length;
    assert.ok(hits > 8 && hits < 30, `${hits} of 60`);
    assert.equal((await add()).body.success, true);
  });
});
