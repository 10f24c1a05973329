/** Sends a reply, spoilt in the way a fault asks for. */
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { htmlReply, send } from '../server/reply.js';
import type { Reply } from '../server/reply.js';
import type { TransportFault } from './fault.js';

export interface FaultTools {
  /** Stops listening for so many real milliseconds and breaks every connection. */
  refuseConnections(milliseconds: number): void;
}

const megabyte = 1_048_576;

export async function sendSpoilt(
  response: ServerResponse,
  reply: Reply,
  fault: TransportFault,
  tools: FaultTools,
): Promise<void> {
  switch (fault.kind) {
    case 'slow':
      send(response, reply);
      return;
    case 'hang':
      return;
    case 'cut':
      cut(response, reply);
      return;
    case 'reset':
      response.destroy();
      return;
    case 'refuse':
      tools.refuseConnections(fault.milliseconds);
      return;
    case 'huge':
      await sendHuge(response, reply, fault.megabytes);
      return;
    case 'status':
    case 'redirect':
    case 'html':
    case 'empty':
    case 'broken_json':
    case 'content_type':
    case 'gzip':
    case 'body':
      send(response, spoil(reply, fault));
  }
}

type RewrittenFault = Exclude<
  TransportFault,
  { kind: 'slow' | 'hang' | 'cut' | 'reset' | 'refuse' | 'huge' }
>;

function spoil(reply: Reply, fault: RewrittenFault): Reply {
  switch (fault.kind) {
    case 'status':
      return fault.body === undefined
        ? htmlReply(fault.status)
        : { ...reply, status: fault.status, body: Buffer.from(fault.body) };
    case 'redirect':
      return { ...htmlReply(302), headers: { location: fault.location ?? '/' } };
    case 'html':
      return htmlReply(200);
    case 'empty':
      return { ...reply, body: Buffer.alloc(0) };
    case 'broken_json':
      return { ...reply, body: reply.body.subarray(0, Math.max(1, Math.floor(reply.body.length / 2))) };
    case 'content_type':
      return { ...reply, contentType: fault.contentType };
    case 'gzip':
      return {
        ...reply,
        headers: { ...reply.headers, 'content-encoding': 'gzip' },
        body: gzipSync(reply.body),
      };
    case 'body':
      return { ...reply, body: Buffer.from(fault.body) };
  }
}

/** Announces the whole body, sends half of it, and breaks the connection. */
function cut(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': reply.body.length,
  });
  response.write(reply.body.subarray(0, Math.floor(reply.body.length / 2)), () => {
    response.destroy();
  });
}

async function sendHuge(response: ServerResponse, reply: Reply, megabytes: number): Promise<void> {
  const block = Buffer.alloc(megabyte, 'x');
  response.writeHead(200, { 'content-type': reply.contentType });
  response.write('{"success":true,"data":{"filler":"');
  for (let sent = 0; sent < megabytes && !response.destroyed; sent += 1) {
    if (!response.write(block)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end('"}}');
}
