import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';
import { forEachDialect } from '../support/dialects.js';
import { useBench } from '../support/nas.js';
import {
  account,
  type FlowNode,
  flowOf,
  type Message,
  onTab,
  operationNode,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';

const LOG = 'SYNO.ActiveBackup.Log';
const PAGE = 500;

interface Parts {
  readonly id: string;
  readonly type: string;
  readonly index: number;
  readonly count: number;
  readonly len: number;
  readonly parts?: unknown;
}

function partsOf(message: Message): Parts {
  return message['parts'] as Parts;
}

function idOf({ payload }: Message): number {
  return (payload as { id: number }).id;
}

function down(ids: readonly number[]): number[] {
  return [...ids].sort((a, b) => b - a);
}

const JOIN = onTab('join', 'join', { mode: 'auto', build: 'string', wires: [['out']] });

/** A node that splits its list, and core's join behind it. */
function joined(type: string, properties: object = {}): FlowNode[] {
  return [operationNode('list', type, { split: true, ...properties, wires: [['join', 'out2']] }), JOIN];
}

forEachDialect('a list that goes on row by row', (dialect) => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench(dialect);

  async function start(nas: Simulator, ...nodes: readonly FlowNode[]): Promise<void> {
    await nodeRed.start(flowOf(sessionNode(nas), ...nodes), account);
  }

  it('is the same after core’s join as in one message, over several pages', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 620 } });
    await start(nas, ...joined('abb-history'), operationNode('whole', 'abb-history'));
    nodeRed.send('whole', { params: { limit: 'all' } });
    const { payload: whole } = await nodeRed.inbox('out').next();
    nodeRed.send('list', { params: { limit: 'all' } });
    const { payload: reassembled } = await nodeRed.inbox('out').next();
    const ids = (whole as { id: number }[]).map(({ id }) => id);
    assert.equal(ids.length, 620);
    assert.deepEqual(ids, down(ids));
    assert.deepEqual(reassembled, whole);
  });

  it('is whole after core’s join also when the asking message was the end of another sequence', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 20 } });
    await start(nas, ...joined('abb-history'));
    nodeRed.send('list', { complete: true });
    const { payload, complete } = await nodeRed.inbox('out').next();
    assert.equal((payload as unknown[]).length, 20);
    assert.equal(complete, undefined);
  });

  it('gives the newest rows where a limit cuts into a page', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 620 } });
    await start(nas, ...joined('abb-history'));
    const newest = nas.world.results
      .page({}, { offset: 0, limit: 570, newestFirst: true })
      .rows.map(({ id }) => id);
    for (const [offset, limit] of [
      [10, 560],
      [0, 2],
      [3, 1],
    ] as const) {
      nodeRed.send('list', { params: { offset, limit } });
      const { payload } = await nodeRed.inbox('out').next();
      assert.deepEqual(
        (payload as { id: number }[]).map(({ id }) => id),
        newest.slice(offset, offset + limit),
        `${limit} rows from ${offset}`,
      );
    }
  });

  it('keeps its order, skips and repeats nothing while jobs end and others begin', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 1100 } });
    const expected = nas.world.results.page({}, { offset: 0, limit: Infinity, newestFirst: true }).rows;
    await start(nas, operationNode('list', 'abb-history', { split: true }));
    nodeRed.send('list', { params: { limit: 'all' } });
    const read: number[] = [];
    while (read.length < 1100) {
      const message = await nodeRed.inbox('out').next();
      read.push(idOf(message));
      if (read.length % 300 === 0) runAll(nas);
    }
    assert.deepEqual(
      read,
      expected.map(({ id }) => id),
    );
  });

  it('ends, joined as far as it came, when the log is wiped in the middle', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 1100 } });
    await start(nas, ...joined('abb-logs'));
    nodeRed.send('list', { params: { limit: 'all' } });
    const first = await nodeRed.inbox('out2').next();
    nas.world.clearLogs('admin');
    const { payload } = await nodeRed.inbox('out').next();
    const ids = (payload as { id: number }[]).map(({ id }) => id);
    assert.ok(ids.length >= 1 && ids.length < partsOf(first).count, String(ids.length));
    assert.deepEqual(ids, down([...new Set(ids)]));
  });
});

/** Every task that is idle backs up once more; the last purge of each is done, too. */
function runAll(nas: Simulator): void {
  const idle = [...nas.world.fleet.tasks.keys()].filter((id) => nas.world.runs.of(id) === undefined);
  if (idle.length > 0) nas.world.startBackup(idle);
  nas.clock.advance(3_600_000);
  nas.world.advance();
}

