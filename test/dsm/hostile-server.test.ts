import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import type { AbbErrorCode } from '../../src/dsm/errors.js';
import { LIST_TASKS } from '../support/methods.js';
import { failure, sessionOptions, useBench } from '../support/nas.js';

const MEGABYTE = 2 ** 20;

// What a server can get rid of before it notices that nobody listens: our cap, and what systems keep in between.
const CAP = MEGABYTE;
const MOST_SENT = 16 * MEGABYTE;

// Beyond this a limit is not one.
const MOST_MEMORY = 150 * MEGABYTE;

const LIMITS = { replyBytes: CAP, retryPausesMs: [] };

// What is to be given up for its size must not run into the time limit, where the machine stalls.
const SHORT_MS = 1500;
const LONG_MS = 8000;

/** How a server answers that means no good: a beginning, and what it repeats until the connection is dropped. */
interface Attack {
  readonly name: string;
  readonly head: string | Buffer;
  readonly block?: string;
  /** How the request has to end. */
  readonly ends: AbbErrorCode;
  /** Whether only the time limit ends it: nothing of what is sent is kept. */
  readonly takesItsTime?: true;
}

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const BOMB = gzipSync(Buffer.alloc(256 * MEGABYTE));

const ATTACKS: readonly Attack[] = [
  {
    name: 'headers without end',
    head: 'HTTP/1.1 200 OK\r\n',
    block: `X-More: ${'x'.repeat(1000)}\r\n`,
    ends: 'ABB_BAD_REPLY',
  },
  {
    name: 'one header without end',
    head: 'HTTP/1.1 200 OK\r\nSet-Cookie: id=',
    block: 'x'.repeat(10_000),
    ends: 'ABB_BAD_REPLY',
  },
  {
    name: 'a status line without end',
    head: 'HTTP/1.1 200 ',
    block: 'OK '.repeat(1000),
    ends: 'ABB_TIMEOUT',
    takesItsTime: true,
  },
  {
    name: 'a body without end',
    head: CHUNKED,
    block: `3e8\r\n${' '.repeat(1000)}\r\n`,
    ends: 'ABB_BAD_REPLY',
  },
  {
    name: 'a body that claims to be enormous',
    head: 'HTTP/1.1 200 OK\r\nContent-Length: 999999999999999\r\n\r\n',
    block: ' '.repeat(1000),
    ends: 'ABB_BAD_REPLY',
  },
  {
    name: 'an error page without end',
    head: 'HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n',
    block: `3e8\r\n${'x'.repeat(1000)}\r\n`,
    ends: 'ABB_BAD_REPLY',
  },
  {
    name: 'a redirect without end',
    head: 'HTTP/1.1 302 There\r\nLocation: /\r\nTransfer-Encoding: chunked\r\n\r\n',
    block: `3e8\r\n${'x'.repeat(1000)}\r\n`,
    ends: 'ABB_BAD_REPLY',
  },
  {
    name: 'trailers without end',
    head: `${CHUNKED}2\r\n{}\r\n0\r\n`,
    block: `X-More: ${'x'.repeat(1000)}\r\n`,
    ends: 'ABB_BAD_REPLY',
  },
  {
    name: 'promises of an answer without end',
    head: '',
    block: 'HTTP/1.1 103 Soon\r\nLink: </x>\r\n\r\n',
    ends: 'ABB_TIMEOUT',
    takesItsTime: true,
  },
  {
    name: 'a chunk with an extension without end',
    head: `${CHUNKED}2;x=`,
    block: 'x'.repeat(1000),
    ends: 'ABB_TIMEOUT',
    takesItsTime: true,
  },
  {
    name: 'little that unpacks to much',
    head: Buffer.concat([
      Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${BOMB.length}\r\n\r\n`),
      BOMB,
    ]),
    ends: 'ABB_BAD_REPLY',
  },
  {
    name: 'another protocol',
    head: 'SSH-2.0-OpenSSH_9.6\r\n',
    ends: 'ABB_BAD_REPLY',
  },
];

describe('a server that means no good', () => {
  const { startNas, newSession } = useBench();
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server?.close();
  });

  /** A server that answers every request like this. */
  async function attacker({ head, block }: Attack): Promise<number> {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
      socket.once('data', () => {
        socket.write(head);
        if (block !== undefined) pour(socket, Buffer.from(block.repeat(50)));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  for (const attack of ATTACKS) {
    it(`gets nowhere with ${attack.name}`, async () => {
      const nas = await startNas();
      const port = await attacker(attack);
      const address = { ...sessionOptions(nas).address, protocol: 'http', port } as const;
      const requestMs = attack.takesItsTime ? SHORT_MS : LONG_MS;
      const session = newSession(nas, { address, limits: { ...LIMITS, requestMs } });
      const before = process.memoryUsage().rss;
      const begin = performance.now();
      const failed = failure(attack.ends, session.call(LIST_TASKS, {}));
      const [connected] = (await once(server ?? assert.fail(), 'connection')) as [Socket];
      await failed;
      while (attack.block !== undefined && !connected.destroyed) await pause(5);
      assert.ok(performance.now() - begin < 10_000);
      if (!attack.takesItsTime) assert.ok(connected.bytesWritten < MOST_SENT, String(connected.bytesWritten));
      const grown = process.memoryUsage().rss - before;
      assert.ok(grown < MOST_MEMORY, `${grown} bytes more`);
    });
  }
});

/** Writes a block again and again, as fast as it is taken. */
function pour(socket: Socket, block: Buffer): void {
  const write = (): void => {
    while (!socket.destroyed && socket.write(block)) continue;
  };
  socket.on('drain', write);
  write();
}
