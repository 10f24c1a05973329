import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';
import { useBench } from '../support/nas.js';
import {
  account,
  flowOf,
  type Message,
  operationNode,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';
import { untilSilent } from '../support/until.js';

const TASK = 'SYNO.ActiveBackup.Task';

interface Outcome {
  readonly task: { id: number; name: string };
  readonly outcome: string;
  readonly result: { outcome: string; taskId: number } | null;
  readonly alreadyRunning: boolean;
}

describe('abb-run-backup', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  const fastNode = { pollInterval: '0.05', startWithin: '5' };

  async function startFlow(nas: Simulator, properties: object = {}) {
    const node = operationNode('run', 'abb-run-backup', { ...fastNode, ...properties });
    const flow = flowOf(sessionNode(nas), node);
    await nodeRed.start(flow, account);
    return flow;
  }

  function firstTask(nas: Simulator): { id: number; name: string } {
    const [task] = nas.world.fleet.tasks.values();
    assert.ok(task);
    return task;
  }

  it('starts a backup and answers at once that it was accepted', async () => {
    const nas = await startNas();
    const { id } = firstTask(nas);
    await startFlow(nas, { taskIds: String(id), taskIdsType: 'num' });
    nodeRed.send('run', { topic: 'T' });
    const message = await nodeRed.inbox('out').next();
    assert.deepEqual(message.payload, { taskIds: [id], accepted: true, alreadyRunning: false });
    assert.equal(message['topic'], 'T');
    assert.equal((message.abb as { operation: string }).operation, 'runBackup');
    assert.notEqual(nas.world.runs.of(id), undefined);
    assert.deepEqual(nodeRed.inbox('out2').messages, []);
  });

  it('tells on its second output how the backup comes along, and the outcome on the first', async () => {
    const nas = await startNas();
    const { id, name } = firstTask(nas);
    nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 30 });
    await startFlow(nas);
    nodeRed.send('run', { topic: 'T', params: { taskIds: id, wait: true } });
    await nodeRed.inbox('out2').next();
    nas.clock.advance(60_000);
    const message = await nodeRed.inbox('out').next();
    const [outcome] = message.payload as Outcome[];
    assert.deepEqual(outcome?.task, { id, name });
    assert.equal(outcome.outcome, 'success');
    assert.equal(outcome.result?.taskId, id);
    const progress = nodeRed.inbox('out2').messages;
    assert.ok(progress.length > 0);
    for (const { topic, payload } of progress as (Message & { payload: object })[]) {
      assert.equal(topic, 'T');
      assert.deepEqual((payload as Outcome).task, { id, name });
    }
    assert.equal((await nodeRed.inbox('completed').next())['topic'], 'T');
  });

  it('does not let what a flow changes in a progress message show in the result', async () => {
    const nas = await startNas();
    const { id } = firstTask(nas);
    nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 30 });
    await startFlow(nas);
    const sent = { params: { taskIds: id, wait: true }, data: { seen: 0 } };
    nodeRed.send('run', sent);
    ((await nodeRed.inbox('out2').next())['data'] as typeof sent.data).seen += 1;
    nas.clock.advance(60_000);
    assert.deepEqual((await nodeRed.inbox('out').next())['data'], { seen: 0 });
  });

  it('hands on with progress how to answer an HTTP request, as Node-RED does: by reference', async () => {
    const nas = await startNas();
    const { id } = firstTask(nas);
    nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 30 });
    await startFlow(nas);
    const [req, res] = [{ url: '/run' }, { status: 200 }];
    nodeRed.send('run', { params: { taskIds: id, wait: true }, req, res });
    const progress = await nodeRed.inbox('out2').next();
    nas.clock.advance(60_000);
    const message = await nodeRed.inbox('out').next();
    for (const { req: request, res: response } of [progress, message]) {
      assert.equal(request, req);
      assert.equal(response, res);
    }
  });

  it('completes a message that waits only at the end', async () => {
    const nas = await startNas();
    const { id } = firstTask(nas);
    nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 30 });
    await startFlow(nas);
    nodeRed.send('run', { params: { taskIds: id, wait: true } });
    await nodeRed.inbox('out2').next();
    assert.deepEqual(nodeRed.inbox('completed').messages, []);
    nas.clock.advance(60_000);
    await nodeRed.inbox('completed').next();
  });

  it('shows what it does as status', async () => {
    const nas = await startNas();
    const { id, name } = firstTask(nas);
    nas.world.nextOutcome(id, { outcome: 'failed', durationSeconds: 30 });
    await startFlow(nas);
    nodeRed.send('run', { params: { taskIds: id, wait: true } });
    const statuses = nodeRed.inbox('statuses');
    const working = await statuses.nextStatus(({ text = '' }) => text.startsWith(name));
    assert.match(working.text ?? '', new RegExp(`^${name}: \\d+ %$`));
    assert.equal(working.fill, 'blue');
    nas.clock.advance(60_000);
    const done = await statuses.nextStatus(({ fill }) => fill !== 'blue');
    assert.equal(done.text, '0 of 1 ended well');
  });

  it('follows several messages at a time', async () => {
    const nas = await startNas({ speed: 60 });
    const ids = [...nas.world.fleet.tasks.keys()];
    for (const id of ids) nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 10 });
    await startFlow(nas);
    for (const id of ids) nodeRed.send('run', { params: { taskIds: id, wait: true }, topic: id });
    const messages = await nodeRed.inbox('out').take(ids.length);
    for (const { topic, payload } of messages) {
      assert.deepEqual(
        (payload as Outcome[]).map(({ task, outcome }) => [task.id, outcome]),
        [[topic, 'success']],
      );
    }
  });

  it('ends the wait with ABB_CLOSED when it is closed, and the backup goes on', async () => {
    const nas = await startNas();
    const { id } = firstTask(nas);
    nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 30 });
    const flow = await startFlow(nas);
    nodeRed.send('run', { params: { taskIds: id, wait: true } });
    await nodeRed.inbox('out2').next();
    const changed = flow.map((node) => (node.id === 'run' ? { ...node, name: 'renamed' } : node));
    await nodeRed.deploy(changed, 'nodes');
    const { error } = await nodeRed.inbox('caught').next();
    assert.equal(error?.code, 'ABB_CLOSED');
    assert.equal(nas.journal.calls(TASK, 'cancel').length, 0);
    // As long as the backup goes on, whoever waited for it would look.
    await untilSilent(nas);
    nas.clock.advance(60_000);
    nas.world.advance();
    assert.equal(nas.world.results.newestBackup(id)?.status, 2);
    assert.deepEqual(nodeRed.inbox('out').messages, []);
  });

  it('ends the wait, too, when everything is stopped, and leaves no session open', async () => {
    const nas = await startNas();
    const { id } = firstTask(nas);
    nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 30 });
    await startFlow(nas);
    nodeRed.send('run', { params: { taskIds: id, wait: true } });
    await nodeRed.inbox('out2').next();
    const begin = performance.now();
    await nodeRed.stop();
    // Node-RED itself gives up after 15 s.
    assert.ok(performance.now() - begin < 10_000);
    assert.deepEqual(nas.sessions, []);
    assert.notEqual(nas.world.runs.of(id), undefined);
  });

  it('does not know whether the backup was started when the answer is lost, and says so', async () => {
    const nas = await startNas();
    const { id } = firstTask(nas);
    await startFlow(nas);
    nas.faults.add({ kind: 'reset', when: 'after', api: TASK, method: 'backup' });
    nodeRed.send('run', { params: { taskIds: id } });
    const { error } = await nodeRed.inbox('caught').next();
    assert.equal(error?.code, 'ABB_UNKNOWN_OUTCOME');
    assert.equal(nas.journal.calls(TASK, 'backup').length, 1);
  });

  it('needs to be told which tasks', async () => {
    const nas = await startNas();
    await startFlow(nas);
    nodeRed.send('run');
    const { error } = await nodeRed.inbox('caught').next();
    assert.equal(error?.code, 'ABB_BAD_PARAMETER');
    assert.ok(error.message.includes('taskIds'), error.message);
    assert.equal(nas.journal.entries.length, 0);
  });
});
