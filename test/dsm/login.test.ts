import assert from 'node:assert/strict';

import { authenticatorCode, type Simulator } from '../../simulator/index.js';
import type { Credentials } from '../../src/dsm/login.js';
import { RefusedLogins } from '../../src/dsm/refused-logins.js';
import { forEachDialect } from '../support/dialects.js';
import { LIST_RESULTS, LIST_TASKS } from '../support/methods.js';
import { failure, loginsOf, useBench } from '../support/nas.js';
import { RoughClient } from '../simulator/rough-client.js';

function credentials(password: string, deviceId = ''): Credentials {
  return { account: 'backup-reader', password, deviceId, deviceName: 'test' };
}

forEachDialect('a wrong password', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  it('is sent once, however many calls wait for the login', async () => {
    const nas = await startNas();
    const session = newSession(nas, { credentials: credentials('wrong') });
    const calls = Array.from({ length: 50 }, (_, offset) => session.call(LIST_RESULTS, { offset }));
    await Promise.all(calls.map((call) => failure('ABB_LOGIN', call)));
    for (let i = 0; i < 20; i++) await failure('ABB_LOGIN', session.call(LIST_TASKS, {}));
    assert.equal(session.state, 'refused');
    assert.equal(loginsOf(nas), 1);
    assert.equal(nas.failedLogins.length, 1);
  });

  it('is not sent again by new sessions with the same credentials', async () => {
    const nas = await startNas();
    const refusedLogins = new RefusedLogins();
    for (let i = 0; i < 12; i++) {
      const session = newSession(nas, { credentials: credentials('wrong'), refusedLogins });
      const error = await failure('ABB_LOGIN', session.call(LIST_TASKS, {}));
      assert.deepEqual(error.cause, { api: 'SYNO.API.Auth', method: 'login', code: 400 });
      await session.close();
    }
    assert.equal(loginsOf(nas), 1);
  });

  it('is sent once when several sessions ask at the same time', async () => {
    const nas = await startNas();
    const changes = { credentials: credentials('wrong'), refusedLogins: new RefusedLogins() };
    const sessions = Array.from({ length: 5 }, () => newSession(nas, changes));
    await Promise.all(sessions.map((session) => failure('ABB_LOGIN', session.call(LIST_TASKS, {}))));
    assert.equal(loginsOf(nas), 1);
  });

  it('is sent once though each of several sessions is another trusted device', async () => {
    const nas = await startNas();
    const refusedLogins = new RefusedLogins();
    const devices = Array.from({ length: 12 }, (_, index) =>
      newSession(nas, { credentials: credentials('wrong', `device-${index}`), refusedLogins }),
    );
    await Promise.all(devices.map((device) => failure('ABB_LOGIN', device.call(LIST_TASKS, {}))));
    await failure(
      'ABB_LOGIN',
      newSession(nas, { credentials: credentials('wrong'), refusedLogins }).call(LIST_TASKS, {}),
    );
    assert.equal(loginsOf(nas), 1);
  });

  it('is tried by the next session when the one before was closed on the way', async () => {
    const nas = await startNas();
    const changes = { refusedLogins: new RefusedLogins(), limits: { farewellMs: 50 } };
    const hanging = nas.faults.add({ kind: 'hang', api: 'SYNO.API.Auth' });
    const closed = newSession(nas, changes);
    const call = failure('ABB_CLOSED', closed.call(LIST_TASKS, {}));
    while (hanging.hits === 0) await new Promise(setImmediate);
    const next = newSession(nas, changes).call(LIST_TASKS, {});
    await closed.close();
    await call;
    await next;
  });

  it('does not keep another one from being tried', async () => {
    const nas = await startNas();
    const refusedLogins = new RefusedLogins();
    const wrong = newSession(nas, { credentials: credentials('wrong'), refusedLogins });
    await failure('ABB_LOGIN', wrong.call(LIST_TASKS, {}));
    const right = newSession(nas, { credentials: credentials('demo-password'), refusedLogins });
    await right.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 2);
  });

  it('is tried again once it was seen to work', async () => {
    const nas = await startNas();
    const refusedLogins = new RefusedLogins();
    const changes = { credentials: credentials('new-password'), refusedLogins };
    const session = newSession(nas, changes);
    await failure('ABB_LOGIN', session.call(LIST_TASKS, {}));
    nas.accounts.change('backup-reader', { password: 'new-password' });
    refusedLogins.forget(
      { protocol: 'https', host: nas.host, port: nas.port, basePath: '' },
      changes.credentials,
    );
    await session.call(LIST_TASKS, {});
  });

  it('does not show in the error', async () => {
    const nas = await startNas();
    const session = newSession(nas, { credentials: credentials('very-wrong') });
    const error = await failure('ABB_LOGIN', session.call(LIST_TASKS, {}));
    assert.ok(!`${error.message} ${error.stack} ${JSON.stringify(error)}`.includes('very-wrong'));
  });
});

