/**
 * The control interface: plain HTTP on a port of its own, on this machine only, and only when it was asked for. It
 * lets a test or a person look behind the simulated NAS. JSON in, JSON out.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../api.js';
import type { FailedLogin } from '../dsm/auto-block.js';
import type { Session, SessionEnd } from '../dsm/sessions.js';
import type { Faults } from '../faults/faults.js';
import type { Journal, JournalCall, JournalEntry } from '../journal.js';
import { Listener } from '../server/listener.js';
import { faultFromJson } from './fault-from-json.js';

/** What the control interface can see and do. */
export interface ControlTarget {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly sessions: readonly Session[];
  readonly failedLogins: readonly FailedLogin[];
  worldSnapshot(): unknown;
  reboot(options?: { bootMilliseconds?: number; meanwhile?: 'bad_gateway' | 'refuse' }): void;
  expireSessions(code?: SessionEnd): void;
}

type Body = Readonly<Record<string, unknown>>;

class BadRequest extends Error {}

export interface Control {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the control interface on the loopback address; port 0 takes a free one. */
export async function openControl(target: ControlTarget, port: number): Promise<Control> {
  const routes = controlRoutes(target);
  const listener = new Listener({ host: '127.0.0.1', port }, (message, response) => {
    void answer(routes, message, response);
  });
  await listener.open();
  return { url: `http://127.0.0.1:${listener.port}`, close: () => listener.close() };
}

type Routes = Readonly<Record<string, (body: Body) => unknown>>;

function controlRoutes(target: ControlTarget): Routes {
  return {
    'GET /journal': () => target.journal.entries.map(plainEntry),
    'DELETE /journal': () => target.journal.clear(),
    'GET /sessions': () => target.sessions,
    'GET /failed-logins': () => target.failedLogins,
    'GET /world': () => target.worldSnapshot(),
    'POST /advance': ({ seconds }) => {
      if (typeof seconds !== 'number' || !(seconds >= 0))
        throw new BadRequest('"seconds" is a number, 0 or more.');
      target.clock.advance(seconds * 1000);
      return { now: target.clock.now() };
    },
    'GET /faults': () => target.faults.list(),
    'POST /faults': (body) => {
      addFault(target.faults, body);
      return target.faults.list();
    },
    'DELETE /faults': () => target.faults.clear(),
    'POST /reboot': (body) => {
      const { bootMilliseconds, meanwhile } = body;
      target.reboot({
        ...(typeof bootMilliseconds === 'number' ? { bootMilliseconds } : {}),
        ...(meanwhile === 'refuse' ? { meanwhile } : {}),
      });
    },
    'POST /expire': () => target.expireSessions(),
  };
}

function addFault(faults: Faults, body: Body): void {
  try {
    faults.add(faultFromJson(body));
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error));
  }
}

async function answer(routes: Routes, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const route = `${message.method ?? ''} ${(message.url ?? '').replace(/\?.*$/, '')}`;
    const run = Object.hasOwn(routes, route) ? routes[route] : undefined;
    if (run === undefined) {
      reply(response, 404, { error: `There are: ${Object.keys(routes).join(', ')}.` });
      return;
    }
    reply(response, 200, run(await readBody(message)) ?? { done: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    reply(response, error instanceof BadRequest ? 400 : 500, { error: text });
  }
}

async function readBody(message: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Answered below, together with JSON that is no object.
  }
  throw new BadRequest('The body is not a JSON object.');
}

function reply(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(content)}\n`);
}

/** An entry without the references back from its calls, which JSON cannot hold. */
function plainEntry(entry: JournalEntry): unknown {
  const { call, inner, ...rest } = entry;
  return { ...rest, call: call === undefined ? null : plainCall(call), inner: inner.map(plainCall) };
}

function plainCall(call: JournalCall): unknown {
  const { api, method, version, parameters, account, code, ran } = call;
  return { api, method, version, parameters, account, code, ran };
}
