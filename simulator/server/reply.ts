/** Replies before they are sent, so that a fault can spoil them. */
import type { ServerResponse } from 'node:http';
import type { Dialect } from '../dialect.js';
import { errorOf } from '../dsm/call.js';
import type { CallOutcome } from '../dsm/call.js';

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** DSM answers refusals with HTTP 200 as well. */
export function outcomeReply(outcome: CallOutcome, dialect: Dialect, cookies: readonly string[]): Reply {
  const content =
    outcome.code === 0
      ? { ...(outcome.data === undefined ? {} : { data: outcome.data }), success: true }
      : { error: errorOf(outcome), success: false };
  return {
    status: 200,
    contentType: `${dialect.contentType ?? 'application/json'}; charset="UTF-8"`,
    headers: {},
    cookies,
    body: Buffer.from(JSON.stringify(content)),
  };
}

/** What stands in for an answer that is never made, since a fault comes before the method. */
export function emptySuccess(dialect: Dialect): Reply {
  const contentType = `${dialect.contentType ?? 'application/json'}; charset="UTF-8"`;
  return { status: 200, contentType, headers: {}, cookies: [], body: Buffer.from('{"success":true}') };
}

const titles: Readonly<Record<number, string>> = {
  200: 'Synology DiskStation',
  302: 'Found',
  404: 'The page is not found',
  413: 'Request entity too large',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service temporarily unavailable',
};

/** A page for people, as a proxy or the web server of DSM shows it. */
export function htmlReply(status: number): Reply {
  const title = titles[status] ?? 'Error';
  const page = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return {
    status,
    contentType: 'text/html; charset="UTF-8"',
    headers: {},
    cookies: [],
    body: Buffer.from(page),
  };
}

export function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  response.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': reply.body.length,
    'cache-control': 'no-cache',
    server: 'nginx',
    ...(reply.cookies.length === 0 ? {} : { 'set-cookie': [...reply.cookies] }),
    ...reply.headers,
  });
  response.end(reply.body);
}