forEachDialect('a login that DSM refuses', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  async function refusedTwice(
    nas: Simulator,
    code: 'ABB_LOGIN' | 'ABB_OTP_REQUIRED',
  ): Promise<number | undefined> {
    const session = newSession(nas);
    const error = await failure(code, session.call(LIST_TASKS, {}));
    await failure(code, session.call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 1);
    return error.cause?.code;
  }

  for (const refusal of [401, 402, 408, 409, 410, 405] as const) {
    it(`is not repeated: ${refusal} is ABB_LOGIN`, async () => {
      const nas = await startNas({ accounts: [{ name: 'a', password: 'b', refusal }] });
      assert.equal(await refusedTwice(nas, 'ABB_LOGIN'), refusal);
    });
  }

  for (const refusal of [406, 449] as const) {
    it(`is not repeated: ${refusal} needs a person, ABB_OTP_REQUIRED`, async () => {
      const nas = await startNas({ accounts: [{ name: 'a', password: 'b', refusal }] });
      assert.equal(await refusedTwice(nas, 'ABB_OTP_REQUIRED'), refusal);
    });
  }

  it('is not repeated when a one-time code is needed', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpCodes: [] }] });
    assert.equal(await refusedTwice(nas, 'ABB_OTP_REQUIRED'), 403);
  });

  it('is not repeated when the address is blocked', async () => {
    const nas = await startNas({ autoBlock: { attempts: 1 } });
    const wrong = newSession(nas, { credentials: credentials('wrong') });
    await failure('ABB_LOGIN', wrong.call(LIST_TASKS, {}));
    const right = newSession(nas);
    const error = await failure('ABB_LOGIN', right.call(LIST_TASKS, {}));
    await failure('ABB_LOGIN', right.call(LIST_TASKS, {}));
    assert.equal(error.cause?.code, 407);
    assert.equal(loginsOf(nas), 2);
  });

  it('is not repeated when the password was changed while the session was open', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.accounts.change('backup-reader', { password: 'changed' });
    nas.expireSessions();
    for (let i = 0; i < 5; i++) await failure('ABB_LOGIN', session.call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 2);
  });
});

forEachDialect('a login that fails on the way', (dialect) => {
  const { startNas, newSession } = useBench(dialect);

  it('is not latched: the next call logs in', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    nas.faults.add({ kind: 'status', status: 502, api: 'SYNO.API.Auth' });
    await failure('ABB_BAD_REPLY', session.call(LIST_TASKS, {}));
    assert.equal(session.state, 'idle');
    await session.call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 2);
  });

  it('is not repeated unasked, since each try may count', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'reset', when: 'after', api: 'SYNO.API.Auth' });
    await failure('ABB_UNREACHABLE', newSession(nas).call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 1);
  });

  it('is not latched either when DSM is busy', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    nas.faults.add({ kind: 'code', code: 117, api: 'SYNO.API.Auth' });
    await failure('ABB_BUSY', session.call(LIST_TASKS, {}));
    await session.call(LIST_TASKS, {});
  });

  const useless = ['{"success":true}', '{"success":true,"data":{"sid":""}}'];
  // Neither fits a header.
  useless.push('{"success":true,"data":{"sid":"\\ud800"}}', '{"success":true,"data":{"sid":"a b"}}');
  for (const body of useless) {
    it(`is a bad reply without a session id: ${body}`, async () => {
      const nas = await startNas();
      nas.faults.add({ kind: 'body', body, api: 'SYNO.API.Auth' });
      await failure('ABB_BAD_REPLY', newSession(nas).call(LIST_TASKS, {}));
    });
  }

  it('may be given up by one caller and go on for another', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    const login = nas.faults.add({ kind: 'slow', milliseconds: 60, api: 'SYNO.API.Auth' });
    const withdraw = new AbortController();
    const leaver = session.call(LIST_RESULTS, {}, withdraw.signal);
    const stayer = session.call(LIST_TASKS, {});
    while (login.hits === 0) await new Promise(setImmediate);
    withdraw.abort(new Error('enough'));
    await assert.rejects(leaver, /enough/);
    await stayer;
    assert.equal(loginsOf(nas), 1);
    assert.equal(nas.journal.calls(LIST_RESULTS.api).length, 0);
  });
});

