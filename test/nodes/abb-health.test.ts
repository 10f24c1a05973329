import assert from 'node:assert/strict';

import { CANARY } from '../../simulator/abb/secrets.js';
import { startDemo } from '../support/demo.js';
import { useBench } from '../support/nas.js';
import { account, flowOf, operationNode, sessionNode, useNodeRed } from '../support/node-red.js';
import { until } from '../support/until.js';

interface Judged {
  readonly windowDays: number;
  readonly timeZone: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly devices: readonly { readonly reason: string }[];
  readonly views: object;
}

describe('a health node', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  async function judgeOnce(properties: object = {}): Promise<Judged> {
    const nas = await startDemo(startNas);
    const flow = flowOf(sessionNode(nas), operationNode('health', 'abb-health', properties));
    await nodeRed.start(flow, account);
    nodeRed.send('health');
    return (await nodeRed.inbox('out').next()).payload as Judged;
  }

  /** The status when all is done; one that says that the NAS is asked may come before. */
  async function doneStatus(): Promise<string> {
    const { status } = await until('a green status', 5, () =>
      nodeRed.inbox('statuses').messages.find((message) => message.status?.fill === 'green'),
    );
    return status?.text ?? '';
  }

  it('judges all devices, and shows how many there are of each state, the good news first', async () => {
    const judged = await judgeOnce();
    assert.equal(
      Object.values(judged.summary).reduce((a, b) => a + b),
      judged.devices.length,
    );
    const { ok = 0, failing = 0, idle = 0 } = judged.summary;
    assert.match(await doneStatus(), new RegExp(`^${ok} ok, ${failing} failing(, .*)?, ${idle} idle`));
  });

  it('takes its settings from the dialog, as texts', async () => {
    const settings = { window: '2w', timeZone: 'Asia/Tokyo', maxAge: '1', views: 'overview' };
    const types = { windowType: 'str', timeZoneType: 'str', maxAgeType: 'str', viewsType: 'word' };
    const judged = await judgeOnce({ ...settings, ...types });
    assert.deepEqual(Object.keys(judged.views), ['overview']);
    assert.deepEqual([judged.windowDays, judged.timeZone], [14, 'Asia/Tokyo']);
  });

  it('lets DSM speak for itself in raw form, without secrets', async () => {
    const judged = await judgeOnce({ output: 'raw' });
    assert.deepEqual(Object.keys(judged).sort(), ['results', 'tasks', 'transfers']);
    assert.ok(!JSON.stringify(judged).includes(CANARY));
  });
});
