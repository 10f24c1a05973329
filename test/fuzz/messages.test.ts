import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import fc from 'fast-check';

import type { Simulator } from '../../simulator/index.js';
import { useBench } from '../support/nas.js';
import {
  account,
  flowOf,
  type FlowNode,
  type Message,
  operationNode,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';
import { fuzz } from './support/fuzz.js';
import { oddLeaf } from './support/odd-values.js';

/** The parameters of each node, as its dialog has them. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'abb-tasks': ['taskId', 'taskName', 'backupType', 'status', 'from', 'to', 'includeVersions'],
  'abb-versions': ['taskId', 'taskName'],
  'abb-devices': ['backupType'],
  'abb-transfers': ['from', 'to'],
  'abb-hypervisors': [],
  'abb-storage': [],
  'abb-logs': ['taskId', 'taskName', 'level', 'keyword', 'from', 'to', 'offset', 'limit'],
  'abb-history': ['taskId', 'status', 'backupType', 'action', 'keyword', 'from', 'to', 'offset', 'limit'],
  'abb-result-details': ['resultId', 'limit', 'orderBy', 'direction'],
  'abb-health': ['taskId', 'taskName', 'window', 'timeZone', 'maxAge', 'views'],
  'abb-settings': ['operation', 'value', 'hour', 'minute', 'enable', 'bandwidth', 'ipStart', 'ipEnd'],
  'abb-run-backup': ['taskIds', 'taskNames'],
  'abb-cancel-backup': ['taskIds', 'taskNames'],
  'abb-remove-task': ['taskIds', 'taskNames', 'confirm'],
  'abb-delete-versions': ['taskId', 'taskName', 'versionIds', 'confirm'],
};
const TYPES = Object.keys(FIELDS);

/** What a field's type can be in a flow that was written by hand, or by a later version. */
const fieldType = fc.constantFrom(
  ...['str', 'num', 'bool', 'word', 'msg', 'flow', 'global', 'env', 'jsonata', 'json', 'date', 're', 'bin'],
  ...['node', 'cred', '', 'nonsense', '__proto__'],
);

const fieldValue: fc.Arbitrary<unknown> = fc.oneof(
  oddLeaf,
  fc.constantFrom(
    'payload',
    'payload.a.b',
    'params',
    '[0]',
    '$.payload',
    'payload ~> $sum()',
    '$$$(',
    '{"a":1}',
  ),
  fc.constantFrom('1', '7', 'true', 'all', '24h', 'pc', 'Task 1', '1,2', '(1+', '[1,2]', '0x01'),
);

const anyJson = fc.oneof(oddLeaf, fc.jsonValue({ maxDepth: 3 }));

const anyMessage: fc.Arbitrary<Message> = fc.record(
  {
    payload: anyJson,
    topic: anyJson,
    parts: anyJson,
    abb: anyJson,
    params: fc.oneof(
      anyJson,
      fc.dictionary(fc.constantFrom(...new Set(Object.values(FIELDS).flat())), anyJson, { maxKeys: 4 }),
    ),
  },
  { requiredKeys: [] },
);

/** A node of any settings, and a message to it. */
const anyCase = fc.constantFrom(...TYPES).chain((type) =>
  fc.record({
    type: fc.constant(type),
    fields: fc.record(
      Object.fromEntries(
        (FIELDS[type] ?? []).flatMap((name) => [
          [name, fieldValue],
          [`${name}Type`, fieldType],
        ]),
      ) as Record<string, fc.Arbitrary<unknown>>,
      { requiredKeys: [] },
    ),
    split: fc.constantFrom(true, false, 'true', 'odd', null),
    output: fc.constantFrom('raw', 'normalised', 'odd'),
    message: anyMessage,
  }),
);

interface NodeSettings {
  readonly type: string;
  readonly fields: object;
  readonly split: unknown;
  readonly output: unknown;
}

function nodeFor({ type, fields, split, output }: NodeSettings, index: number): FlowNode {
  return operationNode(`n${index}`, type, { ...fields, split, output });
}

describe('nodes of any settings and messages of any content', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  let nas: Simulator | undefined;

  fuzz(
    'give each message one end: an answer, or a failure with a code and a short state',
    0.01,
    fc.noShrink(fc.array(anyCase, { minLength: 10, maxLength: 10 })),
    async (cases) => {
      nas ??= await startNas({ autoBlock: false });
      const nodes = cases.map(nodeFor);
      await nodeRed.start(flowOf(sessionNode(nas), ...nodes), account);
      for (const [index, { message }] of cases.entries())
        nodeRed.send(`n${index}`, { ...message, _msgid: `m${index}` });
      await ended(cases.length);
      checkEnds(cases.length);
      checkStates();
      assert.equal(nas.world.fleet.tasks.size, 3, 'nothing is removed');
      await nodeRed.stop();
    },
    10,
  );

  const box = (id: string): Message[] => nodeRed.inbox(id).messages;

  async function ended(count: number): Promise<void> {
    for (let turns = 0; box('caught').length + box('completed').length < count && turns < 3000; turns++)
      await pause(2);
    await pause(5);
  }

  function checkEnds(count: number): void {
    const ids = [...box('caught'), ...box('completed')].map((message) => message['_msgid']);
    assert.equal(ids.length, count);
    assert.equal(new Set(ids).size, count);
    for (const { error } of box('caught')) assert.match(String(error?.code), /^ABB_/, error?.message);
  }

  /** What stands under the nodes: short, and in words. */
  function checkStates(): void {
    const texts = box('statuses').map(({ status }) => status?.text ?? '');
    for (const shown of texts) {
      assert.ok(shown.length < 200, shown);
      assert.doesNotMatch(shown, /undefined|NaN|\[object|__|Infinity/);
    }
  }
});
