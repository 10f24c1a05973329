import assert from 'node:assert/strict';

import { demoAccount, type Simulator } from '../simulator/index.js';
import { connect, type ConnectOptions, operations, testConnection } from '../src/index.js';
import { failure, loginsOf, useBench } from './support/nas.js';
import { openSockets } from './support/resources.js';
import { until } from './support/until.js';

const VERSION = 'SYNO.ActiveBackup.Version';

/** Options for this NAS. */
function options(nas: Simulator, changes: Partial<ConnectOptions> = {}): ConnectOptions {
  const { host, port, fingerprint } = nas;
  const { name: username, password } = demoAccount;
  return { host, port, fingerprint, username, password, ...changes };
}

describe('a connection of the library', () => {
  const { startNas } = useBench();

  it('has every operation as a method', async () => {
    const nas = await startNas();
    const backup = connect(options(nas));
    for (const name of Object.keys(operations)) {
      assert.equal(typeof Object.entries(backup).find(([key]) => key === name)?.[1], 'function', name);
    }
    await backup.close();
  });

  it('logs in when it is first asked for something, once, and logs out when it is closed', async () => {
    const nas = await startNas();
    const before = openSockets();
    const backup = connect(options(nas));
    assert.equal(nas.journal.entries.length, 0);
    const [tasks, storages] = await Promise.all([backup.tasks(), backup.storage()]);
    assert.equal(tasks.length, 3);
    assert.equal(storages.length, 2);
    assert.equal(loginsOf(nas), 1);
    assert.equal(nas.sessions.length, 1);
    await backup.close();
    assert.deepEqual(nas.sessions, []);
    await until('the sockets to be closed', 2, () => (openSockets() <= before ? true : undefined));
    await failure('ABB_CLOSED', backup.tasks());
  });

  it('takes parameters in all the forms that messages take them', async () => {
    const nas = await startNas();
    const backup = connect(options(nas));
    const [task] = nas.world.fleet.tasks.values();
    assert.ok(task);
    const byId = await backup.versions({ taskId: String(task.id) });
    assert.deepEqual(await backup.versions({ taskName: task.name }), byId);
    const recent = await backup.history({ from: new Date(Date.now() - 86_400_000), limit: 'all' });
    assert.deepEqual(await backup.history({ from: '24h', limit: 'all' }), recent);
    await backup.close();
  });

  it('tells the progress of a backup and gives its outcome', async () => {
    const nas = await startNas();
    const [task] = nas.world.fleet.tasks.values();
    assert.ok(task);
    nas.world.nextOutcome(task.id, { outcome: 'success', durationSeconds: 30 });
    const backup = connect(options(nas));
    const states: string[] = [];
    const onProgress = ({ state }: { state: string }): void => {
      states.push(state);
      // The backup ends only when it has been seen to run.
      if (state === 'running') nas.clock.advance(60_000);
    };
    const outcomes = await backup.runBackup(
      { taskIds: task.id, wait: true },
      { patience: { pollMs: 50 }, onProgress },
    );
    assert.ok('length' in outcomes);
    assert.equal(outcomes[0]?.outcome, 'success');
    assert.ok(states.includes('running'), states.join(', '));
    await backup.close();
  });

  it('gives long lists page by page', async () => {
    const nas = await startNas({ size: { tasks: 2, historyRows: 1200, scheduled: false } });
    const backup = connect(options(nas));
    const lengths: number[] = [];
    const ids: (number | null)[] = [];
    for await (const { result } of backup.pages(operations.history, { limit: 'all' })) {
      lengths.push(result.length);
      ids.push(...result.map(({ id }) => id));
    }
    assert.equal(new Set(ids).size, 1200);
    assert.ok(Math.max(...lengths) <= 500 && lengths.length >= 3, lengths.join(', '));
    await backup.close();
  });

  it('deletes nothing unless it is armed and told once more what', async () => {
    const nas = await startNas({ size: 'demo' });
    const backup = connect(options(nas));
    const [task] = nas.world.fleet.tasks.values();
    assert.ok(task);
    const versions = await backup.versions({ taskId: task.id });
    const versionIds = versions.flatMap(({ id }) => (id === null ? [] : [id])).slice(-1);
    const given = { taskId: task.id, versionIds };
    assert.deepEqual(
      Object.keys(await backup.deleteVersions({ ...given, confirm: versionIds })).slice(0, 1),
      ['dryRun'],
    );
    const deletion = { armed: true, dryRun: false };
    await failure('ABB_NOT_CONFIRMED', backup.deleteVersions(given, { deletion }));
    assert.equal(nas.journal.calls(VERSION, 'delete').length, 0);
    await backup.deleteVersions({ ...given, confirm: versionIds }, { deletion });
    assert.equal(nas.journal.calls(VERSION, 'delete').length, 1);
    await backup.close();
  });

  it('trusts only the certificate that it was told, and says so before anything is sent', async () => {
    const nas = await startNas();
    const backup = connect(options(nas, { fingerprint: '00'.repeat(32) }));
    await failure('ABB_TLS', backup.tasks());
    assert.equal(nas.journal.entries.length, 0);
    await backup.close();
  });

  const wrong: readonly [string, Partial<ConnectOptions>][] = [
    ['no host', { host: ' ' }],
    ['an address in place of a host', { host: 'https://nas' }],
    ['a port that is none', { port: 65_536 }],
    ['half a port', { port: 5000.5 }],
    ['no account', { username: '' }],
    ['no password', { password: '' }],
    ['a fingerprint that is none', { fingerprint: 'AB:CD' }],
  ];
  it('is refused, and not tried as "undefined", where JavaScript gives a variable that is not set', () => {
    for (const name of ['host', 'username', 'password'] as const) {
      const unset = { host: 'nas', username: 'a', password: 'b', [name]: undefined } as unknown;
      assert.throws(() => connect(unset as ConnectOptions), { code: 'ABB_NOT_CONFIGURED' });
    }
  });

  for (const [what, changes] of wrong) {
    it(`is refused with ${what}`, () => {
      const base = { host: 'nas', username: 'a', password: 'b' };
      assert.throws(() => connect({ ...base, ...changes }), { code: 'ABB_NOT_CONFIGURED' });
    });
  }
});

describe('a connection that is tried out', () => {
  const { startNas } = useBench();

  it('passes every step, and leaves nothing behind', async () => {
    const nas = await startNas();
    const { passed, failed, deviceId } = await testConnection(options(nas));
    assert.deepEqual(passed, ['reachable', 'certificate', 'dsm', 'login', 'package', 'permission']);
    assert.deepEqual([failed, deviceId], [null, '']);
    assert.deepEqual(nas.sessions, []);
  });

  it('tells where it ended, and what to trust', async () => {
    const nas = await startNas();
    const { failed, certificate } = await testConnection(options(nas, { fingerprint: undefined }));
    assert.deepEqual([failed?.step, failed?.code], ['certificate', 'ABB_TLS']);
    assert.equal(certificate?.fingerprint, nas.fingerprint);
  });

  it('gives the token of a trusted device for a code, which connect takes', async () => {
    const { name, password } = demoAccount;
    const nas = await startNas({ accounts: [{ name, password, otpCodes: ['123456'] }] });
    const given = options(nas, { deviceName: 'report' });
    const { deviceId } = await testConnection(given, '123456');
    const backup = connect({ ...given, deviceId });
    assert.equal((await backup.tasks()).length, 3);
    await backup.close();
  });

  it('is refused where it cannot be right', async () => {
    await failure('ABB_NOT_CONFIGURED', testConnection({ host: '', username: 'a', password: 'b' }));
  });
});
