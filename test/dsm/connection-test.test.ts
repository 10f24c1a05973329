import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';
import { type ConnectionReport, testConnection } from '../../src/dsm/connection-test.js';
import { RefusedLogins } from '../../src/dsm/refused-logins.js';
import type { SessionOptions } from '../../src/dsm/session-options.js';
import { forEachDialect } from '../support/dialects.js';
import { freePort } from '../support/free-port.js';
import { LIST_TASKS } from '../support/methods.js';
import { failure, loginsOf, sessionOptions, useBench } from '../support/nas.js';

const PROBE = { method: LIST_TASKS, parameters: {} };
const EVERY_STEP = ['reachable', 'certificate', 'dsm', 'login', 'package', 'permission'];

function test(nas: Simulator, changes: Partial<SessionOptions> = {}): Promise<ConnectionReport> {
  return testConnection(sessionOptions(nas, changes), PROBE);
}

/** Credentials of the simulator's first account. */
function credentials(nas: Simulator): SessionOptions['credentials'] {
  return sessionOptions(nas).credentials;
}

forEachDialect('a connection test of a NAS with which all is well', (dialect) => {
  const { startNas } = useBench(dialect);

  it('passes every step, with one login and no session left behind', async () => {
    const nas = await startNas();
    const report = await test(nas);
    assert.deepEqual(report.passed, EVERY_STEP);
    assert.equal(report.failed, null);
    assert.equal(loginsOf(nas), 1);
    assert.deepEqual(nas.sessions, []);
  });

  it('says which model and version it found', async () => {
    const { system } = await test(await startNas());
    assert.equal(system?.model, 'DS923+');
    assert.match(system.version ?? '', /^DSM \d/);
  });

  it('turns a one-time code into a token with which the next login succeeds', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpCodes: ['123456'] }] });
    const first = await test(nas, { credentials: { ...credentials(nas), otpCode: '123456' } });
    assert.deepEqual(first.passed, EVERY_STEP);
    assert.notEqual(first.deviceId, '');
    const second = await test(nas, { credentials: { ...credentials(nas), deviceId: first.deviceId } });
    assert.deepEqual(second.passed, EVERY_STEP);
    assert.equal(second.deviceId, '');
  });
});

