import assert from 'node:assert/strict';

import { CANARY } from '../../simulator/abb/secrets.js';
import { forEachDialect } from '../support/dialects.js';
import { useBench } from '../support/nas.js';
import { account, flowOf, operationNode, sessionNode, type Status, useNodeRed } from '../support/node-red.js';

const DAY = 24 * 3600;

/** Every node that only reads, with parameters under which it has something to tell. */
const READS: readonly (readonly [type: string, params: object, status: RegExp])[] = [
  ['abb-tasks', {}, /^\d+ tasks?, 0 running$/],
  ['abb-versions', { taskId: 2 }, /^\d+ versions?$/],
  ['abb-devices', {}, /^\d+ devices?, \d+ online$/],
  ['abb-transfers', { from: '30d' }, /\d+ devices?/],
  ['abb-hypervisors', {}, /^\d+ hypervisors?$/],
  ['abb-storage', {}, /^\d+ storages?$/],
  ['abb-logs', {}, /^\d+ rows?$/],
  ['abb-history', {}, /^\d+ rows?$/],
];

forEachDialect('nodes that read', (dialect) => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench(dialect);

  it('each tell what there is, and let no secret out in either form', async () => {
    const nas = await startNas({ size: 'demo' });
    const nodes = READS.flatMap(([type]) => [
      operationNode(type, type),
      operationNode(`${type}-raw`, type, { output: 'raw' }),
    ]);
    await nodeRed.start(flowOf(sessionNode(nas), ...nodes), account);
    for (const [type, params] of READS) {
      nodeRed.send(type, { params });
      const { payload, abb } = await nodeRed.inbox('out').next();
      assert.ok(Array.isArray(payload) && payload.length > 0, type);
      assert.equal((abb as { count: number }).count, payload.length, type);
      nodeRed.send(`${type}-raw`, { params });
      const raw = await nodeRed.inbox('out').next();
      const seen = JSON.stringify([payload, raw, nodeRed.inbox('statuses').messages]);
      assert.ok(!seen.includes(CANARY), type);
    }
  });

  it('join devices with their tasks, the state of their agents and their last backup', async () => {
    const nas = await startNas({ size: 'demo' });
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('devices', 'abb-devices')), account);
    nodeRed.send('devices');
    const { payload } = await nodeRed.inbox('out').next();
    for (const device of payload as {
      id: number;
      agentStatus: string | null;
      tasks: { id: number }[];
      lastBackup: { id: number } | null;
    }[]) {
      const tasks = nas.world.fleet.tasksOf(device.id).map(({ id }) => id);
      const newest = tasks.flatMap((id) => nas.world.results.newestBackup(id) ?? []);
      const last = newest.sort((a, b) => b.endedAt - a.endedAt)[0];
      const known = nas.world.fleet.devices.get(device.id);
      const hasAgent = known?.backupType !== 1 && known?.backupType !== 4;
      assert.deepEqual(device.tasks.map(({ id }) => id).sort(), tasks.sort());
      assert.equal(device.agentStatus, hasAgent ? (known?.online ? 'online' : 'offline') : null);
      assert.equal(device.lastBackup?.id, last?.id);
    }
  });

  it('join storages with the space of their volumes', async () => {
    const nas = await startNas({ size: 'demo' });
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('storage', 'abb-storage')), account);
    nodeRed.send('storage');
    const { payload } = await nodeRed.inbox('out').next();
    const expected = [...nas.world.fleet.storages.values()].map((storage) => ({
      id: storage.id,
      usedBytes: storage.usedBytes,
      totalBytes: storage.volumeBytes,
      freeBytes: storage.volumeBytes - storage.otherBytes - storage.usedBytes,
    }));
    assert.deepEqual(
      (payload as (typeof expected)[number][]).map(({ id, usedBytes, totalBytes, freeBytes }) => ({
        id,
        usedBytes,
        totalBytes,
        freeBytes,
      })),
      expected,
    );
  });

  it('tell the transfers of the last day when no window is given', async () => {
    const nas = await startNas({ size: 'demo' });
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('transfers', 'abb-transfers')), account);
    nodeRed.send('transfers');
    const { payload } = await nodeRed.inbox('out').next();
    const earliest = Date.now() - (DAY + 60) * 1000;
    const runs = (payload as { runs: { startedAt: string }[] }[]).flatMap((device) => device.runs);
    assert.ok(runs.length > 0);
    for (const { startedAt } of runs) assert.ok(Date.parse(startedAt) >= earliest, startedAt);
  });
});

describe('the status of a node that reads', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** The first words that this node shows. */
  async function statusOf(id: string): Promise<string> {
    const isMeant = ({ source, fill }: Status) => source?.id === id && fill === 'green';
    return (await nodeRed.inbox('statuses').nextStatus(isMeant)).text ?? '';
  }

  for (const [type, params, status] of READS) {
    it(`of ${type} says in a few words what there is`, async () => {
      const nas = await startNas({ size: 'demo' });
      await nodeRed.start(flowOf(sessionNode(nas), operationNode(type, type)), account);
      nodeRed.send(type, { params });
      assert.match(await statusOf(type), status);
    });
  }
});
