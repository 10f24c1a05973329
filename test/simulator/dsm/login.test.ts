import assert from 'node:assert/strict';
import { authenticatorCode, startSimulator } from '../../../simulator/index.js';
import type { AccountOptions, Simulator, SimulatorOptions } from '../../../simulator/index.js';
import { RoughClient } from '../rough-client.js';

const anna: AccountOptions = { name: 'anna', password: '[1, "x' };

describe('the simulated login', () => {
  let simulator: Simulator;
  let client: RoughClient;

  async function start(options: SimulatorOptions = {}): Promise<void> {
    simulator = await startSimulator({ accounts: [anna], speed: 0, ...options });
    client = new RoughClient(simulator);
  }

  async function loginCode(
    parameters: Readonly<Record<string, string>> = {},
    version = '6',
  ): Promise<number> {
    return (await client.tryLogin(parameters, version)).body.error?.code ?? 0;
  }

  afterEach(async () => {
    await client.close();
    await simulator.close();
    assert.deepEqual(simulator.internalErrors, []);
  });

  for (const version of ['3', '4', '5', '6', '7']) {
    it(`opens a session with version ${version}`, async () => {
      await start();
      const { sid } = await client.login({}, version);
      assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo', { _sid: sid }), 0);
      assert.deepEqual(
        simulator.sessions.map((session) => session.account),
        ['anna'],
      );
    });
  }

  it('refuses version 7 on DSM 6, where it does not exist', async () => {
    await start({ dialect: 'dsm-6.2' });
    assert.equal(await loginCode({}, '7'), 104);
  });

  it('takes a password for text, even one that looks like JSON', async () => {
    await start();
    assert.equal(await loginCode({ passwd: '[1, "x' }), 0);
    simulator.accounts.change('anna', { password: '123' });
    assert.equal(await loginCode({ passwd: '123' }), 0);
  });

  it('sets the cookie id with format=cookie only', async () => {
    await start();
    const plain = await client.tryLogin({ format: 'sid' });
    assert.equal(plain.headers['set-cookie'], undefined);
    const reply = await client.tryLogin({ format: 'cookie' });
    const sid = (reply.body.data as { sid: string }).sid;
    assert.match(String(reply.headers['set-cookie']), new RegExp(`^id=${sid};`));
    const used = await client.post(
      { api: 'SYNO.DSM.Info', method: 'getinfo', version: '1' },
      { headers: { cookie: `other=1; id=${sid}` } },
    );
    assert.equal(used.body.success, true);
  });

  it('ends the session at logout, and takes a logout without a session', async () => {
    await start();
    const { sid } = await client.login();
    assert.equal(await client.codeOf('SYNO.API.Auth', 'logout', {}, '6'), 0);
    assert.equal(simulator.sessions.length, 1);
    assert.equal(await client.codeOf('SYNO.API.Auth', 'logout', { _sid: sid }, '6'), 0);
    assert.equal(simulator.sessions.length, 0);
    assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo', { _sid: sid }), 119);
  });

  describe('with a SynoToken', () => {
    it('sends dashes when the login did not ask for one, and needs none', async () => {
      await start();
      const { sid, synotoken } = await client.login();
      assert.match(synotoken, /^-+$/);
      assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo', { _sid: sid }), 0);
    });

    for (const missingTokenCode of [119, 103] as const) {
      it(`answers ${missingTokenCode} to a request that lacks the one it asked for`, async () => {
        await start({ dialect: { missingTokenCode } });
        const { sid, synotoken } = await client.login({ enable_syno_token: 'yes' });
        const form = { api: 'SYNO.DSM.Info', method: 'getinfo', version: '1', _sid: sid };
        const byHeader = await client.post(form, { headers: { 'X-SYNO-TOKEN': synotoken } });
        assert.equal(byHeader.body.success, true);
        const byParameter = await client.post({ ...form, SynoToken: synotoken });
        assert.equal(byParameter.body.success, true);
        assert.equal((await client.post(form)).body.error?.code, missingTokenCode);
        const wrong = await client.post({ ...form, SynoToken: 'wrong' });
        assert.equal(wrong.body.error?.code, missingTokenCode);
      });
    }
  });

  describe('with a second factor', () => {
    const codes = ['111111', '222222', '333333'];
    const withOtp = { accounts: [{ ...anna, otpCodes: codes }] };
    const trusting = { enable_device_token: 'yes', device_name: 'Node-RED' };

    it('asks for a code: with the kinds of factors in version 7, barely before', async () => {
      await start(withOtp);
      assert.deepEqual((await client.tryLogin({}, '6')).body.error, { code: 403 });
      const { error } = (await client.tryLogin({}, '7')).body;
      assert.equal(error?.code, 403);
      const { token, types } = error.errors as { token: string; types: { type: string }[] };
      assert.notEqual(token, '');
      assert.ok(types.some(({ type }) => type === 'authenticator'));
    });

    it('takes a code once, and refuses a wrong one', async () => {
      await start(withOtp);
      assert.equal(await loginCode({ otp_code: '999999' }), 404);
      assert.equal(await loginCode({ otp_code: '111111' }), 0);
      assert.equal(await loginCode({ otp_code: '111111' }), 404);
    });

    it('takes the code of an authenticator app', async () => {
      const otpSecret = 'GEZDGNBVGY3TQOJQ';
      await start({ accounts: [{ ...anna, otpSecret }] });
      assert.equal(await loginCode({ otp_code: authenticatorCode(otpSecret) }), 0);
    });

    it('computes the codes of RFC 6238', () => {
      const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
      assert.equal(authenticatorCode(secret, 59_000), '287082');
      assert.equal(authenticatorCode(secret, 1_111_111_109_000), '081804');
    });

    it('spells the device token by version and dialect', async () => {
      await start(withOtp);
      const old = await client.tryLogin({ otp_code: '111111', ...trusting, device_name: 'a' }, '6');
      const oldData = old.body.data as Record<string, string>;
      assert.ok(oldData['did'] !== undefined && !('device_id' in oldData));
      assert.match(String(old.headers['set-cookie']), /did=/);
      const recent = await client.login({ otp_code: '222222', ...trusting, device_name: 'b' }, '7');
      assert.ok(recent.device_id !== undefined && recent.device_id !== '' && !('did' in recent));
      const without = await client.login({ otp_code: '333333' }, '7');
      assert.equal(without.device_id, '');
    });

    it('needs no code with a device token, until that is revoked', async () => {
      await start(withOtp);
      const { did = '' } = await client.login({ otp_code: '111111', ...trusting });
      assert.equal(await loginCode({ device_id: did, device_name: 'Node-RED' }), 0);
      assert.equal(await loginCode({ device_id: did }), 0);
      assert.equal(await loginCode({ device_id: did, device_name: 'other' }), 403);
      simulator.revokeTrustedDevices('anna');
      assert.equal(await loginCode({ device_id: did, device_name: 'Node-RED' }), 403);
    });

    it('hands a device token out once per device name', async () => {
      await start(withOtp);
      const first = await client.login({ otp_code: '111111', ...trusting });
      const second = await client.login({ otp_code: '222222', ...trusting });
      assert.ok(first.did !== undefined);
      assert.equal(second.did, undefined);
    });

    it('tells the factors of an account without a password', async () => {
      await start(withOtp);
      const { data } = await client.call('SYNO.API.Auth.Type', 'get', { account: 'anna' });
      assert.deepEqual(data, [{ type: 'passwd' }, { type: 'authenticator' }]);
    });
  });

  describe('that is refused', () => {
    it('answers 400 to a wrong password and to an unknown account', async () => {
      await start();
      assert.equal(await loginCode({ passwd: 'wrong' }), 400);
      assert.equal(await loginCode({ account: 'nobody' }), 400);
      assert.deepEqual(
        simulator.failedLogins.map(({ account, code }) => [account, code]),
        [
          ['anna', 400],
          ['nobody', 400],
        ],
      );
    });

    for (const refusal of [401, 402, 405, 406, 408, 409, 410, 449] as const) {
      it(`answers ${refusal} when the account is in that state, but only to its right password`, async () => {
        await start({ accounts: [{ ...anna, refusal }] });
        assert.equal(await loginCode(), refusal);
        assert.equal(await loginCode({ passwd: 'wrong' }), 400);
      });
    }

    it('answers 402 to a session name of an application that the account may not use', async () => {
      await start({ accounts: [{ ...anna, deniedSessions: ['FileStation'] }] });
      assert.equal(await loginCode({ session: 'FileStation' }), 402);
      assert.equal(await loginCode({ session: 'webui' }), 0);
    });

    it('blocks an address after too many failures, also for the right password, until it is unblocked', async () => {
      await start({ autoBlock: { attempts: 3, withinMinutes: 5 } });
      for (const passwd of ['a', 'b']) assert.equal(await loginCode({ passwd }), 400);
      assert.equal(await loginCode(), 0);
      assert.equal(await loginCode({ passwd: 'c' }), 400);
      assert.equal(await loginCode(), 407);
      simulator.unblock('127.0.0.1');
      assert.equal(await loginCode(), 0);
    });

    it('forgets failures that are long ago', async () => {
      await start({ autoBlock: { attempts: 2, withinMinutes: 5 } });
      assert.equal(await loginCode({ passwd: 'a' }), 400);
      simulator.clock.advance(6 * 60_000);
      assert.equal(await loginCode({ passwd: 'b' }), 400);
      assert.equal(await loginCode(), 0);
    });
  });
});