describe('a connection test', () => {
  const { startNas, newSession } = useBench();

  it('passes over plain HTTP without looking for a certificate', async () => {
    const report = await test(await startNas({ protocol: 'http', encryptionBits: 2048 }));
    assert.deepEqual(
      report.passed,
      EVERY_STEP.filter((step) => step !== 'certificate'),
    );
    assert.equal(report.certificate, null);
  });

  it('sends a one-time code encrypted over plain HTTP', async () => {
    const accounts = [{ name: 'a', password: 'b', otpCodes: ['135790'] }];
    const nas = await startNas({ protocol: 'http', encryptionBits: 2048, accounts });
    const report = await test(nas, { credentials: { ...credentials(nas), otpCode: '135790' } });
    assert.deepEqual(report.failed, null);
    assert.notEqual(report.deviceId, '');
    assert.ok(!JSON.stringify(nas.journal.entries.map(({ body }) => body)).includes('135790'));
  });

  it('shows the certificate, whether it is trusted or not', async () => {
    const nas = await startNas();
    const { certificate } = await test(nas, { trust: { kind: 'system' } });
    assert.equal(certificate?.fingerprint, nas.fingerprint);
    assert.ok(Date.parse(certificate.validFrom) < Date.parse(certificate.validUntil));
    assert.deepEqual(certificate, (await test(nas)).certificate);
  });

  it('ends at a certificate that is not trusted, and has sent nothing', async () => {
    const nas = await startNas();
    const { passed, failed } = await test(nas, { trust: { kind: 'system' } });
    assert.deepEqual(passed, ['reachable']);
    assert.deepEqual([failed?.step, failed?.code], ['certificate', 'ABB_TLS']);
    assert.deepEqual(nas.journal.entries, []);
  });

  it('ends at once where nothing answers', async () => {
    const nas = await startNas();
    const address = { ...sessionOptions(nas).address, port: await freePort() };
    const { passed, failed } = await test(nas, { address });
    assert.deepEqual(passed, []);
    assert.deepEqual([failed?.step, failed?.code], ['reachable', 'ABB_UNREACHABLE']);
  });

  it('ends at once where nobody speaks TLS', async () => {
    const nas = await startNas({ protocol: 'http' });
    const address = { ...sessionOptions(nas).address, protocol: 'https' as const };
    const { failed } = await test(nas, { address });
    assert.deepEqual([failed?.step, failed?.code], ['reachable', 'ABB_UNREACHABLE']);
  });

  it('ends at something that is not DSM', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'html' });
    const { passed, failed } = await test(nas);
    assert.deepEqual(passed, ['reachable', 'certificate']);
    assert.deepEqual([failed?.step, failed?.code], ['dsm', 'ABB_BAD_REPLY']);
  });

  it('ends at a wrong password after one try, and holds it to be refused', async () => {
    const nas = await startNas();
    const memory = new RefusedLogins();
    const wrong = { credentials: { ...credentials(nas), password: 'wrong' }, refusedLogins: memory };
    const { passed, failed } = await test(nas, wrong);
    assert.deepEqual(passed, ['reachable', 'certificate', 'dsm']);
    assert.deepEqual([failed?.step, failed?.code], ['login', 'ABB_LOGIN']);
    await failure('ABB_LOGIN', newSession(nas, wrong).call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 1);
  });

  it('tries refused credentials once more, and lets sessions use them when they work', async () => {
    const nas = await startNas();
    const memory = new RefusedLogins();
    const right = { credentials: { ...credentials(nas), password: 'new' }, refusedLogins: memory };
    const session = newSession(nas, right);
    await failure('ABB_LOGIN', session.call(LIST_TASKS, {}));
    nas.accounts.change('backup-reader', { password: 'new' });
    assert.equal((await test(nas, right)).failed, null);
    await session.call(LIST_TASKS, {});
  });

  it('ends at a login that needs a one-time code', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpCodes: ['123456'] }] });
    const { failed } = await test(nas);
    assert.deepEqual([failed?.step, failed?.code], ['login', 'ABB_OTP_REQUIRED']);
  });

  it('ends at a wrong one-time code, gives no token, and does not count it against the password', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpCodes: ['123456'] }] });
    const memory = new RefusedLogins();
    const wrong = { credentials: { ...credentials(nas), otpCode: '000000' }, refusedLogins: memory };
    const { failed, deviceId } = await test(nas, wrong);
    assert.deepEqual([failed?.step, failed?.code], ['login', 'ABB_OTP_REQUIRED']);
    assert.equal(deviceId, '');
    assert.equal(memory.find(sessionOptions(nas).address, credentials(nas)), undefined);
  });

  it('counts a wrong password against itself also when it came with a one-time code', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpCodes: ['123456'] }] });
    const memory = new RefusedLogins();
    const wrong = { ...credentials(nas), password: 'wrong' };
    const options = { credentials: { ...wrong, otpCode: '123456' }, refusedLogins: memory };
    assert.equal((await test(nas, options)).failed?.code, 'ABB_LOGIN');
    const session = newSession(nas, {
      credentials: { ...wrong, deviceId: 'a device' },
      refusedLogins: memory,
    });
    await failure('ABB_LOGIN', session.call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 1);
  });

  it('does not count a block of the address against a password that came with a one-time code', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpCodes: ['123456'] }] });
    const memory = new RefusedLogins();
    nas.faults.add({ kind: 'code', code: 407, api: 'SYNO.API.Auth', method: 'login' });
    const options = { credentials: { ...credentials(nas), otpCode: '123456' }, refusedLogins: memory };
    assert.equal((await test(nas, options)).failed?.code, 'ABB_LOGIN');
    assert.equal(memory.find(sessionOptions(nas).address, credentials(nas)), undefined);
  });

  it('clears the account of a refusal also when the code that it worked with brought no token', async () => {
    const nas = await startNas();
    const memory = new RefusedLogins();
    nas.faults.add({ kind: 'code', code: 401, api: 'SYNO.API.Auth', method: 'login' });
    const disabled = newSession(nas, { refusedLogins: memory });
    await failure('ABB_LOGIN', disabled.call(LIST_TASKS, {}));
    const { failed, deviceId } = await test(nas, {
      credentials: { ...credentials(nas), otpCode: '123456' },
      refusedLogins: memory,
    });
    assert.deepEqual([failed, deviceId], [null, '']);
    await disabled.call(LIST_TASKS, {});
  });

  it('ends at a NAS without Active Backup', async () => {
    const { passed, failed } = await test(await startNas({ packageInstalled: false }));
    assert.equal(passed.at(-1), 'login');
    assert.deepEqual([failed?.step, failed?.code], ['package', 'ABB_NOT_INSTALLED']);
  });

  it('ends at an account that may not use Active Backup, and leaves no session behind', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', mayUseBackup: false }] });
    const { passed, failed } = await test(nas);
    assert.equal(passed.at(-1), 'package');
    assert.deepEqual([failed?.step, failed?.code], ['permission', 'ABB_PERMISSION']);
    assert.deepEqual(nas.sessions, []);
  });

  it('does without model and version where DSM does not tell them', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'code', code: 105, api: 'SYNO.DSM.Info' });
    const report = await test(nas);
    assert.deepEqual(report.system, { model: null, version: null });
    assert.equal(report.failed, null);
  });

  it('ends in time where the NAS hangs', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'hang' });
    const { failed } = await test(nas, { limits: { requestMs: 100 } });
    assert.deepEqual([failed?.step, failed?.code], ['dsm', 'ABB_TIMEOUT']);
  });

  it('holds no password in its report', async () => {
    const nas = await startNas();
    const report = JSON.stringify(await test(nas));
    assert.ok(!report.includes(credentials(nas).password));
  });
});
