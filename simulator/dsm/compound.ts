/** SYNO.Entry.Request: several calls in one HTTP request. */
import { DsmRefusal } from '../api.js';
import type { Parameters } from '../api.js';
import type { Dialect } from '../dialect.js';
import { errorOf } from './call.js';
import type { CallOutcome, DsmApi, DsmCall, IncomingCall } from './call.js';

const ownName = 'SYNO.Entry.Request';

export function compoundApi(dialect: Dialect): DsmApi {
  const right = dialect.compoundSession === 'outside' ? 'session' : 'none';
  return {
    path: 'entry.cgi',
    minVersion: 1,
    maxVersion: 1,
    requestFormat: 'JSON',
    methods: dialect.compound === 'refused' ? {} : { request: { right, required: ['compound'], run } },
  };
}

/** The calls inside a compound request before it is run, as far as they can be read; none for any other call. */
export function innerSubjects(call: IncomingCall): IncomingCall[] {
  const text = call.parameters['compound'];
  if (call.api !== ownName || typeof text !== 'string') return [];
  try {
    const items: unknown = JSON.parse(text);
    return Array.isArray(items) ? items.map(readCall) : [];
  } catch {
    return [];
  }
}

async function run(parameters: Parameters, call: DsmCall): Promise<unknown> {
  const items = parameters['compound'];
  if (!Array.isArray(items)) throw new DsmRefusal(120, { name: 'compound', reason: 'type' });
  const calls = items.map(readCall);
  const outcomes =
    parameters['mode'] === 'parallel'
      ? await Promise.all(calls.map((inner) => runOne(inner, call)))
      : await runInTurn(calls, call, parameters['stop_when_error'] === true);
  return {
    has_fail: outcomes.some((outcome) => outcome.code !== 0),
    result: outcomes.map(resultOf),
  };
}

async function runInTurn(
  calls: readonly IncomingCall[],
  call: DsmCall,
  stopWhenError: boolean,
): Promise<CallOutcome[]> {
  const outcomes: CallOutcome[] = [];
  for (const inner of calls) {
    const outcome = await runOne(inner, call);
    outcomes.push(outcome);
    if (stopWhenError && outcome.code !== 0) break;
  }
  return outcomes;
}

function runOne(inner: IncomingCall, call: DsmCall): Promise<CallOutcome> {
  if (inner.api === ownName) throw new DsmRefusal(103);
  return call.runInner(inner);
}

function readCall(item: unknown): IncomingCall {
  if (typeof item !== 'object' || item === null) {
    throw new DsmRefusal(120, { name: 'compound', reason: 'type' });
  }
  const parameters: Parameters = { ...item };
  const text = (name: string): string | undefined => {
    const value = parameters[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  return {
    api: text('api'),
    method: text('method'),
    version: text('version'),
    encoding: 'values',
    parameters,
    path: undefined,
  };
}

function resultOf(outcome: CallOutcome): Record<string, unknown> {
  const { api, method, version } = outcome.call;
  const head = { api, method, version: version === undefined ? undefined : Number(version) };
  if (outcome.code === 0) {
    return { ...head, success: true, ...(outcome.data === undefined ? {} : { data: outcome.data }) };
  }
  return { ...head, success: false, error: errorOf(outcome) };
}
