import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { demoAccount, type Simulator } from '../../simulator/index.js';
import type { ConnectionReport } from '../../src/dsm/connection-test.js';
import { forEachDialect } from '../support/dialects.js';
import { loginsOf, useBench } from '../support/nas.js';
import {
  account,
  credentials,
  flowOf,
  type FlowNode,
  operationNode,
  SESSION_ID,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';

const EVERY_STEP = ['reachable', 'certificate', 'dsm', 'login', 'package', 'permission'];

type Answer = Omit<ConnectionReport, 'deviceId'> & { readonly deviceName: string };

/** What the dialog of a session for this NAS sends. */
function formFor(nas: Simulator, changes: object = {}): object {
  const { name: username, password } = nas.accounts.list()[0] ?? demoAccount;
  return { ...sessionNode(nas), username, password, deviceId: '', otpCode: '', ...changes };
}

describe('the connection test of a session', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  async function test(form: object, session = 'unsaved'): Promise<Answer> {
    const { status, body } = await nodeRed.admin(`/abb/${session}/test`, form);
    assert.equal(status, 200, JSON.stringify(body));
    return body as Answer;
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
    const wrong = formFor(nas, { password: randomUUID() });
    for (const clicks of [1, 2]) {
      assert.equal((await test(wrong)).failed?.code, 'ABB_LOGIN');
      assert.equal(loginsOf(nas), clicks);
    }
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

  it('uses and tells nothing of another node, whose secrets are not for the dialog', async () => {
    const nas = await startNas();
    const tasks = operationNode('tasks', 'abb-tasks');
    await nodeRed.start(flowOf(sessionNode(nas), tasks), { ...account, tasks: { password: 'of-tasks' } });
    const { body } = await nodeRed.admin('/abb/tasks/test', formFor(nas, { password: '__PWRD__' }));
    assert.equal((body as { code: string }).code, 'ABB_NOT_CONFIGURED');
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

forEachDialect('a one-time code in the dialog of a session', (dialect) => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench(dialect);
  const accounts = [{ name: 'a', password: 'b', otpCodes: ['123456', '654321'] }];
  const secret = credentials('a', 'b');

  /** Asks the NAS for its tasks through the deployed session; answers how it went. */
  async function outcome(): Promise<string> {
    nodeRed.send('tasks');
    const { error } = await Promise.race([nodeRed.inbox('out').next(), nodeRed.inbox('caught').next()]);
    return error?.code ?? 'answered';
  }

  async function start(nas: Simulator, changes: object = {}): Promise<FlowNode[]> {
    const flow = flowOf(sessionNode(nas, changes), operationNode('tasks', 'abb-tasks'));
    await nodeRed.start(flow, secret);
    return flow;
  }

  async function test(nas: Simulator, changes: object): Promise<{ answer: Answer; text: string }> {
    const form = formFor(nas, { password: '__PWRD__', ...changes });
    const { status, body } = await nodeRed.admin(`/abb/${SESSION_ID}/test`, form);
    assert.equal(status, 200, JSON.stringify(body));
    return { answer: body as Answer, text: JSON.stringify(body) };
  }

  it('makes Node-RED a trusted device once that is deployed, and not before', async () => {
    const nas = await startNas({ accounts });
    await start(nas);
    assert.equal(await outcome(), 'ABB_OTP_REQUIRED');
    const { answer } = await test(nas, { otpCode: '123 456' });
    assert.deepEqual(answer.passed, EVERY_STEP);
    assert.match(answer.deviceName, /^Node-RED [0-9a-f]{6}$/);
    assert.equal(await outcome(), 'ABB_OTP_REQUIRED', 'the deployed session is as it was');
    await nodeRed.deploy(
      flowOf(sessionNode(nas, { deviceName: answer.deviceName }), operationNode('tasks', 'abb-tasks')),
      'nodes',
    );
    assert.equal(await outcome(), 'answered');
  });

  it('leads to a token that no answer holds, and the next test uses it', async () => {
    const nas = await startNas({ accounts });
    await start(nas);
    const first = await test(nas, { otpCode: '123456' });
    const { deviceName } = first.answer;
    const second = await test(nas, { deviceName });
    assert.deepEqual(second.answer.passed, EVERY_STEP);
    const [token = ''] = tokensSentTo(nas);
    assert.ok(token.length > 20);
    for (const { text } of [first, second]) assert.ok(!text.includes(token) && !text.includes('123456'));
    assert.ok(!nodeRed.logged().includes(token));
  });

  it('changes nothing of the deployed session when the dialog is cancelled', async () => {
    const nas = await startNas({ accounts: [...accounts, { name: 'c', password: 'd', otpCodes: ['1'] }] });
    const flow = await start(nas);
    const { deviceName } = (await test(nas, { otpCode: '123456' })).answer;
    const trusting = flow.map((node) => (node.id === SESSION_ID ? { ...node, deviceName } : node));
    await nodeRed.deploy(trusting, 'full');
    assert.equal(await outcome(), 'answered');
    const other = await test(nas, { username: 'c', password: 'd', otpCode: '1', deviceName });
    assert.notEqual(other.answer.deviceName, '');
    await nodeRed.deploy(trusting, 'full');
    assert.equal(await outcome(), 'answered');
    assert.equal(nas.sessions.at(-1)?.account, 'a');
  });

  it('gives a token each time, although DSM gives one per name', async () => {
    const nas = await startNas({ accounts });
    await start(nas);
    const names = [];
    for (const otpCode of ['123456', '654321']) {
      names.push((await test(nas, { otpCode })).answer.deviceName);
    }
    assert.equal(new Set(names).size, 2);
    assert.ok(!names.includes(''));
  });

  it('is needed anew when DSM has forgotten the device: its token is dropped, after one login', async () => {
    const nas = await startNas({ accounts });
    const flow = await start(nas);
    const { deviceName } = (await test(nas, { otpCode: '123456' })).answer;
    const trusting = flow.map((node) => (node.id === SESSION_ID ? { ...node, deviceName } : node));
    await nodeRed.deploy(trusting, 'full');
    assert.equal(await outcome(), 'answered');

    nas.revokeTrustedDevices();
    nas.expireSessions();
    const logins = loginsOf(nas);
    for (const type of ['full', 'nodes', 'full'] as const) {
      assert.equal(await outcome(), 'ABB_OTP_REQUIRED');
      await nodeRed.deploy(trusting, type);
    }
    assert.equal(loginsOf(nas) - logins, 1);
    const before = tokensSentTo(nas);
    await test(nas, { deviceName });
    assert.deepEqual(tokensSentTo(nas), before, 'the credentials have no token any more');

    const renewed = await test(nas, { otpCode: '654321', deviceName });
    const changed = trusting.map((node) =>
      node.id === SESSION_ID ? { ...node, deviceName: renewed.answer.deviceName } : node,
    );
    await nodeRed.deploy(changed, 'nodes');
    assert.equal(await outcome(), 'answered');
  });

  it('gives none when the code is wrong', async () => {
    const nas = await startNas({ accounts });
    await start(nas);
    const { answer } = await test(nas, { otpCode: '000000' });
    assert.deepEqual([answer.failed?.code, answer.deviceName], ['ABB_OTP_REQUIRED', '']);
  });
});

/** The tokens with which somebody has logged in to this NAS. */
function tokensSentTo(nas: Simulator): string[] {
  return nas.journal
    .calls('SYNO.API.Auth', 'login')
    .flatMap(({ parameters }) =>
      typeof parameters['device_id'] === 'string' ? [parameters['device_id']] : [],
    );
}