forEachDialect('a trusted device', (dialect) => {
  const { startNas, newSession } = useBench(dialect);
  const otpSecret = 'JBSWY3DPEHPK3PXP';

  it('logs in without a one-time code', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpSecret }] });
    const deviceId = await trustDevice(nas, authenticatorCode(otpSecret));
    const device = { account: 'a', password: 'b', deviceId, deviceName: 'Node-RED' };
    await newSession(nas, { credentials: device }).call(LIST_TASKS, {});
    assert.equal(nas.failedLogins.length, 0);
  });

  it('is told once that DSM has forgotten it, and its token is not sent again', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpSecret }] });
    const deviceId = await trustDevice(nas, authenticatorCode(otpSecret));
    nas.revokeTrustedDevices();
    const credentials = { account: 'a', password: 'b', deviceId, deviceName: 'Node-RED' };
    const refusedLogins = new RefusedLogins();
    let told = 0;
    const onDeviceForgotten = () => (told += 1);
    const logins = loginsOf(nas);
    const session = newSession(nas, { credentials, refusedLogins, onDeviceForgotten });
    for (let i = 0; i < 3; i++) {
      const error = await failure('ABB_OTP_REQUIRED', session.call(LIST_TASKS, {}));
      assert.equal(error.textKey, 'login.deviceForgotten');
    }
    assert.equal(told, 1);
    // Neither a session that still has the token nor one that has dropped it asks DSM again.
    for (const token of [deviceId, '']) {
      const later = newSession(nas, { credentials: { ...credentials, deviceId: token }, refusedLogins });
      await failure('ABB_OTP_REQUIRED', later.call(LIST_TASKS, {}));
    }
    assert.equal(loginsOf(nas) - logins, 1);
  });

  it('is not blamed for an account that has never had one', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpSecret }] });
    const error = await failure('ABB_OTP_REQUIRED', newSession(nas).call(LIST_TASKS, {}));
    assert.equal(error.textKey, 'login.otp');
  });

  it('works again with a new token, which a new code has brought', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpCodes: ['1', '2'] }] });
    const refusedLogins = new RefusedLogins();
    const device = { account: 'a', password: 'b', deviceName: 'Node-RED' };
    const stale = await trustDevice(nas, '1');
    nas.revokeTrustedDevices();
    const old = newSession(nas, { credentials: { ...device, deviceId: stale }, refusedLogins });
    await failure('ABB_OTP_REQUIRED', old.call(LIST_TASKS, {}));
    const deviceId = await trustDevice(nas, '2');
    await newSession(nas, { credentials: { ...device, deviceId }, refusedLogins }).call(LIST_TASKS, {});
  });
});

/** Has the NAS trust a device, as a person does once in the dialog; answers the token. */
async function trustDevice(nas: Simulator, otpCode: string): Promise<string> {
  const client = new RoughClient(nas);
  const { did, device_id } = await client.login(
    { otp_code: otpCode, enable_device_token: 'yes', device_name: 'Node-RED' },
    String(nas.dialect.authMaxVersion),
  );
  await client.close();
  return did ?? device_id ?? '';
}

describe('a wrong password whose refusal is lost', () => {
  const { startNas, newSession } = useBench();

  it('is sent rarely, for each time counts for Auto Block', async function () {
    // Attempts during an outage are kept apart, which makes a quarter of a minute here.
    this.timeout(60_000);
    const nas = await startNas();
    let now = 0;
    const changes = { credentials: credentials('wrong'), refusedLogins: new RefusedLogins(() => now) };
    nas.faults.add({ kind: 'cut', when: 'after', api: 'SYNO.API.Auth', times: 1000 });
    const session = newSession(nas, changes);
    const tenMessages = async () => {
      for (let i = 0; i < 10; i++) await failure('ABB_UNREACHABLE', session.call(LIST_TASKS, {}));
    };
    await tenMessages();
    assert.equal(loginsOf(nas), 3);
    await session.close();
    const deployed = newSession(nas, changes);
    const { message } = await failure('ABB_UNREACHABLE', deployed.call(LIST_TASKS, {}));
    assert.match(message, /3 times in a row.* 60 s/);
    for (now = 60_000; now < 360_000; now += 60_000) {
      await failure('ABB_UNREACHABLE', deployed.call(LIST_TASKS, {}));
      await failure('ABB_UNREACHABLE', deployed.call(LIST_TASKS, {}));
    }
    assert.equal(loginsOf(nas), 3 + 5, 'fewer than ten within five minutes');
    nas.faults.clear();
    await failure('ABB_LOGIN', deployed.call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 3 + 5 + 1);
  });
});
