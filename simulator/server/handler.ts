/** One HTTP request from arrival to answer. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { IncomingCall } from '../dsm/call.js';
import { dispatch } from '../dsm/dispatch.js';
import { innerSubjects } from '../dsm/compound.js';
import { momentOf } from '../faults/fault.js';
import type { Faults, RequestFaults } from '../faults/faults.js';
import { sendSpoilt } from '../faults/send.js';
import type { FaultTools } from '../faults/send.js';
import { noteArrival, noteOutcome } from '../journal.js';
import type { Journal, JournalEntry } from '../journal.js';
import type { Nas } from '../nas.js';
import { readCall } from './read-call.js';
import type { ReadCall } from './read-call.js';
import { BodyTooLarge, receive } from './request.js';
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
  const entry = services.journal.begin(request, services.nas.clock.now());
  response.once('finish', () => {
    entry.answeredAt = services.nas.clock.now();
  });

  const read = await readCall(request, services.basePath, services.nas.encryption);
  const { call } = read;
  const inner = call === undefined ? [] : innerSubjects(call);
  if (call !== undefined) noteArrival(entry, call, inner);
  const faults = services.faults.forRequest(call === undefined ? [nothing] : [call, ...inner]);
  entry.faults = faults.struck;
  const { transport } = faults;
  const isBefore = transport !== undefined && momentOf(transport) === 'before';

  const slow = transport?.kind === 'slow' ? transport.milliseconds : 0;

  if (isBefore && slow > 0) await slowDown(services, slow);
  const isReplaced = isBefore && transport.kind !== 'slow';
  const reply = isReplaced ? emptySuccess(services.nas.dialect) : await answer(services, entry, read, faults);
  if (!isBefore && slow > 0) await slowDown(services, slow);

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
  { call, envelope, cookies }: ReadCall,
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

function isFrontPage(services: HandlerServices, path: string): boolean {
  return path === `${services.basePath}/` || path === services.basePath;
}

function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return (
    code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR'
  );
}
