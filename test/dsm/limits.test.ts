import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { LIST_TASKS } from '../support/methods.js';
import { failure, loginsOf, sessionOptions, useBench } from '../support/nas.js';

describe('the limits of a request', () => {
  const { startNas, newSession } = useBench();
  const limits = { requestMs: 300, retryPausesMs: [] };
  // Less than the limit of a session that names none, and more than any stall.
  const SOON_MS = 10_000;
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  /** The milliseconds after which a request fails with ABB_TIMEOUT at a server that answers like this. */
  async function failsAfter(answer: (response: ServerResponse) => void): Promise<number> {
    server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const nas = await startNas();
    const address = { ...sessionOptions(nas).address, protocol: 'http', port } as const;
    const session = newSession(nas, { address, limits });
    const begin = performance.now();
    await failure('ABB_TIMEOUT', session.call(LIST_TASKS, {}));
    return performance.now() - begin;
  }

  it('hold where not a byte of the answer comes', async () => {
    assert.ok((await failsAfter(() => undefined)) < SOON_MS);
  });

  it('hold where the answer begins and does not go on', async () => {
    assert.ok((await failsAfter((response) => response.write('{"success":'))) < SOON_MS);
  });

  it('hold where the answer never ends, though bytes keep coming', async () => {
    const trickle = (response: ServerResponse) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
    assert.ok((await failsAfter(trickle)) < SOON_MS);
  });

  it('let no login follow a redirect: its secrets go nowhere else', async () => {
    const nas = await startNas();
    const elsewhere = await startNas();
    const location = `${elsewhere.url}/webapi/entry.cgi`;
    nas.faults.add({ kind: 'redirect', location, api: 'SYNO.API.Auth', method: 'login' });
    const error = await failure('ABB_BAD_REPLY', newSession(nas).call(LIST_TASKS, {}));
    assert.equal(error.textKey, 'reply.redirect');
    assert.deepEqual(elsewhere.journal.entries, []);
    assert.equal(loginsOf(nas), 1);
  });
});
