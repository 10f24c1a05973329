import assert from 'node:assert/strict';
import type { ApiDeclaration, Parameters } from '../../../simulator/api.js';
import { startSimulator } from '../../../simulator/index.js';
import type { Simulator, SimulatorOptions } from '../../../simulator/index.js';
import { RoughClient } from '../rough-client.js';

/** An API that answers what it was given. */
const echo: ApiDeclaration = {
  path: 'entry.cgi',
  minVersion: 1,
  maxVersion: 2,
  requestFormat: 'JSON',
  methods: {
    echo: { right: 'backup', run: (parameters: Parameters) => parameters },
    fetch: { right: 'session', required: ['task_id', 'name'], run: () => undefined },
  },
};
const echoName = 'SYNO.ActiveBackup.Echo';

describe('a simulated call', () => {
  let simulator: Simulator;
  let client: RoughClient;
  let sid: string;

  async function start(options: SimulatorOptions = {}): Promise<void> {
    simulator = await startSimulator({ speed: 0, extraApis: { [echoName]: echo }, ...options });
    client = new RoughClient(simulator);
    sid = (await client.login()).sid;
  }

  async function post(form: Readonly<Record<string, string>>): Promise<number> {
    return (await client.post({ _sid: sid, ...form })).body.error?.code ?? 0;
  }

  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  describe('is refused in the order of DSM', () => {
    it('101 without api, method or version', async () => {
      await start();
      assert.equal(await post({ method: 'echo', version: '1' }), 101);
      assert.equal(await post({ api: echoName, version: '1' }), 101);
      assert.equal(await post({ api: echoName, method: 'echo' }), 101);
    });

    it('102 for an unknown API, also one with the name of something in JavaScript', async () => {
      await start();
      assert.equal(await post({ api: 'SYNO.No.Such', method: 'echo', version: '9' }), 102);
      assert.equal(await post({ api: 'constructor', method: 'echo', version: '1' }), 102);
    });

    it('104 for the version before 103 for the method', async () => {
      await start();
      assert.equal(await post({ api: echoName, method: 'nothing', version: '3' }), 104);
      assert.equal(await post({ api: echoName, method: 'nothing', version: 'one' }), 104);
      assert.equal(await post({ api: echoName, method: 'nothing', version: '2' }), 103);
      assert.equal(await post({ api: echoName, method: 'toString', version: '2' }), 103);
    });

    it('105 for an account without the right, before looking at parameters', async () => {
      await start({ accounts: [{ name: 'a', password: 'b', mayUseBackup: false }] });
      assert.equal(await post({ api: echoName, method: 'echo', version: '1', list: '[1,' }), 105);
      assert.equal(await post({ api: echoName, method: 'fetch', version: '1', task_id: '1', name: 'x' }), 0);
    });

    it('120 with the name of the parameter that is missing', async () => {
      await start();
      const form = { api: echoName, method: 'fetch', version: '1', _sid: sid };
      const first = await client.post(form);
      assert.deepEqual(first.body.error, { code: 120, errors: { name: 'task_id', reason: 'required' } });
      const second = await client.post({ ...form, task_id: '1' });
      assert.deepEqual(second.body.error, { code: 120, errors: { name: 'name', reason: 'required' } });
    });
  });

  it('answers success alone when the method has no data', async () => {
    await start();
    const form = { api: echoName, method: 'fetch', version: '1', _sid: sid, task_id: '1', name: 'x' };
    assert.equal((await client.post(form)).text, '{"success":true}');
  });

  it('reads GET and POST, query and form, and the API in the path', async () => {
    await start();
    const byGet = await client.get({ api: echoName, method: 'echo', version: '1', _sid: sid, a: '1' });
    assert.deepEqual(byGet.body.data, { a: 1 });
    const mixed = await client.post(
      { version: '1', method: 'echo', b: '2' },
      { path: `entry.cgi/${echoName}?_sid=${sid}&a=1` },
    );
    assert.deepEqual(mixed.body.data, { a: 1, b: 2 });
  });

  it('is answered with a page outside of the API', async () => {
    await start();
    const front = await client.send('GET', '/');
    assert.equal(front.status, 200);
    assert.match(String(front.headers['content-type']), /text\/html/);
    assert.equal((await client.send('GET', '/webapi/unknown.cgi')).status, 404);
  });

  it('is served below the base path of a proxy only', async () => {
    await start({ basePath: '/nas' });
    assert.equal(await post({ api: echoName, method: 'echo', version: '1' }), 0);
    assert.match(simulator.url, /\/nas$/);
    assert.equal((await client.send('GET', '/../webapi/query.cgi')).status, 404);
  });

  describe('with parameters', () => {
    async function echoed(form: Readonly<Record<string, string>>): Promise<unknown> {
      const { body } = await client.post({ api: echoName, method: 'echo', version: '1', _sid: sid, ...form });
      return body.data ?? body.error;
    }

    it('decodes JSON, bare text, and the booleans of Python', async () => {
      await start();
      const sent = { a: '[1, 2]', b: '"quoted"', c: 'bare', d: 'true', e: 'True', f: '{"x":null}', g: '5' };
      const read = { a: [1, 2], b: 'quoted', c: 'bare', d: true, e: true, f: { x: null }, g: 5 };
      assert.deepEqual(await echoed(sent), read);
    });

    for (const text of ['[1,', '{x', '"open']) {
      it(`refuses the malformed ${text}`, async () => {
        await start();
        assert.deepEqual(await echoed({ filter: text }), {
          code: 120,
          errors: { name: 'filter', reason: 'type' },
        });
      });
    }

    it('refuses bare text where the dialect wants it quoted', async () => {
      await start({ dialect: { stringParameters: 'quoted_only' } });
      assert.deepEqual(await echoed({ order: '"ASC"' }), { order: 'ASC' });
      assert.deepEqual(await echoed({ order: 'ASC' }), {
        code: 120,
        errors: { name: 'order', reason: 'type' },
      });
    });

    it('refuses quoted text where the dialect wants it bare', async () => {
      await start({ dialect: { stringParameters: 'bare_only' } });
      assert.deepEqual(await echoed({ order: 'ASC' }), { order: 'ASC' });
      assert.deepEqual(await echoed({ order: '"ASC"' }), {
        code: 120,
        errors: { name: 'order', reason: 'type' },
      });
    });
  });

  describe('SYNO.API.Info', () => {
    async function names(query: Readonly<Record<string, string>>, path = 'query.cgi'): Promise<string[]> {
      const { body } = await client.get(
        { api: 'SYNO.API.Info', method: 'query', version: '1', ...query },
        { path },
      );
      return Object.keys(body.data as object);
    }

    it('lists everything, a beginning, or some names, without a login', async () => {
      await start();
      const everything = await names({ query: 'all' });
      assert.ok(everything.includes('SYNO.API.Auth') && everything.includes(echoName));
      assert.deepEqual(await names({}), everything);
      assert.deepEqual(await names({ query: 'all' }, 'entry.cgi'), everything);
      assert.deepEqual(await names({ query: 'SYNO.DSM.Info,SYNO.Entry.Request' }), [
        'SYNO.DSM.Info',
        'SYNO.Entry.Request',
      ]);
      const beginning = await names({ query: 'SYNO.ActiveBackup' });
      assert.ok(beginning.includes(echoName));
      assert.ok(beginning.includes('SYNO.ActiveBackupOffice365'), 'other packages begin alike');
    });

    it('tells where login is', async () => {
      await start({ dialect: 'dsm-6.2' });
      const { body } = await client.get(
        { api: 'SYNO.API.Info', method: 'query', version: '1', query: 'SYNO.API.Auth' },
        { path: 'query.cgi' },
      );
      const { 'SYNO.API.Auth': auth } = body.data as Record<string, unknown>;
      assert.deepEqual(auth, { maxVersion: 6, minVersion: 1, path: 'auth.cgi' });
      const elsewhere = await client.post({ api: 'SYNO.API.Auth', method: 'login', version: '6' });
      assert.equal(elsewhere.body.error?.code, 102);
    });
  });

  describe('SYNO.Entry.Request', () => {
    const good = { api: echoName, method: 'echo', version: 1, list: [1], text: 'bare' };
    const bad = { api: echoName, method: 'nothing', version: 1 };

    async function compound(calls: unknown, more: Readonly<Record<string, string>> = {}): Promise<unknown> {
      const { body } = await client.post({
        api: 'SYNO.Entry.Request',
        method: 'request',
        version: '1',
        _sid: sid,
        compound: JSON.stringify(calls),
        ...more,
      });
      return body.data ?? body.error;
    }

    const goodResult = { ...good, list: undefined, text: undefined };
    const head = { api: goodResult.api, method: 'echo', version: 1 };
    const success = { ...head, success: true, data: { list: [1], text: 'bare' } };
    const failure = { ...head, method: 'nothing', success: false, error: { code: 103 } };

    it('answers each call in its order, with values as they are', async () => {
      await start({ dialect: { stringParameters: 'quoted_only' } });
      assert.deepEqual(await compound([good, bad, good]), {
        has_fail: true,
        result: [success, failure, success],
      });
      assert.deepEqual(await compound([good], { mode: '"parallel"' }), {
        has_fail: false,
        result: [success],
      });
      assert.deepEqual(
        simulator.journal.calls(echoName).map(({ method, code }) => [method, code]),
        [
          ['echo', 0],
          ['nothing', 103],
          ['echo', 0],
          ['echo', 0],
        ],
      );
    });

    it('stops at the first failure when asked to', async () => {
      await start();
      assert.deepEqual(await compound([bad, good], { mode: 'sequential', stop_when_error: 'true' }), {
        has_fail: true,
        result: [failure],
      });
    });

    it('shows a dead session inside, or refuses all of it, as the dialect has it', async () => {
      await start();
      simulator.expireSessions();
      assert.deepEqual(await compound([good]), {
        has_fail: true,
        result: [{ ...head, success: false, error: { code: 106 } }],
      });
      await client.close();
      await simulator.close();
      await start({ dialect: { compoundSession: 'outside' } });
      simulator.expireSessions();
      assert.deepEqual(await compound([good]), { code: 106 });
    });

    it('does not exist where the dialect refuses it', async () => {
      await start({ dialect: { compound: 'refused' } });
      assert.deepEqual(await compound([good]), { code: 103 });
    });

    it('refuses what is not a list of calls', async () => {
      await start();
      assert.deepEqual(await compound({}), { code: 120, errors: { name: 'compound', reason: 'type' } });
      assert.deepEqual(await compound([1]), { code: 120, errors: { name: 'compound', reason: 'type' } });
    });
  });
});
