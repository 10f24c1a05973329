import assert from 'node:assert/strict';
import type { EventEmitter } from 'node:events';

import { demoAccount, type Simulator } from '../../simulator/index.js';
import { loginsOf, useBench } from '../support/nas.js';
import {
  account,
  flowOf,
  type FlowNode,
  type Message,
  operationNode,
  SESSION_ID,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';
import { activeResources, newResources } from '../support/resources.js';
import { until } from '../support/until.js';

const DEPLOYS = ['full', 'flows', 'nodes'] as const;
const LOG = 'SYNO.ActiveBackup.Log';

describe('a session that is deployed', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** What comes of one message through a node. */
  async function ask(node = 'tasks'): Promise<Message> {
    nodeRed.send(node);
    return Promise.race([nodeRed.inbox('out').next(), nodeRed.inbox('caught').next()]);
  }

  async function codeOf(node = 'tasks'): Promise<string> {
    return (await ask(node)).error?.code ?? 'answered';
  }

  /** A flow with a session and a node that uses it. */
  function flowWith(nas: Simulator, session: object = {}, more: readonly FlowNode[] = []): FlowNode[] {
    return flowOf(sessionNode(nas, session), operationNode('tasks', 'abb-tasks'), ...more);
  }

  for (const type of DEPLOYS) {
    describe(`with a deploy of the kind ${type}`, () => {
      it('logs out and is opened anew when it was renamed', async () => {
        const nas = await startNas();
        await nodeRed.start(flowWith(nas), account);
        assert.equal(await codeOf(), 'answered');
        await nodeRed.deploy(flowWith(nas, { name: 'Attic' }), type);
        const { abb } = await ask();
        assert.equal((abb as { session: string }).session, 'Attic');
        assert.equal(nas.sessions.length, 1);
        assert.equal(loginsOf(nas), 2);
      });

      it('speaks to another NAS when its address was changed, and leaves no session on the old one', async () => {
        const before = await startNas();
        const after = await startNas();
        await nodeRed.start(flowWith(before), account);
        await ask();
        await nodeRed.deploy(flowWith(after), type);
        assert.equal(await codeOf(), 'answered');
        assert.deepEqual([before.sessions.length, after.sessions.length], [0, 1]);
      });

      it('is gone when it was deleted: its nodes say so, and nothing stays on the NAS', async () => {
        const nas = await startNas();
        const flow = flowWith(nas);
        await nodeRed.start(flow, account);
        await ask();
        const { length } = nas.journal.entries;
        await nodeRed.deploy(
          flow.filter(({ id }) => id !== SESSION_ID),
          type,
        );
        assert.equal(await codeOf(), 'ABB_NOT_CONFIGURED');
        assert.deepEqual(nas.sessions, []);
        assert.equal(nas.journal.entries.length, length + 1, 'only the logout');
      });

      it('is out of use as long as it is disabled', async () => {
        const nas = await startNas();
        await nodeRed.start(flowWith(nas), account);
        await ask();
        await nodeRed.deploy(flowWith(nas, { d: true }), type);
        assert.equal(await codeOf(), 'ABB_NOT_CONFIGURED');
        assert.deepEqual(nas.sessions, []);
        await nodeRed.deploy(flowWith(nas), type);
        assert.equal(await codeOf(), 'answered');
      });

      it('fails with ABB_CLOSED what is under way when it is deleted in use', async () => {
        const nas = await startNas();
        const flow = flowWith(nas);
        await nodeRed.start(flow, account);
        await ask();
        const hanging = nas.faults.add({ kind: 'hang', api: 'SYNO.ActiveBackup.Task' });
        nodeRed.send('tasks');
        await until('the request', 5, () => (hanging.hits > 0 ? true : undefined));
        const ended: EventEmitter = nodeRed.node('tasks');
        const failed = new Promise<Error>((resolve) => {
          ended.on('call:error', ({ args: [error] }: { args: [Error] }) => resolve(error));
        });
        await nodeRed.deploy(
          flow.filter(({ id }) => id !== SESSION_ID),
          type,
        );
        assert.equal(((await failed) as Error & { code?: string }).code, 'ABB_CLOSED');
        assert.deepEqual(nas.sessions, []);
      });
    });
  }

  it('stays as it is when other nodes are deployed, and loses no message that is under way', async () => {
    const nas = await startNas();
    const other = operationNode('other', 'abb-tasks');
    await nodeRed.start(flowWith(nas, {}, [other]), account);
    await ask();
    nas.faults.add({ kind: 'slow', milliseconds: 150, api: 'SYNO.ActiveBackup.Task' });
    const answer = ask();
    await nodeRed.deploy(flowWith(nas, {}, [{ ...other, name: 'renamed' }]), 'nodes');
    assert.equal((await answer).error, undefined);
    assert.equal(loginsOf(nas), 1);
  });

  it('is given up in the middle of a long list, and no further page is asked for', async () => {
    const nas = await startNas({ size: { tasks: 5, historyRows: 2000 } });
    const history = { split: true, limit: 'all', limitType: 'str' };
    const flow = flowOf(sessionNode(nas), operationNode('history', 'abb-history', history));
    await nodeRed.start(flow, account);
    const second = nas.faults.add({ kind: 'hang', api: LOG, skip: 1 });
    nodeRed.send('history');
    await until('the second page', 5, () => (second.hits > 0 ? true : undefined));
    await nodeRed.deploy(flowOf(sessionNode(nas, { name: 'renamed' })), 'full');
    const asked = nas.journal.calls(LOG).length;
    await new Promise((resolve) => setTimeout(resolve, 120));
    assert.equal(nas.journal.calls(LOG).length, asked);
    assert.deepEqual(nas.sessions, []);
  });

  it('is apart from another one for the same NAS, which goes on when it is deleted', async () => {
    const nas = await startNas();
    const second = { ...sessionNode(nas, { name: 'Second' }), id: 'session-2' };
    const flow = [
      ...flowWith(nas, {}, [second, operationNode('by second', 'abb-tasks', { session: 'session-2' })]),
    ];
    const { name: username, password } = demoAccount;
    await nodeRed.start(flow, { ...account, 'session-2': { username, password } });
    assert.deepEqual([await codeOf(), await codeOf('by second')], ['answered', 'answered']);
    assert.equal(nas.sessions.length, 2);
    await nodeRed.deploy(
      flow.filter(({ id }) => id !== SESSION_ID),
      'nodes',
    );
    assert.deepEqual([await codeOf(), await codeOf('by second')], ['ABB_NOT_CONFIGURED', 'answered']);
    assert.equal(nas.sessions.length, 1);
    assert.equal(loginsOf(nas), 2);
  });

  it('leaves nothing behind that keeps the process alive, also during an outage', async () => {
    const nas = await startNas();
    await nodeRed.start(flowWith(nas), account);
    await nodeRed.deploy(flowWith(nas), 'full');
    const before = activeResources();
    await ask();
    nas.reboot({ bootMilliseconds: 60_000, meanwhile: 'refuse' });
    await ask();
    nodeRed.send('tasks');
    await nodeRed.deploy(flowWith(nas), 'full');
    // One timer more is the simulator's own: it will listen again.
    const areGone = () => (newResources(before).length <= 1 ? true : undefined);
    await until('the sockets and timers to go', 10, areGone);
  });
});
