import type { SessionEnd } from '../../../simulator/index.js';
import type { AbbErrorCode } from '../../../src/dsm/errors.js';
import type { Expected, FaultRow } from '../support/matrix-words.js';

// The session had ended before the method could run: after a new login everything is as it should be, actions too.
const AS_IF_NOTHING: Expected = { read: 'answered', action: 'answered', wait: 'answered' };

// A new login did not help; there is no second one.
const SESSION_DENIED: Expected = { read: 'ABB_REFUSED', action: 'ABB_REFUSED', wait: 'ABB_REFUSED' };
const sessionGone = { once: AS_IF_NOTHING, lasting: SESSION_DENIED, provesNotRun: true } as const;

// May mean that the session has gone stale, or that there is no right.
const DENIED: Expected = { read: 'ABB_PERMISSION', action: 'ABB_PERMISSION', wait: 'ABB_PERMISSION' };

// Reads try again, actions do not: DSM has them refused, and the flow decides.
const BUSY: Expected = {
  read: 'answered',
  action: 'ABB_BUSY',
  wait: 'answered',
  login: 'ABB_BUSY',
  discovery: 'ABB_BUSY',
};
const busy = { once: BUSY, lasting: { read: 'ABB_BUSY', wait: 'timeout', login: 'ABB_BUSY' } } as const;

// DSM has lost sight of what it may have begun.
const lostSight = { once: { ...BUSY, action: 'ABB_UNKNOWN_OUTCOME' } } as const;

// A package that is being updated is away for minutes; a wait outlasts that.
const NOT_INSTALLED: Expected = {
  read: 'ABB_NOT_INSTALLED',
  action: 'ABB_NOT_INSTALLED',
  wait: 'answered',
};
const notInstalled = { once: NOT_INSTALLED, lasting: { wait: 'timeout' } } as const;

function everywhere(code: AbbErrorCode) {
  return { once: { read: code, action: code, wait: code } } as const;
}

function code(number: number, errors?: object) {
  return { name: `code ${number}`, fault: { kind: 'code', code: number, errors } } as const;
}

function sessionEnd(number: SessionEnd) {
  return { name: `session ends, ${number}`, fault: { kind: 'session_end', code: number } } as const;
}

function refusedLogin(number: number, error: AbbErrorCode): FaultRow {
  return { ...code(number), name: `login refused, ${number}`, once: { login: error }, latches: true };
}

/** What DSM itself refuses. */
export const REFUSALS: readonly FaultRow[] = [
  { ...sessionEnd(106), ...sessionGone },
  { ...sessionEnd(107), ...sessionGone },
  { ...sessionEnd(119), ...sessionGone },
  { ...sessionEnd(150), ...sessionGone },
  // While DSM starts it takes no session; a wait outlasts that.
  { ...code(498), ...sessionGone, lasting: { ...SESSION_DENIED, wait: 'timeout' } },
  // An action may have begun with some of its tasks, and is not sent again.
  { ...code(105), once: { ...AS_IF_NOTHING, action: 'ABB_PERMISSION' }, lasting: DENIED },
  { ...code(100), ...lostSight, lasting: busy.lasting },
  { ...code(109), ...busy, alike: true },
  { ...code(117), ...busy },
  { ...code(118), ...busy, alike: true },
  { ...code(1007), once: { read: 'answered', action: 'ABB_BUSY', wait: 'answered' } },
  { ...code(1031), once: { read: 'answered', action: 'ABB_UNKNOWN_OUTCOME', wait: 'answered' }, alike: true },
  { ...code(102), ...notInstalled },
  { ...code(103), ...notInstalled, alike: true },
  { ...code(104), ...notInstalled, alike: true },
  {
    name: 'package stopped',
    fault: {
      begin: (nas) => nas.setPackageInstalled(false),
      end: (nas) => nas.setPackageInstalled(true),
    },
    lasting: { ...NOT_INSTALLED, wait: 'timeout' },
  },
  { ...code(120, { name: 'task_ids', reason: 'required' }), ...everywhere('ABB_REFUSED') },
  { ...code(160), ...everywhere('ABB_PERMISSION') },
  { ...code(1010), ...everywhere('ABB_REFUSED'), alike: true },
  { ...code(1011), ...everywhere('ABB_PERMISSION'), alike: true },
  { ...code(1202), ...everywhere('ABB_REFUSED') },
  { ...code(4711), ...everywhere('ABB_REFUSED'), alike: true },
  refusedLogin(400, 'ABB_LOGIN'),
  refusedLogin(401, 'ABB_LOGIN'),
  refusedLogin(402, 'ABB_LOGIN'),
  refusedLogin(403, 'ABB_OTP_REQUIRED'),
  refusedLogin(406, 'ABB_OTP_REQUIRED'),
  refusedLogin(407, 'ABB_LOGIN'),
  refusedLogin(410, 'ABB_LOGIN'),
  refusedLogin(411, 'ABB_LOGIN'),
  refusedLogin(449, 'ABB_OTP_REQUIRED'),
];
