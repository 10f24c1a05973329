import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

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

describe('abb-session', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** What comes of one message when the session has these settings. */
  async function answer(nas: Simulator, changes: object, ...others: FlowNode[]): Promise<Message> {
    const session = sessionNode(nas, changes);
    await nodeRed.start(flowOf(...others, session, operationNode('tasks', 'abb-tasks')), account);
    nodeRed.send('tasks');
    return Promise.race([nodeRed.inbox('out').next(), nodeRed.inbox('caught').next()]);
  }

  for (const port of ['number', 'string']) {
    it(`takes its port as a ${port}: environment variables are text`, async () => {
      const nas = await startNas();
      const { error } = await answer(nas, { port: port === 'number' ? nas.port : ` ${nas.port} ` });
      assert.equal(error, undefined);
    });
  }

  it('speaks below the path of a reverse proxy, however it is written', async () => {
    const nas = await startNas({ basePath: '/nas' });
    for (const basePath of ['nas', '/nas', '/nas/']) {
      const { error } = await answer(nas, { basePath });
      assert.equal(error, undefined, basePath);
      await nodeRed.stop();
    }
  });

  it('trusts what the chosen tls-config trusts', async () => {
    const nas = await startNas();
    const folder = mkdtempSync(path.join(tmpdir(), 'abb-ca-'));
    const ca = path.join(folder, 'ca.pem');
    writeFileSync(ca, nas.certificate);
    const tls = { id: 'tls', type: 'tls-config', ca, cert: '', key: '', verifyservercert: true };
    const { error } = await answer(nas, { trust: 'ca', tls: 'tls' }, tls);
    rmSync(folder, { recursive: true });
    assert.equal(error, undefined);
  });

  it('trusts no self-signed certificate when the chosen tls-config is missing', async () => {
    const nas = await startNas();
    const { error } = await answer(nas, { trust: 'ca', tls: 'gone' });
    assert.equal(error?.code, 'ABB_TLS');
    assert.equal(nas.journal.entries.length, 0);
  });

  it('trusts only what the system trusts unless it is told otherwise', async () => {
    const nas = await startNas();
    for (const trust of ['system', '', undefined]) {
      const { error } = await answer(nas, { trust });
      assert.equal(error?.code, 'ABB_TLS');
      await nodeRed.stop();
    }
    assert.equal(nas.journal.entries.length, 0);
  });

  it('trusts any certificate when it is told to', async () => {
    const { error } = await answer(await startNas(), { trust: 'any' });
    assert.equal(error, undefined);
  });

  it('waits for an answer only as long as it is told to', async () => {
    const nas = await startNas();
    nas.faults.add({ kind: 'hang', api: 'SYNO.ActiveBackup.Task' });
    const { error } = await answer(nas, { timeout: '0.2' });
    assert.equal(error?.code, 'ABB_TIMEOUT');
    assert.ok(error.message.includes('0.2 s'), error.message);
  });
});
