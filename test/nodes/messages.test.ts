import assert from 'node:assert/strict';

import { useBench } from '../support/nas.js';
import {
  account,
  flowOf,
  type Message,
  operationNode,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';

const TASK = 'SYNO.ActiveBackup.Task';

interface TaskRow {
  readonly id: number;
  readonly name: string;
  readonly versions: unknown;
}

function tasksIn(message: Message): TaskRow[] {
  return message.payload as TaskRow[];
}

describe('a message through abb-tasks', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** Sends a message through one node with these properties. */
  async function through(message: Message, properties: object = {}): Promise<Message> {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('tasks', 'abb-tasks', properties)), account);
    nodeRed.send('tasks', message);
    return nodeRed.inbox('out').next();
  }

  it('goes on with the tasks as its payload, and says what was asked', async () => {
    const message = await through({});
    assert.equal(tasksIn(message).length, 3);
    const { tookMs, ...about } = message.abb as Record<string, unknown>;
    assert.deepEqual(about, {
      operation: 'tasks',
      session: 'Cellar',
      api: TASK,
      method: 'list',
      total: 3,
      count: 3,
    });
    assert.ok(typeof tookMs === 'number' && tookMs >= 0);
  });

  it('keeps everything else that it carried', async () => {
    const parts = { id: 'p', index: 0, count: 2 };
    const message = await through({ _msgid: 'm1', topic: 'T', req: { a: [1] }, parts, payload: 'old' });
    assert.equal(message['_msgid'], 'm1');
    assert.equal(message['topic'], 'T');
    assert.deepEqual(message['req'], { a: [1] });
    assert.deepEqual(message['parts'], parts);
    assert.notEqual(message.payload, 'old');
  });

  it('does not carry its parameters on', async () => {
    const message = await through({ params: { includeVersions: true } });
    assert.ok(!('params' in message));
    assert.ok(tasksIn(message).every(({ versions }) => Array.isArray(versions)));
  });

  it('keeps them when it fails: a flow that sends it again must not ask for something else', async () => {
    const nas = await startNas();
    const fields = { taskId: '2', taskIdType: 'num' };
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('tasks', 'abb-tasks', fields)), account);
    nas.faults.add({ kind: 'code', code: 1010, api: TASK });
    nodeRed.send('tasks', { params: { taskId: 1 } });
    const { error, ...failed } = await nodeRed.inbox('caught').next();
    assert.equal(error?.code, 'ABB_REFUSED');
    nodeRed.send('tasks', failed);
    assert.deepEqual(
      tasksIn(await nodeRed.inbox('out').next()).map(({ id }) => id),
      [1],
    );
  });

  for (const params of ['text', 7, [1]]) {
    it(`keeps msg.params when that is no object, but ${JSON.stringify(params)}`, async () => {
      assert.deepEqual((await through({ params }))['params'], params);
    });
  }

  it('names the session by its host when it has no name', async () => {
    const nas = await startNas();
    const session = sessionNode(nas, { name: '' });
    await nodeRed.start(flowOf(session, operationNode('tasks', 'abb-tasks')), account);
    nodeRed.send('tasks');
    const { abb } = await nodeRed.inbox('out').next();
    assert.equal((abb as { session: string }).session, '127.0.0.1');
  });

  it('completes, which a Complete node sees', async () => {
    await through({ topic: 'T' });
    assert.equal((await nodeRed.inbox('completed').next())['topic'], 'T');
    assert.deepEqual(nodeRed.inbox('caught').messages, []);
  });

  it('is answered even when many come faster than the NAS answers, each once', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('tasks', 'abb-tasks')), account);
    for (let topic = 0; topic < 200; topic++) nodeRed.send('tasks', { topic });
    const topics = (await nodeRed.inbox('out').take(200)).map((message) => message['topic']);
    assert.equal(new Set(topics).size, 200);
  });
});

