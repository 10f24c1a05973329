import assert from 'node:assert/strict';

import { parseApiList } from '../../src/dsm/discovery.js';
import { AbbError } from '../../src/dsm/errors.js';
import { forEachDialect } from '../support/dialects.js';
import { LIST_TASKS } from '../support/methods.js';
import { failure, loginsOf, useBench } from '../support/nas.js';

const TASK = 'SYNO.ActiveBackup.Task';

function list(entry: unknown): ReturnType<typeof parseApiList> {
  return parseApiList({ success: true, data: { [TASK]: entry } });
}

describe('the list of APIs', () => {
  it('says where each API is, which versions it has and how it wants parameters', () => {
    const entry = { path: 'entry.cgi', minVersion: 1, maxVersion: 2, requestFormat: 'JSON' };
    assert.deepEqual(list(entry).get(TASK), {
      path: 'entry.cgi',
      minVersion: 1,
      maxVersion: 2,
      format: 'json',
    });
  });

  it('takes versions that are text, and 1 for what is no version', () => {
    const found = list({ path: 'entry.cgi', minVersion: 'x', maxVersion: '7' }).get(TASK);
    assert.deepEqual(found, { path: 'entry.cgi', minVersion: 1, maxVersion: 7, format: 'plain' });
  });

  for (const path of ['entry.cgi', 'auth.cgi', 'ActiveBackup/entry.cgi', 'a-b_c.cgi/sub']) {
    it(`takes the path ${path}`, () => {
      assert.equal(list({ path }).get(TASK)?.path, path);
    });
  }

  for (const path of [
    '../entry.cgi',
    '/entry.cgi',
    '//evil.example/entry.cgi',
    'https://evil.example/',
    'entry.cgi?x=1',
    'entry.cgi#x',
    'a/../b',
    'a//b',
    'entry.cgi\r\nx',
    'entry .cgi',
    '@evil.example',
    '',
    7,
    null,
  ]) {
    it(`leaves out an API whose path is ${JSON.stringify(path)}: it becomes part of our next address`, () => {
      assert.equal(list({ path }).size, 0);
    });
  }

  it('is ABB_BUSY when DSM says that it is busy', () => {
    const busy = { success: false, error: { code: 117 } };
    assert.throws(() => parseApiList(busy), { code: 'ABB_BUSY' });
  });

  it('leaves out what is no API', () => {
    for (const entry of [null, 'entry.cgi', 7, []]) assert.equal(list(entry).size, 0);
  });

  for (const reply of [
    {},
    null,
    'text',
    { success: true },
    { success: true, data: 7 },
    { success: false, error: { code: 101 } },
  ]) {
    it(`is not ${JSON.stringify(reply)}`, () => {
      assert.throws(
        () => parseApiList(reply),
        (error) => error instanceof AbbError && error.code === 'ABB_BAD_REPLY',
      );
    });
  }
});

forEachDialect('discovery', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  it('asks only for what the session will call', async () => {
    const nas = await startNas();
    await newSession(nas, { methods: [LIST_TASKS] }).call(LIST_TASKS, {});
    const [query] = nas.journal.calls('SYNO.API.Info');
    assert.equal(query?.parameters['query'], `SYNO.API.Auth,SYNO.API.Encryption,${TASK},SYNO.Entry.Request`);
  });

  it('happens once for many calls', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    for (let i = 0; i < 3; i++) await session.call(LIST_TASKS, {});
    assert.equal(nas.journal.calls('SYNO.API.Info').length, 1);
  });

  it('is followed: each API is called at its path with a version that it has', async () => {
    const nas = await startNas();
    await newSession(nas).call(LIST_TASKS, {});
    const [login] = nas.journal.calls('SYNO.API.Auth');
    assert.equal(login?.request.path, `/webapi/${nas.dialect.authPath}`);
    assert.equal(login.version, String(nas.dialect.authMaxVersion));
    const [call] = nas.journal.calls(TASK);
    assert.equal(call?.request.path, '/webapi/entry.cgi');
    assert.equal(call.version, '1');
  });

  it('does not let a parameter stand in for what is called', async () => {
    const nas = await startNas();
    await newSession(nas).call(LIST_TASKS, { api: 'SYNO.ActiveBackup.Log', method: 'clear', version: 9 });
    const [call] = nas.journal.calls(TASK);
    assert.equal(call?.method, 'list');
    assert.equal(call.version, '1');
    assert.equal(call.request.body.match(/\b(api|method|version)=/g)?.length, 3);
  });

  it('sends no password to a server that does not offer a login', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'body', body: '{"success":true,"data":{}}', api: 'SYNO.API.Info' });
    await failure('ABB_BAD_REPLY', newSession(nas).call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 0);
  });
});
