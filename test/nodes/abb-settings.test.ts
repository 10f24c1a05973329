import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';
import { forEachDialect } from '../support/dialects.js';
import { useBench } from '../support/nas.js';
import {
  account,
  flowOf,
  type Message,
  operationNode,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';

const SETTING = 'SYNO.ActiveBackup.Setting';

interface Settings {
  readonly maxConcurrentDevices: number;
  readonly retentionTime: object;
  readonly bandwidth: object;
  readonly certificate: { readonly usePackageCertificate: boolean };
}

/** An operation by the fields of a node and by a message, and what the settings show afterwards. */
const CHANGES: readonly (readonly [
  operation: string,
  fields: object,
  params: object,
  shown: (settings: Settings) => unknown,
  expected: unknown,
])[] = [
  [
    'setConcurrentDevices',
    { value: '3', valueType: 'num' },
    { value: 3 },
    ({ maxConcurrentDevices }) => maxConcurrentDevices,
    3,
  ],
  [
    'setRetentionTime',
    { hour: '4', hourType: 'num', minute: '0', minuteType: 'num' },
    { hour: 4, minute: 0 },
    ({ retentionTime }) => retentionTime,
    { hour: 4, minute: 0 },
  ],
  [
    'setBandwidth',
    { enable: 'true', enableType: 'bool', bandwidth: '20', bandwidthType: 'num', ipStart: '', ipEnd: '' },
    { enable: true, bandwidth: 20 },
    ({ bandwidth }) => bandwidth,
    { enabled: true, megabytesPerSecond: 20, ipStart: null, ipEnd: null },
  ],
  [
    'setBandwidth',
    {
      enable: 'true',
      enableType: 'bool',
      bandwidth: '5',
      bandwidthType: 'num',
      ipStart: '10.0.0.1',
      ipStartType: 'str',
      ipEnd: '10.0.0.9',
      ipEndType: 'str',
    },
    { enable: true, bandwidth: 5, ipStart: '10.0.0.1', ipEnd: '10.0.0.9' },
    ({ bandwidth }) => bandwidth,
    { enabled: true, megabytesPerSecond: 5, ipStart: '10.0.0.1', ipEnd: '10.0.0.9' },
  ],
  [
    'setCertificate',
    { usePackageCertificate: 'false', usePackageCertificateType: 'bool' },
    { usePackageCertificate: false },
    ({ certificate }) => certificate.usePackageCertificate,
    false,
  ],
];

forEachDialect('abb-settings', (dialect) => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench(dialect);

  async function through(nas: Simulator, properties: object, message: Message): Promise<Settings> {
    const node = operationNode('settings', 'abb-settings', properties);
    await nodeRed.start(flowOf(sessionNode(nas), node), account);
    nodeRed.send('settings', message);
    return (await nodeRed.inbox('out').next()).payload as Settings;
  }

  it('says that a change was accepted when only reading the settings back fails', async () => {
    const nas = await startNas();
    const node = operationNode('settings', 'abb-settings', { operation: 'setConcurrentDevices' });
    await nodeRed.start(flowOf(sessionNode(nas), node), account);
    nas.faults.add({ kind: 'code', code: 1001, api: SETTING, method: 'list' });
    nodeRed.send('settings', { params: { value: 7 } });
    const { error } = await nodeRed.inbox('caught').next();
    assert.equal(error?.code, 'ABB_REFUSED');
    assert.match(error.message, /accepted the change; only reading the settings back failed\. .*1001/);
  });

  it('reads the settings, and changes none', async () => {
    const nas = await startNas();
    const { maxConcurrentDevices, retentionTime } = await through(nas, { operation: 'get' }, {});
    assert.deepEqual([maxConcurrentDevices, retentionTime], [5, { hour: 14, minute: 50 }]);
    assert.deepEqual(nas.journal.calls(SETTING, 'set'), []);
  });

  for (const [operation, fields, params, shown, expected] of CHANGES) {
    it(`does ${operation} ${JSON.stringify(params)} by its fields, and answers with what then holds`, async () => {
      const nas = await startNas();
      assert.deepEqual(shown(await through(nas, { operation, ...fields }, {})), expected);
      assert.equal(nas.journal.calls(SETTING, 'set').length, 1);
    });

    it(`does ${operation} ${JSON.stringify(params)} when the message says so, whatever the node is set to`, async () => {
      const nas = await startNas();
      const message = { params: { operation, ...params } };
      const leftover = { operation: 'get', value: '9', valueType: 'num', hour: '9', hourType: 'num' };
      assert.deepEqual(shown(await through(nas, leftover, message)), expected);
      assert.equal(nas.journal.calls(SETTING, 'set').length, 1);
    });
  }

  it('takes from its fields what a message leaves out that names the operation which the node is set to', async () => {
    const nas = await startNas();
    const fields = { operation: 'setRetentionTime', hour: '4', hourType: 'num' };
    const message = { params: { operation: 'setRetentionTime', minute: 5 } };
    assert.deepEqual((await through(nas, fields, message)).retentionTime, { hour: 4, minute: 5 });
  });
});

describe('abb-settings with a message that makes no sense', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** What a node has in its fields that was made in the editor and never touched. */
  const untouched = {
    operation: 'get',
    enable: 'true',
    enableType: 'bool',
    usePackageCertificate: 'true',
    usePackageCertificateType: 'bool',
  };
  /** What a node may still have in a field that its dialog no longer shows. */
  const leftover = { operation: 'setCertificate', value: '9', valueType: 'num' };

  for (const [what, properties, params] of [
    ['an unknown operation', { operation: 'get' }, { operation: 'reset' }],
    ['an operation that every object has', { operation: 'get' }, { operation: 'constructor' }],
    ['no operation', {}, {}],
    ['an empty operation', { operation: 'get' }, { operation: '' }],
    ['parameters of another operation', { operation: 'get' }, { operation: 'setConcurrentDevices', hour: 3 }],
    ['parameters where none are known', { operation: 'get' }, { value: 3 }],
    ['a missing parameter', { operation: 'setRetentionTime' }, { hour: 3 }],
    ['a parameter that only a hidden field has', untouched, { operation: 'setCertificate' }],
    ['one of two that only a hidden field has', untouched, { operation: 'setBandwidth', bandwidth: 5 }],
    ['a parameter that is left over in the node', leftover, { operation: 'setConcurrentDevices' }],
  ] as const) {
    it(`is ABB_BAD_PARAMETER for ${what}, and nothing is sent`, async () => {
      const nas = await startNas();
      const node = operationNode('settings', 'abb-settings', properties);
      await nodeRed.start(flowOf(sessionNode(nas), node), account);
      nodeRed.send('settings', { params });
      const { error } = await nodeRed.inbox('caught').next();
      assert.equal(error?.code, 'ABB_BAD_PARAMETER');
      assert.deepEqual(nas.journal.entries, []);
    });
  }
});
