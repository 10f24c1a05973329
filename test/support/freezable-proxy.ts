import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

import type { Simulator } from '../../simulator/index.js';

/** A way to a NAS on which connections can go dead, as they do while a machine sleeps: nobody is told. */
export interface FreezableProxy {
  readonly port: number;
  /** How many connections have been opened through it. */
  readonly connections: number;
  /** From now on nothing passes on the connections that exist; new ones work. */
  freeze(): void;
  /** From now on new connections are taken, and nothing comes of them. */
  swallow(): void;
  close(): Promise<void>;
}

/** Opens a proxy to a simulated NAS on a free port; the caller closes it. */
export async function openFreezableProxy(nas: Pick<Simulator, 'host' | 'port'>): Promise<FreezableProxy> {
  const pairs: [Socket, Socket][] = [];
  const swallowed: Socket[] = [];
  let swallows = false;
  const server = createServer((near) => {
    if (swallows) {
      swallowed.push(near.on('error', () => undefined));
      return;
    }
    const far = connect(nas.port, nas.host);
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
    pairs.push([near, far]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return pairs.length;
    },
    freeze() {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
    swallow() {
      swallows = true;
    },
    async close() {
      for (const sockets of [...pairs, swallowed]) for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