describe('a message for each row', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  async function start(nas: Simulator, ...nodes: readonly FlowNode[]): Promise<void> {
    await nodeRed.start(flowOf(sessionNode(nas), ...nodes), account);
  }

  async function split(rows: number, message: Message): Promise<Message[]> {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: rows } });
    await start(nas, operationNode('list', 'abb-history', { split: true }));
    nodeRed.send('list', message);
    await nodeRed.inbox('completed').next();
    return nodeRed.inbox('out').take(rows);
  }

  it('has its place in the sequence', async () => {
    const messages = await split(3, {});
    const [first] = messages;
    assert.ok(first);
    const { id } = partsOf(first);
    assert.ok(id !== '');
    assert.deepEqual(
      messages.map(partsOf),
      [0, 1, 2].map((index) => ({ id, type: 'array', index, count: 3, len: 1 })),
    );
  });

  it('keeps the place of the message that asked inside its own', async () => {
    const outer = { id: 'outer', index: 4, count: 9, type: 'array' };
    for (const message of await split(3, { parts: outer })) assert.deepEqual(partsOf(message).parts, outer);
  });

  it('carries what the asking message carried, and its own copy of it', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 3 } });
    const node = operationNode('list', 'abb-history', { split: true, wires: [['change']] });
    await start(nas, node, onTab('change', 'helper'));
    const seen: unknown[] = [];
    nodeRed.node('change').on('input', (msg: Message) => {
      const { note, abb } = msg as { note: { text: string }; abb: { total: number } };
      seen.push([msg['topic'], note.text, abb.total]);
      note.text = 'changed';
      abb.total = -1;
    });
    nodeRed.send('list', { topic: 'T', note: { text: 'as it was' } });
    await nodeRed.inbox('completed').next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(
      seen,
      [1, 2, 3].map(() => ['T', 'as it was', 3]),
    );
  });

  it('does not come for an empty list, which completes all the same', async () => {
    const nas = await startNas({ size: 'empty' });
    await start(nas, operationNode('list', 'abb-history', { split: true }));
    nodeRed.send('list');
    await nodeRed.inbox('completed').next();
    assert.deepEqual(nodeRed.inbox('out').messages, []);
  });

  it('comes before the next page is asked for', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 1700 } });
    await start(nas, operationNode('list', 'abb-history', { split: true }));
    const asked: number[] = [];
    nodeRed.node('out').on('input', () => {
      asked.push(nas.journal.calls(LOG, 'list_result').length);
    });
    nodeRed.send('list', { params: { limit: 'all' } });
    await nodeRed.inbox('out').take(1700);
    // The last row of each page waits for the next page, to learn whether it is the last of all.
    const early = asked.filter((pages, index) => pages !== Math.floor(index / (PAGE - 1)) + 1);
    assert.ok(early.length <= 4, `${early.length} rows met a later page than their own`);
  });

  it('comes no more once the node is closed', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 5000 } });
    const flow = flowOf(sessionNode(nas), operationNode('list', 'abb-history', { split: true }));
    await nodeRed.start(flow, account);
    nodeRed.send('list', { params: { limit: 'all' } });
    await nodeRed.inbox('out').next();
    await nodeRed.stop();
    const pages = nas.journal.calls(LOG, 'list_result').length;
    assert.ok(pages < 10, String(pages));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(nas.journal.calls(LOG, 'list_result').length, pages);
  });

  it('comes once at most when a page fails, and the failure once', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 1700 } });
    nas.faults.add({ kind: 'code', code: 1001, api: LOG, skip: 2, times: Infinity });
    await start(nas, operationNode('list', 'abb-history', { split: true }));
    nodeRed.send('list', { params: { limit: 'all' } });
    const { error } = await nodeRed.inbox('caught').next();
    assert.equal(error?.code, 'ABB_REFUSED');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const ids = nodeRed.inbox('out').messages.map(idOf);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length >= 2 * PAGE - 2 && ids.length < 2 * PAGE, String(ids.length));
    assert.equal(nodeRed.inbox('caught').messages.length, 1);
    assert.deepEqual(nodeRed.inbox('completed').messages, []);
  });

  it('holds DSM’s own row where the output is raw', async () => {
    const nas = await startNas({ size: { tasks: 3, devicesPerTask: 1, historyRows: 3 } });
    await start(nas, operationNode('list', 'abb-history', { split: 'true', output: 'raw' }));
    nodeRed.send('list');
    const rows = (await nodeRed.inbox('out').take(3)).map(({ payload }) => payload as { result_id: number });
    assert.deepEqual(
      rows.map((row) => row.result_id),
      nas.world.results.page({}, { offset: 0, limit: 3, newestFirst: true }).rows.map(({ id }) => id),
    );
  });

  for (const [type, params, size] of [
    ['abb-tasks', {}, { tasks: 230 }],
    ['abb-devices', {}, { tasks: 10, devicesPerTask: 45 }],
  ] as const) {
    it(`is one for each thing of ${type}, over several pages, also while others are made`, async () => {
      const nas = await startNas({ size: { ...size, scheduled: false } });
      await start(nas, ...joined(type));
      nodeRed.send('list', { params });
      const { abb } = await nodeRed.inbox('out2').next();
      nas.world.addTask({ name: 'New', hostNames: ['new'] });
      const { payload } = await nodeRed.inbox('out').next();
      const ids = (payload as { id: number }[]).map(({ id }) => id);
      assert.equal(ids.length, (abb as { total: number }).total);
      assert.equal(new Set(ids).size, ids.length);
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(nodeRed.inbox('out').messages.length, 1);
    });
  }
});
