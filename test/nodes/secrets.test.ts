import assert from 'node:assert/strict';

import { CANARY } from '../../simulator/abb/secrets.js';
import { demoAccount } from '../../simulator/index.js';
import { LIST_TASKS } from '../support/methods.js';
import { useBench } from '../support/nas.js';
import { forEachDialect } from '../support/dialects.js';
import { account, flowOf, operationNode, sessionNode, useNodeRed } from '../support/node-red.js';

forEachDialect('the secrets of a NAS', (dialect) => {
  const nodeRed = useNodeRed();
  const { startNas, newSession } = useBench(dialect);

  it('are in what DSM sends', async () => {
    const nas = await startNas();
    const data = await newSession(nas).call(LIST_TASKS, { load_devices: true, load_status: true });
    assert.ok(JSON.stringify(data).includes(CANARY));
  });

  for (const output of ['normalised', 'raw']) {
    it(`are in nothing that a node lets out (${output})`, async () => {
      const nas = await startNas();
      const tasks = operationNode('tasks', 'abb-tasks', { output });
      const run = operationNode('run', 'abb-run-backup', { output });
      await nodeRed.start(flowOf(sessionNode(nas), tasks, run), account);
      nodeRed.send('tasks', { params: { includeVersions: true } });
      await nodeRed.inbox('out').next();
      nodeRed.send('run', { params: { taskIds: 1 } });
      await nodeRed.inbox('out').next();
      nodeRed.send('run', { params: { taskIds: 4711 } });
      await nodeRed.inbox('caught').next();
      const [session] = nas.sessions;
      assert.ok(session?.synoToken);
      const boxes = ['out', 'caught', 'statuses'].map((id) => nodeRed.inbox(id).messages);
      const visible = JSON.stringify(boxes) + nodeRed.logged();
      for (const secret of [CANARY, demoAccount.password, session.sid, session.synoToken]) {
        assert.ok(!visible.includes(secret), secret);
      }
    });
  }
});

describe('the raw output', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  it("is DSM's own data but for the secrets", async () => {
    const nas = await startNas();
    await nodeRed.start(
      flowOf(sessionNode(nas), operationNode('t', 'abb-tasks', { output: 'raw' })),
      account,
    );
    nodeRed.send('t');
    const { payload, abb } = await nodeRed.inbox('out').next();
    const { tasks, total } = payload as { tasks: { task_id: number; devices: object[] }[]; total: number };
    assert.equal(total, 3);
    assert.deepEqual(
      tasks.map(({ task_id }) => task_id),
      [...nas.world.fleet.tasks.keys()],
    );
    assert.ok(JSON.stringify(tasks[0]?.devices).includes('"[redacted]"'));
    assert.equal((abb as { count: number }).count, 3);
  });
});
