import assert from 'node:assert/strict';
import { getDefaultAutoSelectFamilyAttemptTimeout, setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import { networkInterfaces } from 'node:os';

import { testConnection } from '../../src/dsm/connection-test.js';
import { LIST_TASKS } from '../support/methods.js';
import { loginsOf, sessionOptions, useBench } from '../support/nas.js';

/** The network interface that has the IPv6 address of this machine itself. */
const loopback = Object.entries(networkInterfaces()).find(
  ([, addresses]) => addresses?.some(({ address }) => address === '::1') === true,
)?.[0];

const hosts = ['127.0.0.1', 'localhost', ...(loopback === undefined ? [] : ['::1', `::1%${loopback}`])];

describe('a NAS is found', () => {
  const { startNas, newSession } = useBench();

  // When an address of a name has not answered within 250 ms, Node.js takes the next; a stall may outlast that.
  const usualMs = getDefaultAutoSelectFamilyAttemptTimeout();
  before(() => setDefaultAutoSelectFamilyAttemptTimeout(10_000));
  after(() => setDefaultAutoSelectFamilyAttemptTimeout(usualMs));

  for (const host of hosts) {
    for (const protocol of ['https', 'http'] as const) {
      it(`at ${host}, on a port of its own choice, over ${protocol}`, async () => {
        const options = { protocol, host: host.replace(/%.*/, ''), encryptionBits: 2048 };
        const nas = await startNas(options);
        const { address } = sessionOptions(nas);
        const session = newSession(nas, { address: { ...address, host } });
        await session.call(LIST_TASKS, {});
        assert.equal(loginsOf(nas), 1);
        const probe = { method: LIST_TASKS, parameters: {} };
        const report = await testConnection(sessionOptions(nas, { address: { ...address, host } }), probe);
        assert.equal(report.failed, null);
      });
    }
  }
});
