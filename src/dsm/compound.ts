import { refusalOf, requestMeaning } from './codes.js';
import { AbbError } from './errors.js';
import { type DsmMethod, methodName, type WireParameters } from './method.js';
import { parseReply } from './reply.js';
import type { Withdrawal } from './withdrawal.js';

/** Several calls in one request, as DSM's own pages send them. */
export const COMPOUND: DsmMethod = {
  api: 'SYNO.Entry.Request',
  method: 'request',
  version: 1,
  effect: 'read',
};

/** One of several calls. */
export interface Call {
  readonly method: DsmMethod;
  readonly parameters: WireParameters;
}

/** What DSM answered to one of several calls: its data, or why it refused it. */
export type CallOutcome = { readonly data: unknown } | { readonly error: AbbError };

/** Makes one call. @throws AbbError every failure */
export type MakeCall = (
  method: DsmMethod,
  parameters: WireParameters,
  signal: Withdrawal,
) => Promise<unknown>;

/**
 * Several reads in one request. Where DSM refuses that (some versions do), it asks one after the other until there
 * has been another login.
 */
export class CompoundReads {
  #refused = false;

  /**
   * @param ask sends the one request
   * @param call makes a call by itself, with all that belongs to it: logging in again, repeating it
   */
  constructor(
    private readonly ask: MakeCall,
    private readonly call: MakeCall,
  ) {}

  /** Lets it be tried again: the next login may be another DSM's. */
  tryAgain(): void {
    this.#refused = false;
  }

  /**
   * @returns an outcome for each call, in their order
   * @throws AbbError when DSM did not answer, and for a call that is no read
   */
  async all(calls: readonly Call[], signal: Withdrawal): Promise<readonly CallOutcome[]> {
    for (const { method } of calls) checkRead(method);
    const together = this.#refused || calls.length < 2 ? undefined : await this.#together(calls, signal);
    return oneByOne(this.call, calls, signal, together);
  }

  /** The replies to all of them, or undefined where DSM does not take them together. */
  async #together(calls: readonly Call[], signal: Withdrawal): Promise<readonly unknown[] | undefined> {
    try {
      return repliesTo(calls, await this.ask(COMPOUND, parametersOf(calls), signal));
    } catch (error) {
      if (!isRefusalOf(COMPOUND, error) || error.code === 'ABB_BUSY') throw error;
      this.#refused = true;
      return undefined;
    }
  }
}

/**
 * Makes calls one after the other.
 * @param together the replies to those that have been made together
 */
export async function oneByOne(
  makeCall: MakeCall,
  calls: readonly Call[],
  signal: Withdrawal,
  together: readonly unknown[] = [],
): Promise<CallOutcome[]> {
  const outcomes: CallOutcome[] = [];
  for (const [index, call] of calls.entries()) {
    outcomes.push(outcomeOf(call, together[index]) ?? (await singly(makeCall, call, signal)));
  }
  return outcomes;
}

/** Makes one of several calls by itself. A refusal is an outcome, a failure is thrown. */
async function singly(
  makeCall: MakeCall,
  { method, parameters }: Call,
  signal: Withdrawal,
): Promise<CallOutcome> {
  try {
    return { data: await makeCall(method, parameters, signal) };
  } catch (error) {
    if (isRefusalOf(method, error)) return { error };
    throw error;
  }
}

function checkRead(method: DsmMethod): void {
  if (method.effect === 'read') return;
  // The answer to an action may be lost, and a whole request of reads could not be repeated any more.
  throw new AbbError('ABB_BAD_PARAMETER', 'method.notAllowed', { method: methodName(method) });
}

function parametersOf(calls: readonly Call[]): WireParameters {
  const compound = calls.map(({ method: { api, method, version }, parameters }) => ({
    ...parameters,
    api,
    method,
    version,
  }));
  return { mode: 'sequential', stop_when_error: false, compound };
}

/** The inner replies in the order of the calls; those that cannot be recognised are left out. */
function repliesTo(calls: readonly Call[], data: unknown): readonly unknown[] {
  const { result } = (data ?? {}) as { result?: unknown };
  const replies: readonly unknown[] = Array.isArray(result) ? result : [];
  return calls.map(({ method: { api, method } }, index) => {
    const reply = (replies[index] ?? {}) as { api?: unknown; method?: unknown };
    return reply.api === api && reply.method === method ? reply : undefined;
  });
}

/** What an inner reply says, or undefined when the call is better made by itself. */
function outcomeOf({ method }: Call, inner: unknown): CallOutcome | undefined {
  if (inner === undefined) return undefined;
  const reply = parseReply(inner, method);
  if (reply.success) return { data: reply.data };
  const { code } = reply.refusal;
  // By itself a call logs in again, is repeated while DSM is busy, and is made in a version that DSM offers.
  if (code === WRONG_VERSION || requestMeaning(code).then !== 'give_up') return undefined;
  return { error: refusalOf(method, reply.refusal) };
}

const WRONG_VERSION = 104;

function isRefusalOf({ api }: DsmMethod, error: unknown): error is AbbError {
  return error instanceof AbbError && error.cause?.api === api;
}
