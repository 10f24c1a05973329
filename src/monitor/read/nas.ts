import { row, rows } from '../../abb/fields.js';
import type { AbbError } from '../../dsm/errors.js';
import type { DsmMethod, WireParameters } from '../../dsm/method.js';

/** One read of DSM's. */
export interface Call {
  readonly method: DsmMethod;
  readonly parameters: WireParameters;
}

/** What became of one of several reads. */
export type CallOutcome = { readonly data: unknown } | { readonly error: AbbError };

/** How a poll asks the NAS. */
export interface Nas {
  call(method: DsmMethod, parameters: WireParameters): Promise<unknown>;
  /** Asks several things at once, in one request where DSM allows it; the answers come in the same order. */
  callAll(calls: readonly Call[]): Promise<readonly CallOutcome[]>;
}

/** The data of an answer. @throws AbbError when it was refused */
export function dataOf(outcome: CallOutcome | undefined): unknown {
  if (outcome && 'error' in outcome) throw outcome.error;
  return outcome?.data;
}

/** The rows in the data of an answer; none when it was refused. */
export function rowsIfAllowed(outcome: CallOutcome | undefined, rowsIn: string) {
  return outcome && 'data' in outcome ? rows(row(outcome.data)[rowsIn]) : undefined;
}
