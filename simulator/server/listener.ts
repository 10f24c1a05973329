/** The listening socket: opens, refuses for a while, changes its certificate, and closes without a trace. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerIdentity } from './certificate.js';

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Makes the server speak HTTPS. */
  readonly identity?: ServerIdentity;
}

/** Idle connections are kept this long. */
const keepAliveMilliseconds = 20_000;

export class Listener {
  private readonly server: HttpServer | HttpsServer;
  private readonly host: string;
  private reopening: NodeJS.Timeout | undefined;
  private closed = false;
  private boundPort: number;

  constructor(options: ListenerOptions, onRequest: RequestListener) {
    this.server =
      options.identity === undefined
        ? createHttpServer(onRequest)
        : createHttpsServer({ ...options.identity }, onRequest);
    this.server.keepAliveTimeout = keepAliveMilliseconds;
    this.host = options.host;
    this.boundPort = options.port;
  }

  get port(): number {
    return this.boundPort;
  }

  /** Rejects with the error of the operating system, e.g. `EADDRINUSE`. */
  async open(): Promise<void> {
    this.server.listen(this.boundPort, this.host);
    await once(this.server, 'listening');
    this.boundPort = (this.server.address() as AddressInfo).port;
  }

  /** Breaks every connection, and takes no new one for so many real milliseconds. */
  refuse(milliseconds: number): void {
    if (this.closed) return;
    clearTimeout(this.reopening);
    this.server.close();
    this.server.closeAllConnections();
    this.reopening = setTimeout(() => {
      this.server.listen(this.boundPort, this.host);
    }, milliseconds);
  }

  /** Shows another certificate from the next connection on; breaks those that exist. */
  setIdentity(identity: ServerIdentity): void {
    if (!(this.server instanceof HttpsServer))
      throw new Error('A simulator without HTTPS has no certificate.');
    this.server.setSecureContext({ ...identity });
    this.server.closeAllConnections();
  }

  /** Stops listening and breaks every connection. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.reopening);
    if (!this.server.listening) {
      this.server.closeAllConnections();
      return;
    }
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
