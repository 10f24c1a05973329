import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** What went over the network of this process. */
export interface Traffic {
  readonly requests: number;
  /** Bytes received, as they came over the wire. */
  readonly bytes: number;
}

const sockets = new Set<Socket>();
let requests = 0;
let closedBytes = 0;

/** Counts from now on; what was opened before is not seen. */
export function countTraffic(): void {
  subscribe('undici:request:create', () => {
    requests += 1;
  });
  subscribe('undici:client:connected', (message) => {
    const { socket } = message as { socket: Socket };
    sockets.add(socket);
    socket.once('close', () => {
      closedBytes += socket.bytesRead;
      sockets.delete(socket);
    });
  });
}

/** What went over the network so far. */
export function trafficSoFar(): Traffic {
  let bytes = closedBytes;
  for (const socket of sockets) bytes += socket.bytesRead;
  return { requests, bytes };
}
