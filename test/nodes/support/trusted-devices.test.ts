import assert from 'node:assert/strict';

import { storedCredentials } from '../../../nodes/support/trusted-devices.js';

describe('the stored credentials of a session', () => {
  it('are none while Node-RED, which answers its editor already, has not loaded its flows', () => {
    const eachNode = () => {
      throw new TypeError("Cannot read properties of null (reading 'allNodes')");
    };
    assert.deepEqual(storedCredentials({ nodes: { eachNode, getCredentials: () => ({}) } }, 'any'), {});
  });
});
