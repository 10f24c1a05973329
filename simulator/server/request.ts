/** Reading an HTTP request: query and form body become one set of parameters, as DSM does it. */
import type { IncomingMessage } from 'node:http';

export interface ReceivedRequest {
  readonly httpMethod: string;
  /** Without query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Query and form body; the body wins. */
  readonly form: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly address: string;
  readonly secure: boolean;
}

/** Larger bodies are refused with HTTP 413. */
const maximumBodyBytes = 16 * 1_048_576;

export class BodyTooLarge extends Error {}

/** @throws BodyTooLarge when the body is larger than the server takes */
export async function receive(message: IncomingMessage, secure: boolean): Promise<ReceivedRequest> {
  // Only the path and query of the target count; one that is no URL, such as `//`, is read as far as it goes.
  const url = new URL(`http://nas/${(message.url ?? '').replace(/^\/+/, '')}`);
  const query = Object.fromEntries(url.searchParams);
  const headers = flatHeaders(message);
  const body = await readBody(message);
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return {
    httpMethod: message.method ?? 'GET',
    path: url.pathname,
    query,
    headers,
    body,
    form: isForm ? { ...query, ...Object.fromEntries(new URLSearchParams(body)) } : query,
    cookies: readCookies(headers['cookie'] ?? ''),
    address: (message.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    secure,
  };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read to its end all the same: a client in the middle of sending would not see the answer.
    if (size <= maximumBodyBytes) chunks.push(chunk);
  }
  if (size > maximumBodyBytes) throw new BodyTooLarge();
  return Buffer.concat(chunks).toString('utf8');
}

function flatHeaders(message: IncomingMessage): Record<string, string> {
  const entries = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function readCookies(header: string): Record<string, string> {
  const pairs = header.split(';').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, Math.max(equals, 0)).trim(), pair.slice(equals + 1).trim()];
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}
