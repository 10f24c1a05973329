import assert from 'node:assert/strict';

import helper from 'node-red-node-test-helper';

import {
  account,
  flowOf,
  type Message,
  onTab,
  operationNode,
  sessionNode,
  type useNodeRed,
} from '../../support/node-red.js';
import { type Memory, measureMemory, residentMemory } from './memory.js';
import type { DistantNas } from './nas.js';

/** What a long history through a flow has cost. */
export interface Measured {
  readonly rows: number;
  readonly rowsPerSecond: number;
  /** Megabytes above what the process had before: what stays after a collection, and the most that it ever took. */
  readonly retainedMost: number;
  readonly residentMost: number;
}

const WARM_UP_ROWS = 5000;

/** Lets `abb-history` send every row of a NAS as a message of its own, and checks each. */
export async function splitHistory(
  nodeRed: ReturnType<typeof useNodeRed>,
  nas: DistantNas,
  rows: number,
): Promise<Measured> {
  const list = operationNode('list', 'abb-history', { split: true, wires: [['count']] });
  await nodeRed.start(flowOf(sessionNode(nas), list, onTab('count', 'helper')), account);
  // The helper's spies would keep every message that they see: those of the prototype, and the one of the node.
  helper._sandbox.restore();
  Reflect.deleteProperty(nodeRed.node('list'), 'send');
  nodeRed.node('count').removeAllListeners('input');
  await receive(nodeRed, WARM_UP_ROWS, WARM_UP_ROWS, () => undefined);

  const before = measureMemory();
  const most = { retained: before.retained, resident: before.resident };
  const every = Math.max(1000, rows / 10);
  const begin = performance.now();
  await receive(nodeRed, 'all', rows, (count) => {
    if (count % 500 === 0) most.resident = Math.max(most.resident, residentMemory());
    if (count % every === 0) most.retained = Math.max(most.retained, measureMemory().retained);
  });
  const seconds = (performance.now() - begin) / 1000;
  return {
    rows,
    rowsPerSecond: Math.round(rows / seconds),
    retainedMost: above(most, before, 'retained'),
    residentMost: above(most, before, 'resident'),
  };
}

/** Waits for so many rows; each must be one older than the one before, and know its place. */
async function receive(
  nodeRed: ReturnType<typeof useNodeRed>,
  limit: number | 'all',
  rows: number,
  arrived: (count: number) => void,
): Promise<void> {
  const sink = nodeRed.node('count');
  let count = 0;
  let previous: number | undefined;
  const check = (message: Message): void => {
    const { id } = message.payload as { id: number };
    const parts = message['parts'] as { index: number; count: number };
    assert.equal(id, previous === undefined ? id : previous - 1);
    assert.deepEqual([parts.index, parts.count], [count, rows]);
    previous = id;
    count += 1;
    arrived(count);
  };
  await new Promise<void>((resolve, reject) => {
    sink.on('input', (message: Message) => {
      try {
        check(message);
        if (count === rows) resolve();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    nodeRed.send('list', { params: { limit } });
  });
  // Nothing comes after the last.
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(count, rows);
  sink.removeAllListeners('input');
}

function above(most: Memory, before: Memory, kind: keyof Memory): number {
  return Math.round((most[kind] - before[kind]) * 10) / 10;
}
