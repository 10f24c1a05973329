import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { useBench } from '../support/nas.js';
import {
  account,
  credentials,
  type Credentials,
  flowOf,
  type FlowNode,
  type Message,
  type Status,
  operationNode,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';
import { until } from '../support/until.js';

const TASK = 'SYNO.ActiveBackup.Task';

describe('a message that fails', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** What a Catch node gets of a message through this node. */
  async function caught(
    session: FlowNode | undefined,
    properties: object = {},
    message: Message = {},
    secrets: Credentials = account,
  ): Promise<Message> {
    const node = operationNode('tasks', 'abb-tasks', properties);
    await nodeRed.start(session ? flowOf(session, node) : flowOf(node), secrets);
    nodeRed.send('tasks', message);
    const failed = await nodeRed.inbox('caught').next();
    await new Promise(setImmediate);
    assert.deepEqual(nodeRed.inbox('out').messages, []);
    assert.deepEqual(nodeRed.inbox('completed').messages, []);
    assert.equal(nodeRed.inbox('caught').messages.length, 1);
    return failed;
  }

  it('reaches a Catch node with a code, a sentence, and what DSM said', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'code', code: 1010, api: TASK });
    const { error, ...message } = await caught(sessionNode(nas), {}, { topic: 'T', payload: 'old' });
    assert.equal(error?.code, 'ABB_REFUSED');
    assert.equal(error.source.id, 'tasks');
    assert.deepEqual(error.cause, { api: TASK, method: 'list', code: 1010 });
    assert.match(error.message, /^AbbError: \w.+\.$/);
    assert.equal(message['topic'], 'T');
    assert.equal(message.payload, 'old');
  });

  it('shows the short reason as status, and the summary again when all is well', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'code', code: 1010, api: TASK });
    await caught(sessionNode(nas));
    const statuses = nodeRed.inbox('statuses');
    const isAnswer = ({ fill }: Status) => fill !== 'blue';
    const failed = await statuses.nextStatus(isAnswer);
    assert.deepEqual(shown(failed), { fill: 'red', shape: 'ring', text: 'refused by the NAS' });
    nodeRed.send('tasks');
    const answered = await statuses.nextStatus(isAnswer);
    assert.deepEqual(shown(answered), { fill: 'green', shape: 'dot', text: '3 tasks, 0 running' });
  });

  it('is ABB_NOT_CONFIGURED without a session, which is no reason to throw', async () => {
    const { error } = await caught(undefined);
    assert.equal(error?.code, 'ABB_NOT_CONFIGURED');
    assert.equal(error.cause, undefined);
  });

  for (const [name, changes, secrets] of [
    ['a host', { host: '' }, account],
    ['a host that makes sense', { host: 'https://nas/' }, account],
    ['a fingerprint that is one', { fingerprint: 'AB:CD' }, account],
    ['an account', {}, {}],
    ['a password', {}, credentials('a', '')],
  ] as const) {
    it(`is ABB_NOT_CONFIGURED when the session lacks ${name}, and nothing is sent`, async () => {
      const nas = await startNas();
      const { error } = await caught(sessionNode(nas, changes), {}, {}, secrets);
      assert.equal(error?.code, 'ABB_NOT_CONFIGURED');
      assert.equal(nas.journal.entries.length, 0);
    });
  }

  it('is ABB_BAD_PARAMETER for an unknown parameter, and the known ones are listed', async () => {
    const nas = await startNas();
    const { error } = await caught(sessionNode(nas), {}, { params: { task: 1 } });
    assert.equal(error?.code, 'ABB_BAD_PARAMETER');
    for (const known of ['"task"', 'taskId', 'taskName', 'backupType', 'includeVersions']) {
      assert.ok(error.message.includes(known), error.message);
    }
    assert.equal(nas.journal.entries.length, 0);
  });

  it('is ABB_BAD_PARAMETER for a wrong value: named, shown, and what is allowed', async () => {
    const nas = await startNas();
    const properties = { backupType: 'laptop', backupTypeType: 'str' };
    const { error } = await caught(sessionNode(nas), properties);
    assert.equal(error?.code, 'ABB_BAD_PARAMETER');
    assert.match(error.message, /"backupType" is "laptop".*vm, pc, physical_server, file_server, nas/);
    assert.equal(nas.journal.entries.length, 0);
  });

  for (const [type, field] of [
    ['jsonata', '$sum('],
    ['jsonata', '$number("x")'],
    ['msg', 'payload.missing.id'],
  ]) {
    it(`is ABB_BAD_PARAMETER when a field cannot be worked out (${type} ${field})`, async () => {
      const nas = await startNas();
      const { error } = await caught(sessionNode(nas), { taskId: field, taskIdType: type });
      assert.equal(error?.code, 'ABB_BAD_PARAMETER');
      assert.ok(error.message.includes('"taskId"'), error.message);
      assert.equal(nas.journal.entries.length, 0);
    });
  }

  it('says which names there are when a task is asked for by a name that none has', async () => {
    const nas = await startNas();
    const [{ name } = { name: '' }] = nas.world.fleet.tasks.values();
    const { error } = await caught(sessionNode(nas), {}, { params: { taskName: 'Nobody' } });
    assert.equal(error?.code, 'ABB_BAD_PARAMETER');
    assert.ok(error.message.includes(name), error.message);
  });

  it('is ABB_TLS under a certificate that is not the pinned one, and nothing is sent', async () => {
    const nas = await startNas();
    const other = await startNas();
    const { error } = await caught(sessionNode(nas, { fingerprint: other.fingerprint }));
    assert.equal(error?.code, 'ABB_TLS');
    assert.equal(nas.journal.entries.length, 0);
  });

  it('is ABB_LOGIN with a wrong password, which nobody gets to see', async () => {
    const nas = await startNas();
    const password = randomUUID();
    const message = await caught(sessionNode(nas), {}, {}, credentials('backup-reader', password));
    assert.equal(message.error?.code, 'ABB_LOGIN');
    const visible = JSON.stringify([message, nodeRed.inbox('statuses').messages]) + nodeRed.logged();
    assert.ok(!visible.includes(password));
  });

  it('is logged once where no Catch node is, and the next message is answered', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'code', code: 1010, api: TASK });
    const node = operationNode('tasks', 'abb-tasks');
    await nodeRed.start(
      flowOf(sessionNode(nas), node).filter(({ type }) => type !== 'catch'),
      account,
    );
    const lines = () => nodeRed.logged().split('knows no such task').length - 1;
    nodeRed.send('tasks');
    await until('the line', 10, () => (lines() > 0 ? true : undefined));
    nodeRed.send('tasks', { params: { taskId: 1 } });
    await nodeRed.inbox('out').next();
    assert.equal(lines(), 1);
  });
});

function shown({ fill = '', shape = '', text = '' }: Status): Status {
  return { fill, shape, text };
}
