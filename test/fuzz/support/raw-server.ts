import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** Bytes in answer to a request, and what becomes of the connection then. */
export interface RawAnswer {
  readonly chunks: readonly Buffer[];
  readonly then: 'keep' | 'end' | 'reset';
}

/** A server that speaks no HTTP of its own: it reads requests and sends whatever bytes it is told. */
export class RawServer {
  readonly sockets = new Set<Socket>();
  /** What to answer to a form. */
  answer: (form: URLSearchParams) => RawAnswer = () => ({ chunks: [], then: 'end' });
  readonly #server: Server;

  constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return address.port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.sockets.add(socket);
    let received = '';
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (data) => {
      received += data.toString('latin1');
      for (let body = bodyOf(received); body !== undefined; body = bodyOf(received)) {
        received = received.slice(received.indexOf(SEPARATOR) + SEPARATOR.length + body.length);
        send(socket, this.answer(new URLSearchParams(body)));
      }
    });
  }
}

const SEPARATOR = '\r\n\r\n';

/** The body of the first request, once all of it has come. */
function bodyOf(received: string): string | undefined {
  const begin = received.indexOf(SEPARATOR);
  if (begin < 0) return undefined;
  const length = Number(/content-length: *(\d+)/i.exec(received.slice(0, begin))?.[1] ?? 0);
  const body = received.slice(begin + SEPARATOR.length, begin + SEPARATOR.length + length);
  return body.length === length ? body : undefined;
}

function send(socket: Socket, { chunks, then }: RawAnswer): void {
  for (const chunk of chunks) socket.write(chunk);
  if (then === 'end') socket.end();
  else if (then === 'reset') setImmediate(() => socket.resetAndDestroy());
}
