import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { loginsOf, useBench } from '../support/nas.js';
import { account, credentials, flowOf, operationNode, sessionNode, useNodeRed } from '../support/node-red.js';
import { activeResources, newResources } from '../support/resources.js';
import { until } from '../support/until.js';

const TASK = 'SYNO.ActiveBackup.Task';

describe('nodes that share a session', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  const ids = Array.from({ length: 50 }, (_, index) => `tasks${index}`);
  const fifty = ids.map((id) => operationNode(id, 'abb-tasks'));

  it('do not log in before somebody asks', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), ...fifty), account);
    await nodeRed.stop();
    assert.equal(nas.journal.entries.length, 0);
  });

  it('make one login and one request when fifty of them ask at once', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), ...fifty), account);
    for (const id of ids) nodeRed.send(id);
    const messages = await nodeRed.inbox('out').take(50);
    assert.equal(loginsOf(nas), 1);
    assert.equal(nas.journal.calls(TASK, 'list').length, 1);
    for (const { payload } of messages) assert.equal((payload as unknown[]).length, 3);
    assert.deepEqual(nodeRed.inbox('caught').messages, []);
  });

  it('give each message a result of its own: a change to one does not show in another', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), ...fifty.slice(0, 2)), account);
    for (const id of ids.slice(0, 2)) nodeRed.send(id);
    const [first, second] = await nodeRed.inbox('out').take(2);
    const rows = first?.payload as { name: string }[];
    for (const row of rows) row.name = 'changed';
    assert.notEqual((second?.payload as { name: string }[])[0]?.name, 'changed');
  });

  it('pay one login for a session that has expired, and lose no message', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), ...fifty), account);
    nodeRed.send('tasks0');
    await nodeRed.inbox('out').next();
    nas.expireSessions();
    for (const id of ids) nodeRed.send(id);
    await nodeRed.inbox('out').take(50);
    assert.equal(loginsOf(nas), 2);
    assert.deepEqual(nodeRed.inbox('caught').messages, []);
  });

  it('send a wrong password once, however many messages and deploys there are', async () => {
    const nas = await startNas();
    const wrong = credentials('backup-reader', randomUUID());
    const flow = flowOf(sessionNode(nas), ...fifty.slice(0, 5));
    await nodeRed.start(flow, wrong);
    for (let deploy = 0; deploy < 3; deploy++) {
      for (const id of ids.slice(0, 5)) for (let i = 0; i < 10; i++) nodeRed.send(id);
      const caught = await nodeRed.inbox('caught').take(50);
      for (const { error } of caught) assert.equal(error?.code, 'ABB_LOGIN');
      await nodeRed.deploy(flow, 'full', wrong);
    }
    assert.equal(loginsOf(nas), 1);
  });

  it('work again as soon as the right password is deployed', async () => {
    const nas = await startNas();
    const flow = flowOf(sessionNode(nas), operationNode('tasks', 'abb-tasks'));
    await nodeRed.start(flow, credentials('backup-reader', randomUUID()));
    nodeRed.send('tasks');
    await nodeRed.inbox('caught').next();
    await nodeRed.deploy(flow, 'full', account);
    nodeRed.send('tasks');
    await nodeRed.inbox('out').next();
    assert.equal(loginsOf(nas), 2);
  });

  it('leave no session open on the NAS and nothing in the process, deploy after deploy', async () => {
    const nas = await startNas();
    const flow = flowOf(sessionNode(nas), operationNode('tasks', 'abb-tasks'));
    await nodeRed.start(flow, account);
    await nodeRed.deploy(flow, 'full');
    const before = activeResources();
    for (let deploy = 0; deploy < 5; deploy++) {
      nodeRed.send('tasks');
      await nodeRed.inbox('out').next();
      await nodeRed.deploy(flow, 'full');
      assert.deepEqual(nas.sessions, []);
    }
    assert.equal(loginsOf(nas), 5);
    // What an earlier test left behind may end meanwhile.
    const areGone = () => (newResources(before).length === 0 ? true : undefined);
    await until('the sockets and timers to go', 10, areGone);
  });

  it('leave none open either when a deploy meets a login under way', async () => {
    const nas = await startNas();
    const flow = flowOf(sessionNode(nas), operationNode('tasks', 'abb-tasks'));
    await nodeRed.start(flow, account);
    const slow = nas.faults.add({ kind: 'slow', milliseconds: 80, when: 'after', api: 'SYNO.API.Auth' });
    nodeRed.send('tasks');
    while (slow.hits === 0) await new Promise(setImmediate);
    await nodeRed.deploy(flow, 'full');
    assert.deepEqual(nas.sessions, []);
  });

  it('keep their session when another node is deployed', async () => {
    const nas = await startNas();
    const flow = flowOf(sessionNode(nas), ...fifty.slice(0, 2));
    await nodeRed.start(flow, account);
    nodeRed.send('tasks0');
    await nodeRed.inbox('out').next();
    await nodeRed.deploy(
      flow.map((node) => (node.id === 'tasks1' ? { ...node, name: 'renamed' } : node)),
      'nodes',
    );
    for (const id of ['tasks0', 'tasks1']) nodeRed.send(id);
    await nodeRed.inbox('out').take(2);
    assert.equal(loginsOf(nas), 1);
  });
});
