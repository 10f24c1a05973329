/** The record of every request as the simulator received it. */
import type { Parameters } from './api.js';
import type { CallOutcome, IncomingCall } from './dsm/call.js';
import { withoutEnvelope } from './dsm/parameters.js';
import type { ReceivedRequest } from './server/request.js';

/** One call: a request of its own, or one inside a compound request. */
export interface JournalCall {
  readonly api: string | undefined;
  readonly method: string | undefined;
  /** As sent, e.g. `1`. */
  readonly version: string | undefined;
  /** After decoding; without api, method, version and session. */
  readonly parameters: Parameters;
  /** The account of its session, or null. */
  readonly account: string | null;
  /** 0 on success, else DSM's code; undefined when DSM did not come to an answer. */
  readonly code: number | undefined;
  /** Whether the method was run. True with a lost answer too. */
  readonly ran: boolean;
  /** The request that carried it. */
  readonly request: JournalEntry;
}

export interface JournalEntry {
  /** Simulated time, milliseconds since the epoch. */
  readonly at: number;
  readonly httpMethod: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** As received. */
  readonly body: string;
  readonly address: string;
  /** Kinds of the faults that struck this request. */
  faults: readonly string[];
  /** The call of the request; undefined for a request outside of the API. */
  call: JournalCall | undefined;
  /** The calls inside a compound request, in order. */
  inner: readonly JournalCall[];
  /** DSM's code of the answer, 0 on success; undefined when none was made. */
  code: number | undefined;
  /** Simulated time when the answer was written; undefined while it is open. */
  answeredAt: number | undefined;
}

/** So many requests are kept; the oldest go first. */
const defaultLimit = 20_000;

export class Journal {
  /** Requests, oldest first. */
  readonly entries: JournalEntry[] = [];

  constructor(private readonly limit = defaultLimit) {}

  /** Begins the entry of a request that has just come, at the simulated time `at`. */
  begin(request: ReceivedRequest, at: number): JournalEntry {
    const { httpMethod, path, query, headers, body, address } = request;
    const open = { faults: [], call: undefined, inner: [], code: undefined, answeredAt: undefined };
    const entry: JournalEntry = { at, httpMethod, path, query, headers, body, address, ...open };
    this.entries.push(entry);
    if (this.entries.length > this.limit) this.entries.splice(0, Math.ceil(this.limit / 10));
    return entry;
  }

  /**
   * The calls that were received, in order, the inner ones of compound requests included.
   *
   * @param api only those of this API, e.g. `SYNO.ActiveBackup.Task`
   * @param method only those of this method
   */
  calls(api?: string, method?: string): JournalCall[] {
    return this.entries
      .flatMap(({ call, inner }) => (call === undefined ? [] : [call, ...inner]))
      .filter(
        (call) => (api === undefined || call.api === api) && (method === undefined || call.method === method),
      );
  }

  clear(): void {
    this.entries.length = 0;
  }
}

/** Notes what a request asks for, before anything is done about it. */
export function noteArrival(entry: JournalEntry, call: IncomingCall, inner: readonly IncomingCall[]): void {
  const arrived = (one: IncomingCall): JournalCall => {
    const parameters = withoutEnvelope(one.parameters);
    return journalCall(entry, { call: one, parameters, account: null, code: undefined, ran: false });
  };
  entry.call = arrived(call);
  entry.inner = inner.map(arrived);
}

/** Completes an entry with what became of its call. */
export function noteOutcome(entry: JournalEntry, outcome: CallOutcome): void {
  entry.call = journalCall(entry, outcome);
  entry.inner = outcome.inner.map((inner) => journalCall(entry, inner));
  entry.code = outcome.code;
}

type Noted = Pick<CallOutcome, 'call' | 'parameters' | 'account' | 'ran'> & {
  readonly code: number | undefined;
};

function journalCall(request: JournalEntry, noted: Noted): JournalCall {
  const { call, parameters, account, code, ran } = noted;
  const { api, method, version } = call;
  return { api, method, version, parameters, account, code, ran, request };
}
