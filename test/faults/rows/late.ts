import type { Expected, FaultRow } from '../support/matrix-words.js';

// An answer that comes at last is an answer.
const ANSWERED: Expected = {
  read: 'answered',
  action: 'answered',
  wait: 'answered',
  login: 'answered',
  discovery: 'answered',
};

// A NAS that takes too long once will do so again: asking it twice would double the time until the flow hears of it.
const TOO_LATE: Expected = {
  read: 'ABB_TIMEOUT',
  action: 'ABB_UNKNOWN_OUTCOME',
  wait: 'answered',
  login: 'ABB_TIMEOUT',
  discovery: 'ABB_TIMEOUT',
};

const NEVER_IN_TIME: Expected = { wait: 'timeout' };

const inTime = { once: ANSWERED, lasting: { read: 'answered', action: 'answered' } } as const;
const tooLate = { once: TOO_LATE, lasting: NEVER_IN_TIME, limitSeconds: 5, timed: true } as const;

/** Answers that come late, or not at all. */
export const LATE: readonly FaultRow[] = [
  { name: 'slow, before', fault: { kind: 'slow', milliseconds: 200, when: 'before' }, ...inTime },
  { name: 'slow, after', fault: { kind: 'slow', milliseconds: 200, when: 'after' }, ...inTime },
  { name: 'too slow, before', fault: { kind: 'slow', milliseconds: 10_000, when: 'before' }, ...tooLate },
  { name: 'too slow, after', fault: { kind: 'slow', milliseconds: 10_000, when: 'after' }, ...tooLate },
  { name: 'hang, before', fault: { kind: 'hang', when: 'before' }, ...tooLate },
  { name: 'hang, after', fault: { kind: 'hang', when: 'after' }, ...tooLate },
];
