import type { Access } from '../../abb/operation.js';
import type { CallOutcome } from '../../dsm/compound.js';

/** How a poll asks the NAS. */
export type Nas = Pick<Access, 'call' | 'callAll'>;

export type { Call, CallOutcome } from '../../dsm/compound.js';

/** The data of an answer. @throws AbbError when it was refused */
export function dataOf(outcome: CallOutcome | undefined): unknown {
  if (outcome && 'error' in outcome) throw outcome.error;
  return outcome?.data;
}
