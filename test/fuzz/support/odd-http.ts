import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import type { RawAnswer } from './raw-server.js';

/** One way of sending an answer wrongly, or oddly. */
export interface HttpOddity {
  readonly statusLine: string;
  readonly before: string;
  readonly headers: readonly string[];
  readonly length:
    'right' | 'missing' | 'less' | 'more' | 'negative' | 'word' | 'twice' | 'chunked' | 'bad_chunks';
  readonly body:
    'as_it_is' | 'cut' | 'empty' | 'byte_order_mark' | 'twice' | 'binary' | 'deep' | 'html' | 'bomb';
  readonly packed: boolean;
  readonly pieces: number;
  readonly then: RawAnswer['then'];
}

const strange = (usual: string, ...others: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3 * others.length, arbitrary: fc.constant(usual) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  );

const header = fc.constantFrom(
  ...['Content-Type: text/html', 'Content-Type', 'Connection: close', 'Connection: upgrade', 'Upgrade: h2c'],
  ...[
    'Content-Encoding: gzip',
    'Content-Encoding: br',
    'Content-Encoding: GZIP, gzip',
    'Keep-Alive: timeout=0',
  ],
  ...[
    'Location: http://127.0.0.1:1/',
    'Set-Cookie: id=stolen; Path=/',
    'Trailer: x',
    `X-Long: ${'x'.repeat(20_000)}`,
  ],
  ...['X-Binary: \u0001\u00ff', ' folded: yes', ': no name', 'Retry-After: 86400', 'Transfer-Encoding: gzip'],
);

/** Everything that a broken proxy, another server or an enemy may send in place of a clean answer. */
export const httpOddity: fc.Arbitrary<HttpOddity> = fc.record({
  statusLine: strange(
    ...([
      'HTTP/1.1 200 OK',
      'HTTP/1.0 200 OK',
      'HTTP/1.1 200',
      'HTTP/1.1 204 No Content',
      'ICY 200 OK',
    ] as const),
    ...[
      'HTTP/1.1 304 Not Modified',
      'HTTP/1.1 302 Found',
      'HTTP/1.1 500 Oops',
      'HTTP/1.1 999 ?',
      'HTTP/9.9 200 OK',
    ],
    ...[
      'HTTP/1.1 101 Switching Protocols',
      'HTTP/1.1 205 Reset',
      'HTTP/1.1 429 Slow down',
      'HTTP/1.1 abc',
      '',
    ],
  ),
  before: strange(
    ...([
      '',
      'HTTP/1.1 100 Continue\r\n\r\n',
      'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n',
      '\r\n\r\n',
    ] as const),
    ...['HTTP/1.1 102 Processing\r\n\r\n', 'garbage', '\u0016\u0003\u0001'],
  ),
  headers: fc.array(header, { maxLength: 2 }),
  length: fc.constantFrom(
    ...(['right', 'right', 'right', 'missing', 'less', 'more', 'negative', 'word', 'twice'] as const),
    ...(['chunked', 'chunked', 'bad_chunks'] as const),
  ),
  body: fc.constantFrom(
    ...(['as_it_is', 'as_it_is', 'as_it_is', 'cut', 'empty', 'byte_order_mark', 'twice'] as const),
    ...(['binary', 'deep', 'html', 'bomb'] as const),
  ),
  packed: fc.boolean(),
  pieces: fc.integer({ min: 1, max: 5 }),
  then: fc.constantFrom('keep', 'keep', 'end', 'reset'),
});

/** A clean answer. */
export function cleanAnswer(json: unknown): RawAnswer {
  const body = Buffer.from(JSON.stringify(json));
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  return { chunks: [Buffer.from(head), body], then: 'keep' };
}

/** The answer, sent in this odd way. */
export function oddAnswer(json: unknown, oddity: HttpOddity): RawAnswer {
  const plain = bodyBytes(Buffer.from(JSON.stringify(json)), oddity.body);
  const body = oddity.packed ? gzipSync(plain) : plain;
  const lines = [
    oddity.statusLine,
    ...oddity.headers,
    ...(oddity.packed ? ['Content-Encoding: gzip'] : []),
    ...lengthHeaders(body.length, oddity.length),
  ];
  const head = Buffer.from(`${oddity.before}${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const whole = Buffer.concat([head, framed(body, oddity.length)]);
  return { chunks: inPieces(whole, oddity.pieces), then: oddity.then };
}

// Beyond the cap of the tests' sessions, and small when packed.
const BOMB_BYTES = 1_000_000;

function bodyBytes(body: Buffer, how: HttpOddity['body']): Buffer {
  switch (how) {
    case 'as_it_is':
      return body;
    case 'cut':
      return body.subarray(0, body.length / 2);
    case 'empty':
      return Buffer.alloc(0);
    case 'byte_order_mark':
      return Buffer.concat([Buffer.from('\uFEFF'), body]);
    case 'twice':
      return Buffer.concat([body, body]);
    case 'binary':
      return Buffer.from(body.map((byte) => byte ^ 0xaa));
    case 'deep':
      return Buffer.from('['.repeat(20_000));
    case 'html':
      return Buffer.from('<!DOCTYPE html><title>DSM</title>');
    case 'bomb':
      return Buffer.alloc(BOMB_BYTES, ' ');
  }
}

function lengthHeaders(length: number, how: HttpOddity['length']): string[] {
  switch (how) {
    case 'right':
      return [`Content-Length: ${length}`];
    case 'missing':
      return [];
    case 'less':
      return [`Content-Length: ${Math.floor(length / 2)}`];
    case 'more':
      return [`Content-Length: ${length + 10}`];
    case 'negative':
      return ['Content-Length: -1'];
    case 'word':
      return ['Content-Length: many'];
    case 'twice':
      return [`Content-Length: ${length}`, `Content-Length: ${length + 1}`];
    case 'chunked':
    case 'bad_chunks':
      return ['Transfer-Encoding: chunked'];
  }
}

function framed(body: Buffer, how: HttpOddity['length']): Buffer {
  if (how === 'chunked')
    return Buffer.concat([
      Buffer.from(`${body.length.toString(16)}\r\n`),
      body,
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
  if (how === 'bad_chunks') return Buffer.concat([Buffer.from('zz\r\n'), body, Buffer.from('\r\n0\r\n')]);
  return body;
}

function inPieces(whole: Buffer, pieces: number): Buffer[] {
  const size = Math.max(1, Math.ceil(whole.length / pieces));
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
    whole.subarray(index * size, (index + 1) * size),
  );
}
