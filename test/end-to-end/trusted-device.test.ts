import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';

import { useBench } from '../support/nas.js';
import { onTab, operationNode, SESSION_ID, sessionNode } from '../support/node-red.js';
import { until } from '../support/until.js';
import { Admin } from './support/admin.js';
import { userDirectoryWithClone } from './support/linked-package.js';
import { type NodeRed, startNodeRed } from './support/node-red.js';

const ACCOUNT = { username: 'anna', password: 'b' };

describe('a session that is tested with a one-time code before it is deployed for the first time', function () {
  this.timeout(240_000);
  const { startNas } = useBench();
  let directory: string;
  let nodeRed: NodeRed | undefined;

  beforeEach(async () => {
    directory = await userDirectoryWithClone();
  });

  afterEach(async () => {
    await nodeRed?.stop('SIGTERM');
    await rm(directory, { recursive: true });
  });

  it('logs in with the token as soon as it is deployed, though nobody has sent one', async () => {
    const nas = await startNas({ accounts: [{ name: 'anna', password: 'b', otpCodes: ['123456'] }] });
    nodeRed = await startNodeRed(directory);
    const admin = new Admin(nodeRed.url);
    const reply = await fetch(`${nodeRed.url}/abb/${SESSION_ID}/test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...sessionNode(nas), ...ACCOUNT, otpCode: '123456' }),
    });
    const { deviceName } = (await reply.json()) as { deviceName: string };
    assert.match(deviceName, /^Node-RED /);

    const inject = onTab('go', 'inject', {
      props: [],
      repeat: '',
      crontab: '',
      once: false,
      wires: [['tasks']],
    });
    await admin.deploy([
      { id: 'tab', type: 'tab', label: 'test' },
      sessionNode(nas, { deviceName, credentials: ACCOUNT }),
      inject,
      operationNode('tasks', 'abb-tasks', { wires: [[], []] }),
    ]);
    await admin.clickInject('go');
    // The first login was that of the test.
    const login = await until('the login', 30, () => nas.journal.calls('SYNO.API.Auth', 'login')[1]);
    const session = await until('its session', 10, () => nas.sessions.at(-1));
    assert.equal(session.account, 'anna');
    const token = login.parameters['device_id'];
    assert.ok(typeof token === 'string' && token.length > 20);
    const told = [await admin.text('/flows', 'application/json'), nodeRed.log()];
    told.push(await admin.text(`/credentials/abb-session/${SESSION_ID}`, 'application/json'));
    for (const text of told) assert.ok(!text.includes(token));
  });
});
