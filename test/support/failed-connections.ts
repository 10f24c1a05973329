import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import type { Simulator } from '../../simulator/index.js';

const CONNECT_ERROR = 'undici:client:connectError';

/** Calls `listener` whenever a client fails to connect to a NAS, until the returned function is called. */
export function onFailedConnection({ port }: Pick<Simulator, 'port'>, listener: () => void): () => void {
  const look = (message: unknown) => {
    const { connectParams } = message as { connectParams: { port: string } };
    if (Number(connectParams.port) === port) listener();
  };
  subscribe(CONNECT_ERROR, look);
  return () => unsubscribe(CONNECT_ERROR, look);
}