describe('the parameters of a node', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** The filter of the request that one message through a node leads to. */
  async function filterOf(message: Message, properties: object, globals: object = {}): Promise<unknown> {
    const nas = await startNas();
    const node = operationNode('tasks', 'abb-tasks', properties);
    await nodeRed.start(flowOf(sessionNode(nas), node), account);
    const { flow, global } = nodeRed.node('tasks').context();
    for (const [name, value] of Object.entries(globals)) {
      flow.set(name, value);
      global.set(name, value);
    }
    nodeRed.send('tasks', message);
    await Promise.race([
      nodeRed.inbox('out').next(),
      nodeRed
        .inbox('caught')
        .next()
        .then(({ error }) => assert.fail(error?.message)),
    ]);
    return nas.journal.calls(TASK, 'list').at(-1)?.parameters['filter'];
  }

  it('come from the fields of the node', async () => {
    const properties = { taskId: '2', taskIdType: 'num', backupType: 'pc', backupTypeType: 'str' };
    assert.deepEqual(await filterOf({}, properties), { task_id: 2, backup_type: 2 });
  });

  it('come from a field of another name where the editor needs the name itself, and may store its own under it', async () => {
    const status = { text: '3 tasks, 0 running', fill: 'green', shape: 'dot' };
    const properties = { status, statusFilter: 'waiting', statusFilterType: 'word' };
    assert.deepEqual(await filterOf({}, properties), { status: 'waiting' });
  });

  it('are not given where fields are blank', async () => {
    const properties = {
      taskId: '',
      taskIdType: 'num',
      taskName: '',
      backupType: '',
      from: '',
      fromType: 'msg',
    };
    assert.deepEqual(await filterOf({}, properties), {});
  });

  it('may be the moment in which the message comes, as the editor calls a timestamp', async () => {
    const now = () => Math.floor(Date.now() / 1000);
    const before = now();
    const { from_timestamp: from } = (await filterOf({}, { from: '', fromType: 'date' })) as Record<
      string,
      number
    >;
    assert.ok(from !== undefined && from >= before && from <= now(), String(from));
  });

  it('come from the message where it names them, and only those', async () => {
    const properties = { taskId: '2', taskIdType: 'num', backupType: 'pc', backupTypeType: 'str' };
    const filter = await filterOf({ params: { taskId: 1 } }, properties);
    assert.deepEqual(filter, { task_id: 1, backup_type: 2 });
  });

  for (const params of [undefined, null, 'text', 7, [1]]) {
    it(`come from the node when msg.params is ${params === undefined ? 'missing' : JSON.stringify(params)}`, async () => {
      assert.deepEqual(await filterOf({ params }, { taskId: '2', taskIdType: 'num' }), { task_id: 2 });
    });
  }

  it('may be a property of the message', async () => {
    const properties = { taskId: 'payload.id', taskIdType: 'msg' };
    assert.deepEqual(await filterOf({ payload: { id: '3' } }, properties), { task_id: 3 });
  });

  it('are not given when that property is missing', async () => {
    assert.deepEqual(await filterOf({}, { taskId: 'wanted', taskIdType: 'msg' }), {});
  });

  for (const type of ['flow', 'global']) {
    it(`may be in the ${type} context`, async () => {
      assert.deepEqual(await filterOf({}, { taskId: 'wanted', taskIdType: type }, { wanted: 3 }), {
        task_id: 3,
      });
    });
  }

  it('may be an environment variable', async () => {
    process.env['ABB_TEST_TASK'] = '3';
    assert.deepEqual(await filterOf({}, { taskId: 'ABB_TEST_TASK', taskIdType: 'env' }), { task_id: 3 });
    delete process.env['ABB_TEST_TASK'];
  });

  it('may be worked out with JSONata', async () => {
    const properties = { taskId: 'payload.a + payload.b', taskIdType: 'jsonata' };
    assert.deepEqual(await filterOf({ payload: { a: 1, b: 2 } }, properties), { task_id: 3 });
  });

  it('may name the task in the message where the node has its id', async () => {
    const filter = await filterOf(
      { params: { taskId: 1 } },
      { taskName: 'somebody', taskNameType: 'str', taskId: '', taskIdType: 'num' },
    );
    assert.deepEqual(filter, { task_id: 1 });
  });
});
