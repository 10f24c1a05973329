import assert from 'node:assert/strict';

import { demoAccount, type Simulator } from '../../simulator/index.js';
import type { ConnectionReport } from '../../src/dsm/connection-test.js';
import { loginsOf, useBench } from '../support/nas.js';
import { account, credentials, flowOf, operationNode, sessionNode, useNodeRed } from '../support/node-red.js';

const EVERY_STEP = ['reachable', 'certificate', 'dsm', 'login', 'package', 'permission'];

/** What the dialog of a session for this NAS sends. */
function formFor(nas: Simulator, changes: object = {}): object {
  const { name: username, password } = nas.accounts.list()[0] ?? demoAccount;
  return { ...sessionNode(nas), username, password, deviceId: '', otpCode: '', ...changes };
}

describe('the connection test of a session', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  async function test(form: object, session = 'unsaved'): Promise<ConnectionReport> {
    const { status, body } = await nodeRed.admin(`/abb/${session}/test`, form);
    assert.equal(status, 200, JSON.stringify(body));
    return body as ConnectionReport;
  }

  it('tries what the form says, although nothing is deployed', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(), {});
    const report = await test(formFor(nas));
    assert.deepEqual(report.passed, EVERY_STEP);
    assert.equal(loginsOf(nas), 1);
  });

  it('uses the stored password where the form has not got it, and does not tell it', async () => {
    const nas = await startNas();
    const session = sessionNode(nas);
    await nodeRed.start(flowOf(session), account);
    const report = await test(formFor(nas, { password: '__PWRD__' }), session.id);
    assert.deepEqual(report.passed, EVERY_STEP);
    assert.ok(!JSON.stringify(report).includes(demoAccount.password));
  });

  it('tries the address of the form rather than the one that is deployed', async () => {
    const deployed = await startNas();
    const nas = await startNas();
    const session = sessionNode(deployed);
    await nodeRed.start(flowOf(session), account);
    await test(formFor(nas, { password: '__PWRD__' }), session.id);
    assert.equal(loginsOf(nas), 1);
    assert.deepEqual(deployed.journal.entries, []);
  });

  it('understands ${NAME}, as a deploy does', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(), {});
    process.env['ABB_TEST_HOST'] = nas.host;
    try {
      const { passed } = await test(formFor(nas, { host: '${ABB_TEST_HOST}' }));
      assert.deepEqual(passed, EVERY_STEP);
    } finally {
      delete process.env['ABB_TEST_HOST'];
    }
  });

  it('costs one login a click when it is refused', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(), {});
    const wrong = formFor(nas, { password: 'not-the-password' });
    for (const clicks of [1, 2]) {
      assert.equal((await test(wrong)).failed?.code, 'ABB_LOGIN');
      assert.equal(loginsOf(nas), clicks);
    }
  });

  it('gives a token for a one-time code, spaces in it or not, and gives none without', async () => {
    const nas = await startNas({ accounts: [{ name: 'a', password: 'b', otpCodes: ['123456'] }] });
    await nodeRed.start(flowOf(), {});
    assert.equal((await test(formFor(nas))).failed?.code, 'ABB_OTP_REQUIRED');
    const { deviceId } = await test(formFor(nas, { otpCode: '123 456' }));
    assert.notEqual(deviceId, '');
    const later = await test(formFor(nas, { deviceId }));
    assert.deepEqual([later.passed, later.deviceId], [EVERY_STEP, '']);
  });

  it('lets a deployed session try its credentials again when they work', async () => {
    const nas = await startNas();
    const session = sessionNode(nas);
    await nodeRed.start(
      flowOf(session, operationNode('tasks', 'abb-tasks')),
      credentials('backup-reader', 'next'),
    );
    nodeRed.send('tasks');
    assert.equal((await nodeRed.inbox('caught').next()).error?.code, 'ABB_LOGIN');
    nas.accounts.change('backup-reader', { password: 'next' });
    await test(formFor(nas, { password: '__PWRD__' }), session.id);
    nodeRed.send('tasks');
    assert.ok(Array.isArray((await nodeRed.inbox('out').next()).payload));
  });

  it('says what is missing in the form, and asks the NAS nothing', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(), {});
    for (const lack of [{ host: '' }, { username: '' }, { password: '__PWRD__' }, { fingerprint: 'AB' }]) {
      const { body } = await nodeRed.admin('/abb/unsaved/test', formFor(nas, lack));
      assert.equal((body as { code: string }).code, 'ABB_NOT_CONFIGURED', JSON.stringify(lack));
    }
    assert.deepEqual(nas.journal.entries, []);
  });

  it('takes no form of another page, which could send a stored password elsewhere', async () => {
    const nas = await startNas();
    const session = sessionNode(nas);
    await nodeRed.start(flowOf(session), account);
    const { status } = await nodeRed.adminForm(
      `/abb/${session.id}/test`,
      formFor(nas, { password: '__PWRD__' }),
    );
    assert.equal(status, 415);
    assert.deepEqual(nas.journal.entries, []);
  });
});
