import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';

import type { Simulator } from '../../simulator/index.js';
import { BACK_UP, LIST_TASKS } from '../support/methods.js';
import { failure, sessionOptions, useBench } from '../support/nas.js';

describe('a network that garbles what it carries', () => {
  const { startNas, newSession } = useBench();
  let garbling = false;
  let server: Server | undefined;

  afterEach(() => {
    garbling = false;
    server?.close();
  });

  /** A way to the NAS on which answers are garbled from some moment on. */
  async function wayTo(nas: Simulator): Promise<number> {
    server = createServer((near) => {
      const far = connect(nas.port, nas.host);
      near.on('error', () => far.destroy()).on('close', () => far.destroy());
      far.on('error', () => near.destroy()).on('close', () => near.destroy());
      near.pipe(far);
      far.on('data', (data) => near.write(garbling ? garbled(data) : data));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  it('leaves the outcome of an action unknown: it was sent, and DSM may have done it', async () => {
    const nas = await startNas();
    const address = { ...sessionOptions(nas).address, port: await wayTo(nas) };
    const session = newSession(nas, { address });
    await session.call(LIST_TASKS, {});
    garbling = true;
    await failure('ABB_UNKNOWN_OUTCOME', session.call(BACK_UP, { task_ids: [1], trigger_type: 1 }));
    assert.equal(nas.journal.calls(BACK_UP.api, BACK_UP.method).filter(({ ran }) => ran).length, 1);
  });

  it('is a reason to ask once more for what is only read', async () => {
    const nas = await startNas();
    const address = { ...sessionOptions(nas).address, port: await wayTo(nas) };
    const session = newSession(nas, { address });
    await session.call(LIST_TASKS, {});
    garbling = true;
    const asked = session.call(LIST_TASKS, { load_status: true });
    while (nas.journal.calls(LIST_TASKS.api, LIST_TASKS.method).length < 2) await new Promise(setImmediate);
    setTimeout(() => (garbling = false), 50);
    await asked;
  });
});

/** The same bytes, but for the last of each piece: TLS notices. */
function garbled(data: Buffer): Buffer {
  const copy = Buffer.from(data);
  copy.writeUInt8(data.readUInt8(data.length - 1) ^ 0xff, data.length - 1);
  return copy;
}
