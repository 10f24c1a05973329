import assert from 'node:assert/strict';

import fc from 'fast-check';

import { useBench } from '../support/nas.js';
import {
  account,
  flowOf,
  type Message,
  operationNode,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';
import { anyList, anyReply } from '../support/replies.js';

const WITHOUT_PARAMETERS = [
  'abb-tasks',
  'abb-devices',
  'abb-transfers',
  'abb-hypervisors',
  'abb-storage',
  'abb-logs',
  'abb-history',
];

describe('a node and a NAS that answers anything', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  it('gives each message one end: an answer, or one failure that has a code', async () => {
    const nas = await startNas({ size: 'empty' });
    const given: Readonly<Record<string, object>> = {
      'abb-versions': { taskId: 1 },
      'abb-result-details': { resultId: 1 },
      'abb-settings': { operation: 'setConcurrentDevices', value: 2 },
      'abb-run-backup': { taskIds: [1] },
      'abb-cancel-backup': { taskIds: [1] },
      'abb-remove-task': { taskIds: [1], confirm: 'x' },
      'abb-delete-versions': { taskId: 1, versionIds: [1], confirm: [1] },
    };
    const types = [...WITHOUT_PARAMETERS, ...Object.keys(given)];
    const nodes = types.flatMap((type) =>
      [{}, { output: 'raw' }, { split: true }].map((properties, index) =>
        operationNode(`${type} ${index}`, type, { ...properties, armed: true, dryRun: false }),
      ),
    );
    await nodeRed.start(flowOf(sessionNode(nas), ...nodes), account);
    const which = fc.constantFrom(...nodes);
    await fc.assert(
      fc.asyncProperty(which, fc.oneof(anyList, anyReply), async ({ id, type }, data) => {
        nas.faults.clear();
        const body = JSON.stringify({ success: true, data });
        const isAbb = ({ api = '' }: { api: string | undefined }) => api.startsWith('SYNO.ActiveBackup.');
        nas.faults.add({ kind: 'body', body, where: isAbb, times: Infinity });
        nodeRed.send(id, { _msgid: 'm', params: given[type] ?? {} } satisfies Message);
        const ends = await ended();
        assert.equal(ends.length, 1);
        for (const { error } of ends) if (error) assert.match(error.code ?? error.message, /^ABB_/);
      }),
      { numRuns: 200 },
    );
  });

  /** What a Catch node and a Complete node have got of the message under way, and nothing afterwards. */
  async function ended(): Promise<Message[]> {
    const caught = nodeRed.inbox('caught').messages;
    const completed = nodeRed.inbox('completed').messages;
    for (let turns = 0; caught.length + completed.length === 0 && turns < 5000; turns++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await new Promise(setImmediate);
    return [...caught.splice(0), ...completed.splice(0)];
  }
});
