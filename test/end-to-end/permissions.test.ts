import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';

import { userDirectoryWithClone } from './support/linked-package.js';
import { type NodeRed, startNodeRed } from './support/node-red.js';

describe('the admin endpoints of an editor with user accounts', function () {
  this.timeout(240_000);

  const LIST = '/abb/any/tasks';
  const TEST = '/abb/any/test';

  /** What somebody with these permissions, and no more, is answered. */
  async function statuses(permissions: string): Promise<{ list: number; test: number }> {
    const directory = await userDirectoryWithClone();
    let nodeRed: NodeRed | undefined;
    try {
      const adminAuth = { type: 'credentials', users: [], default: { permissions } };
      nodeRed = await startNodeRed(directory, { adminAuth });
      const list = await fetch(nodeRed.url + LIST);
      const headers = { 'content-type': 'application/json' };
      const test = await fetch(nodeRed.url + TEST, { method: 'POST', headers, body: '{}' });
      return { list: list.status, test: test.status };
    } finally {
      await nodeRed?.stop('SIGTERM');
      await rm(directory, { recursive: true });
    }
  }

  it('are closed to whoever may do neither', async () => {
    assert.deepEqual(await statuses('settings.read'), { list: 401, test: 401 });
  });

  it('list to whoever may read flows, and test for whoever may change them', async () => {
    assert.deepEqual(await statuses('read'), { list: 404, test: 401 });
    assert.deepEqual(await statuses('*'), { list: 404, test: 400 });
  });
});
