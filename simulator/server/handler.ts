/** One HTTP request from arrival to answer. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { IncomingCall, RequestEnvelope } from '../dsm/call.js';
import { dispatch } from '../dsm/dispatch.js';
import { innerSubjects } from '../dsm/compound.js';
import { momentOf } from '../faults/fault.js';
import type { Faults, RequestFaults } from '../faults/faults.js';
import { sendSpoilt } from '../faults/send.js';
import type { FaultTools } from '../faults/send.js';
import { noteArrival, noteOutcome } from '../journal.js';
import type { Journal, JournalEntry } from '../journal.js';
import type { Nas } from '../nas.js';
import { BodyTooLarge, receive } from './request.js';
import type { ReceivedRequest } from './request.js';
import { emptySuccess, htmlReply, outcomeReply, send } from './reply.js';
import type { Reply } from './reply.js';

export interface HandlerServices {
  readonly nas: Nas;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly tools: FaultTools;
  readonly secure: boolean;
  /** '' or a path such as `/nas`. */
  readonly basePath: string;
  /** Aborted when the simulator closes: ends every pause. */
  readonly closing: AbortSignal;
  /** Lets the world catch up with the clock. */
  advanceWorld(): void;
  /** True while DSM starts: the web server answers, DSM does not. */
  isBooting(): boolean;
  onInternalError(error: unknown): void;
}

export function createHandler(services: HandlerServices): RequestListener {
  return (message, response) => {
    handle(services, message, response).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) {
        send(response, htmlReply(413));
        return;
      }
      response.destroy();
      if (!isLostConnection(error) && !services.closing.aborted) services.onInternalError(error);
    });
  };
}

async function handle(
  services: HandlerServices,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await receive(message, services.secure);
  const entry = journalEntry(services, request);
  services.journal.add(entry);
  response.once('finish', () => {
    entry.answeredAt = services.nas.clock.now();
  });

  const { call, cookies, envelope } = await readCall(services, request);
  const inner = call === undefined ? [] : innerSubjects(call);
  if (call !== undefined) noteArrival(entry, call, inner);
  const faults = services.faults.forRequest(call === undefined ? [nothing] : [call, ...inner]);
  entry.faults = faults.struck;
  const { transport } = faults;
  const isBefore = transport !== undefined && momentOf(transport) === 'before';

  if (transport?.kind === 'slow' && isBefore) await slowDown(services, transport.milliseconds);
  const isReplaced = isBefore && transport.kind !== 'slow';
  const reply = isReplaced
    ? emptySuccess(services.nas.dialect)
    : await answer(services, entry, call, envelope, cookies, faults);
  if (transport?.kind === 'slow' && !isBefore) await slowDown(services, transport.milliseconds);

  if (transport === undefined) send(response, reply);
  else await sendSpoilt(response, reply, transport, services.tools);
}

const nothing = { api: undefined, method: undefined, parameters: {} };

async function slowDown(services: HandlerServices, milliseconds: number): Promise<void> {
  await pause(milliseconds, undefined, { signal: services.closing });
}

async function answer(
  services: HandlerServices,
  entry: JournalEntry,
  call: IncomingCall | undefined,
  envelope: RequestEnvelope,
  cookies: readonly string[],
  faults: RequestFaults,
): Promise<Reply> {
  const { nas } = services;
  if (services.isBooting()) return htmlReply(502);
  if (call === undefined) return htmlReply(isFrontPage(services, entry.path) ? 200 : 404);
  services.advanceWorld();
  const dispatchServices = {
    clock: nas.clock,
    dialect: nas.dialect,
    accounts: nas.accounts,
    sessions: nas.sessions,
    apis: () => nas.apis(),
    injectedRefusal: (inner: IncomingCall) => faults.refusalFor(inner),
    onInternalError: (error: unknown) => {
      services.onInternalError(error);
    },
  };
  const outcome = await dispatch(dispatchServices, call, envelope);
  noteOutcome(entry, outcome);
  return outcomeReply(outcome, nas.dialect, cookies);
}

interface ReadCall {
  readonly call: IncomingCall | undefined;
  readonly envelope: RequestEnvelope;
  readonly cookies: readonly string[];
}

/** Finds the call in a request; there is none outside of `/webapi/*.cgi`. */
async function readCall(services: HandlerServices, request: ReceivedRequest): Promise<ReadCall> {
  const form = await services.nas.encryption.reveal(request.form);
  const cookies: string[] = [];
  const envelope: RequestEnvelope = {
    address: request.address,
    secure: request.secure,
    sid: form['_sid'] ?? request.cookies['id'],
    synoToken: request.headers['x-syno-token'] ?? form['SynoToken'],
    setCookie(name, value, maxAgeSeconds) {
      const age = maxAgeSeconds === undefined ? '' : `max-age=${String(maxAgeSeconds)};`;
      cookies.push(
        `${name}=${value};${age}path=/;httponly;${request.secure ? 'secure;' : ''}samesite=strict`,
      );
    },
  };
  const place = placeOf(services, request.path);
  if (place === undefined) return { call: undefined, envelope, cookies };
  const call: IncomingCall = {
    api: form['api'] ?? place.api,
    method: form['method'],
    version: form['version'],
    encoding: 'text',
    parameters: form,
    path: place.cgi,
  };
  return { call, envelope, cookies };
}

/** The cgi of a request path, and the API that may stand behind it: `/webapi/entry.cgi/SYNO.X.Y`. */
function placeOf(
  services: HandlerServices,
  path: string,
): { cgi: string; api: string | undefined } | undefined {
  const prefix = `${services.basePath}/webapi/`;
  if (!path.startsWith(prefix)) return undefined;
  const match = /^((?:entry|query|auth|encryption)\.cgi)(?:\/(SYNO\.[\w.]+))?$/.exec(
    path.slice(prefix.length),
  );
  if (match === null) return undefined;
  const [, cgi = '', api] = match;
  return { cgi, api };
}

function isFrontPage(services: HandlerServices, path: string): boolean {
  return path === `${services.basePath}/` || path === services.basePath;
}

function journalEntry(services: HandlerServices, request: ReceivedRequest): JournalEntry {
  const { httpMethod, path, query, headers, body, address } = request;
  return {
    at: services.nas.clock.now(),
    httpMethod,
    path,
    query,
    headers,
    body,
    address,
    faults: [],
    call: undefined,
    inner: [],
    code: undefined,
    answeredAt: undefined,
  };
}

function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return (
    code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR'
  );
}
