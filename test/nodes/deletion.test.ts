import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { JournalCall, Simulator } from '../../simulator/index.js';
import { useBench } from '../support/nas.js';
import {
  account,
  type FlowNode,
  flowOf,
  type Message,
  operationNode,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';

const API = 'SYNO.ActiveBackup.';

// The five tasks of the NAS in these tests, and the versions that each of them has.
const NAMES = ['Workplace 1', 'Server 2', 'Virtual machines 3', 'File server 4', 'NAS 5'];
const IDS = [1, 2, 3, 4, 5];
const VERSIONS = [11, 12, 13];

/** Settings with which a node must not delete, whatever comes. */
const LOCKED: readonly object[] = [
  {},
  { armed: false, dryRun: false },
  { armed: 'false', dryRun: 'false' },
  { armed: '', dryRun: '' },
  { armed: 1, dryRun: false },
  { armed: 'yes', dryRun: false },
  { armed: ['true'], dryRun: false },
  { armed: true, dryRun: true },
  { armed: 'true', dryRun: 'true' },
  { armed: true, dryRun: 'on' },
  { armed: true, dryRun: 1 },
];

/** Fields that take everything from the message, as a careless author may set them. */
const OPEN_FIELDS = {
  taskIds: 'payload.ids',
  taskIdsType: 'msg',
  taskId: 'payload.id',
  taskIdType: 'msg',
  versionIds: 'payload.versions',
  versionIdsType: 'msg',
  confirm: 'confirm',
  confirmType: 'msg',
};

const anything = fc.oneof(
  fc.constantFrom<unknown>(
    true,
    'true',
    false,
    'false',
    1,
    0,
    '',
    null,
    undefined,
    'yes',
    '*',
    'all',
    {},
    [],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const ids = fc.subarray(IDS, { minLength: 1 });
const versions = fc.subarray(VERSIONS, { minLength: 1 });
const confirmation = fc.oneof(
  fc.constantFrom<unknown>(...NAMES, ...IDS, ...VERSIONS),
  fc.subarray(NAMES),
  versions,
  fc.subarray([...IDS]),
  anything,
);
const keys = { armed: anything, dryRun: anything, confirm: confirmation, force: anything };

/** Messages that look as if they wanted to delete something, some of them in the right words. */
const messages: fc.Arbitrary<Message> = fc.record(
  {
    payload: fc.oneof(
      fc.record({
        ids: fc.oneof(ids, fc.constantFrom(...IDS), anything),
        id: fc.constantFrom(...IDS),
        versions,
      }),
      anything,
    ),
    topic: anything,
    ...keys,
    params: fc.oneof(
      fc.record(
        {
          taskIds: fc.oneof(ids, fc.constantFrom(...IDS)),
          taskNames: fc.subarray(NAMES, { minLength: 1 }),
          taskId: fc.constantFrom(...IDS),
          versionIds: versions,
          confirm: confirmation,
        },
        { requiredKeys: [] },
      ),
      fc.record({ taskIds: ids, ...keys }, { requiredKeys: ['taskIds'] }),
      anything,
    ),
  },
  { requiredKeys: ['payload', 'params'] },
);

describe('deleting', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** A NAS on which nothing changes: it says that it deletes, but does not. */
  async function startFlow(nodes: readonly FlowNode[]): Promise<Simulator> {
    const nas = await startNas({ size: { tasks: 5, scheduled: false } });
    const answer = (api: string, method: string, data?: unknown) => {
      const body = JSON.stringify({ success: true, data });
      nas.faults.add({ kind: 'body', body, api: API + api, method, times: Infinity });
    };
    answer('Task', 'remove');
    answer('Version', 'delete');
    answer('Version', 'list', { versions: VERSIONS.map((id) => ({ version_id: id })) });
    await nodeRed.start(flowOf(sessionNode(nas), ...nodes), account);
    return nas;
  }

  /** Results and failures go to one inbox, so that every message has one end there. */
  function node(id: string, type: string, settings: object): FlowNode {
    return operationNode(id, type, { ...settings, wires: [['caught']] });
  }

  async function ended(id: string, message: Message): Promise<Message> {
    nodeRed.send(id, structuredClone(message));
    return nodeRed.inbox('caught').next();
  }

  /** The parameters of everything that deletes, as it was received. */
  function deletions({ journal }: Simulator): JournalCall['parameters'][] {
    const calls = [...journal.calls(`${API}Task`, 'remove'), ...journal.calls(`${API}Version`, 'delete')];
    return calls.map(({ parameters }) => parameters);
  }

  for (const type of ['abb-remove-task', 'abb-delete-versions']) {
    it(`never happens in ${type} while the node is not armed or rehearses, whatever message comes`, async () => {
      const nodes = LOCKED.flatMap((settings, index) => [
        node(`blank${index}`, type, settings),
        node(`open${index}`, type, { ...OPEN_FIELDS, ...settings }),
      ]);
      const nas = await startFlow(nodes);
      const places = fc.constantFrom(...nodes.map(({ id }) => id));
      await fc.assert(
        fc.asyncProperty(places, messages, async (id, message) => {
          await ended(id, message);
          assert.deepEqual(deletions(nas), []);
        }),
        { numRuns: 400 },
      );
    });

    for (const [index, settings] of LOCKED.entries()) {
      it(`never happens in ${type} with ${JSON.stringify(settings)}, even in the right words`, async () => {
        const nas = await startFlow([node('locked', type, settings)]);
        const params =
          type === 'abb-remove-task'
            ? { taskIds: [2], confirm: ['Server 2'] }
            : { taskId: 2, versionIds: [11], confirm: [11] };
        const { error, payload } = await ended('locked', { params });
        assert.deepEqual(deletions(nas), [], `setting ${index}`);
        assert.ok(error?.code === 'ABB_NOT_CONFIRMED' || (payload as { dryRun?: unknown }).dryRun === true);
      });
    }
  }

  it('removes tasks through an armed node only when their names are repeated, and then once', async () => {
    const nas = await startFlow([
      node('blank', 'abb-remove-task', { armed: true, dryRun: false }),
      node('open', 'abb-remove-task', { ...OPEN_FIELDS, armed: true, dryRun: false }),
    ]);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('blank', 'open'), messages, async (id, message) => {
        nas.journal.clear();
        const { error } = await ended(id, message);
        const sent = nas.journal.calls(`${API}Task`, 'remove');
        assert.equal(sent.length, error ? 0 : 1);
        for (const call of sent) assert.deepEqual(namesOf(call), texts(confirmationOf(id, message)));
      }),
      { numRuns: 400 },
    );
  });

  it('removes exactly the tasks that were confirmed, in one request', async () => {
    const nas = await startFlow([node('armed', 'abb-remove-task', { armed: 'true', dryRun: '' })]);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(IDS, { minLength: 1 }), fc.boolean(), async (wanted, byName) => {
        nas.journal.clear();
        const names = wanted.map((id) => NAMES[id - 1] ?? '');
        const which = byName ? { taskNames: names } : { taskIds: wanted };
        const { payload } = await ended('armed', { params: { ...which, confirm: names } });
        assert.deepEqual(payload, { taskIds: wanted, accepted: true });
        assert.deepEqual(
          deletions(nas).map((parameters) => parameters['task_ids']),
          [JSON.stringify(wanted)],
        );
      }),
      { numRuns: 40 },
    );
  });

  it('deletes versions through an armed node only when their ids are repeated in order, and then once', async () => {
    const nas = await startFlow([node('armed', 'abb-delete-versions', { armed: true, dryRun: false })]);
    const some = fc.shuffledSubarray(VERSIONS, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(some, fc.oneof(some, confirmation), async (versionIds, confirm) => {
        nas.journal.clear();
        const { error } = await ended('armed', { params: { taskId: 2, versionIds, confirm } });
        const isRight = isConfirmation(confirm) && sameTexts(texts(confirm), texts(versionIds));
        assert.equal(error === undefined, isRight);
        assert.deepEqual(
          deletions(nas),
          isRight ? [{ task_id: '2', version_ids: JSON.stringify(versionIds) }] : [],
        );
      }),
      { numRuns: 300 },
    );
  });

  for (const [what, params] of [
    ['a name of another task', { taskIds: 2, confirm: 'NAS 5' }],
    ['a name in other letters', { taskIds: 2, confirm: 'server 2' }],
    ['a name with a space too many', { taskIds: 2, confirm: 'Server 2 ' }],
    ['the id in place of the name', { taskIds: 2, confirm: 2 }],
    ['only some of the names', { taskIds: [2, 5], confirm: ['Server 2'] }],
    ['one name more', { taskIds: [2], confirm: ['Server 2', 'NAS 5'] }],
    ['the names in another order', { taskIds: [2, 5], confirm: ['NAS 5', 'Server 2'] }],
    ['the names in one text', { taskIds: [2, 5], confirm: 'Server 2,NAS 5' }],
    ['nothing', { taskIds: 2 }],
    ['an empty list', { taskIds: 2, confirm: [] }],
    ['an empty text', { taskIds: 2, confirm: '' }],
  ] as const) {
    it(`is ABB_NOT_CONFIRMED when an armed node is given ${what}, and says what is expected`, async () => {
      const nas = await startFlow([node('armed', 'abb-remove-task', { armed: true, dryRun: false })]);
      const { error } = await ended('armed', { params });
      assert.equal(error?.code, 'ABB_NOT_CONFIRMED');
      assert.ok(error.message.includes('Server 2'), error.message);
      assert.deepEqual(deletions(nas), []);
    });
  }

  it('is not tried for a task or version that does not exist', async () => {
    const nas = await startFlow([
      node('remove', 'abb-remove-task', { armed: true, dryRun: false }),
      node('delete', 'abb-delete-versions', { armed: true, dryRun: false }),
    ]);
    const unknownTask = await ended('remove', { params: { taskIds: [2, 99], confirm: ['Server 2', ''] } });
    const unknownVersion = await ended('delete', {
      params: { taskId: 2, versionIds: [11, 99], confirm: [11, 99] },
    });
    assert.equal(unknownTask.error?.code, 'ABB_BAD_PARAMETER');
    assert.equal(unknownVersion.error?.code, 'ABB_BAD_PARAMETER');
    assert.deepEqual(deletions(nas), []);
  });

  it('is said in full by a dry run', async () => {
    await startFlow([
      node('remove', 'abb-remove-task', { armed: true, dryRun: true }),
      node('delete', 'abb-delete-versions', {}),
    ]);
    const { payload } = await ended('remove', { params: { taskIds: [2] } });
    assert.deepEqual(payload, {
      dryRun: true,
      tasks: [{ id: 2, name: 'Server 2', versionCount: 0, devices: ['host-2-1'] }],
    });
    const rehearsed = await ended('delete', { params: { taskId: 2, versionIds: [13, 11] } });
    const { dryRun, versions: doomed } = rehearsed.payload as { dryRun: boolean; versions: { id: number }[] };
    assert.equal(dryRun, true);
    assert.deepEqual(
      doomed.map(({ id }) => id),
      [13, 11],
    );
  });
});

/** What the message says in `confirm`, where the node looks for it. */
function confirmationOf(id: string, { params, confirm }: Message): unknown {
  const own = params !== null && typeof params === 'object' && 'confirm' in params;
  if (own) return params.confirm;
  return id === 'open' ? confirm : undefined;
}

function isConfirmation(value: unknown): boolean {
  const isSingle = (item: unknown) => typeof item === 'string' || typeof item === 'number';
  return isSingle(value) || (Array.isArray(value) && value.every(isSingle));
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function namesOf({ parameters }: JournalCall): string[] {
  const removed = JSON.parse(String(parameters['task_ids'])) as number[];
  return removed.map((id) => NAMES[id - 1] ?? '');
}
