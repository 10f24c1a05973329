import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { demoAccount, type Simulator, type SimulatorOptions } from '../../simulator/index.js';
import { RoughClient } from '../simulator/rough-client.js';
import { loginsOf, useBench } from '../support/nas.js';
import {
  credentials,
  type Credentials,
  flowOf,
  type FlowNode,
  onTab,
  operationNode,
  SESSION_ID,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';

const DEPLOYS = ['full', 'flows', 'nodes'] as const;

interface Refusal {
  readonly what: string;
  readonly code: 'ABB_LOGIN' | 'ABB_OTP_REQUIRED';
  readonly options?: SimulatorOptions;
  readonly secrets?: Credentials;
  /** Brings the NAS into the state that is meant. */
  readonly prepare?: (nas: Simulator) => Promise<void>;
}

const { name, password } = demoAccount;

const refusals: readonly Refusal[] = [
  { what: 'a wrong password', code: 'ABB_LOGIN', secrets: credentials(name, randomUUID()) },
  { what: 'an account that does not exist', code: 'ABB_LOGIN', secrets: credentials(randomUUID(), password) },
  {
    what: 'a disabled account',
    code: 'ABB_LOGIN',
    options: { accounts: [{ name, password, refusal: 401 }] },
  },
  {
    what: 'an account that may not log in from here',
    code: 'ABB_LOGIN',
    options: { accounts: [{ name, password, refusal: 402 }] },
  },
  {
    what: 'an expired password',
    code: 'ABB_LOGIN',
    options: { accounts: [{ name, password, refusal: 410 }] },
  },
  {
    what: 'a blocked address',
    code: 'ABB_LOGIN',
    options: { autoBlock: { attempts: 2 } },
    async prepare(nas) {
      const other = new RoughClient(nas);
      for (const passwd of ['x', 'y']) {
        await other.post({ api: 'SYNO.API.Auth', version: '6', method: 'login', account: name, passwd });
      }
      await other.close();
      nas.journal.clear();
    },
  },
  {
    what: 'an account that needs a one-time code',
    code: 'ABB_OTP_REQUIRED',
    options: { accounts: [{ name, password, otpCodes: ['123456'] }] },
  },
  {
    what: 'a trusted device that DSM has forgotten',
    code: 'ABB_OTP_REQUIRED',
    options: { accounts: [{ name, password, otpCodes: ['123456'] }] },
    secrets: { [SESSION_ID]: { username: name, password, deviceId: randomUUID() } },
  },
  {
    what: 'an account that must set up its second factor first',
    code: 'ABB_OTP_REQUIRED',
    options: { accounts: [{ name, password, refusal: 406 }] },
  },
];

describe('an hour of messages, polls, deploys and open dialogs costs one login with', function () {
  this.timeout(120_000);

  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** The flow as it is deployed in this minute: nodes and tabs besides the session change all the time. */
  function flowAt(nas: Simulator, minute: number): FlowNode[] {
    return [
      ...flowOf(
        sessionNode(nas),
        operationNode('tasks', 'abb-tasks'),
        operationNode('history', 'abb-history', { name: `in minute ${minute}` }),
        onTab('watch', 'abb-watch', {
          session: SESSION_ID,
          events: [],
          start: 'now',
          idle: 1,
          busy: 1,
          wires: [[], []],
        }),
      ),
      { id: 'other', type: 'tab', label: `other ${minute}` },
    ];
  }

  async function failOnce(node: string, code: string): Promise<void> {
    nodeRed.send(node);
    const { error } = await nodeRed.inbox('caught').next();
    assert.equal(error?.code, code);
  }

  for (const { what, code, options = {}, secrets = credentials(name, password), prepare } of refusals) {
    it(what, async () => {
      const nas = await startNas(options);
      await prepare?.(nas);
      await nodeRed.start(flowAt(nas, 0), secrets);
      for (let minute = 1; minute <= 60; minute++) {
        nas.clock.advance(60_000);
        for (const node of ['tasks', 'history', 'watch']) await failOnce(node, code);
        await nodeRed.admin(`/abb/${SESSION_ID}/tasks`);
        await nodeRed.deploy(flowAt(nas, minute), DEPLOYS[minute % DEPLOYS.length] ?? 'full');
      }
      assert.equal(loginsOf(nas), 1);
    });
  }
});
