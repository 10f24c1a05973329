import type { Expected, FaultRow } from '../support/matrix-words.js';

// A read that was lost is asked again. An action may have happened, so it is not. Logins are never repeated unasked.
const LOST: Expected = {
  read: 'answered',
  action: 'ABB_UNKNOWN_OUTCOME',
  wait: 'answered',
  login: 'ABB_UNREACHABLE',
  discovery: 'ABB_UNREACHABLE',
};

const ALWAYS_LOST: Expected = {
  read: 'ABB_UNREACHABLE',
  action: 'ABB_UNKNOWN_OUTCOME',
  wait: 'timeout',
  login: 'ABB_UNREACHABLE',
  discovery: 'ABB_UNREACHABLE',
};

// Nothing was sent, so an action has not happened, and its error says so.
const AWAY: Expected = { ...LOST, action: 'ABB_UNREACHABLE' };
const ALWAYS_AWAY: Expected = { ...ALWAYS_LOST, action: 'ABB_UNREACHABLE' };

// While DSM starts, its web server says 502, as a proxy would for a lost answer.
const STARTING: Expected = {
  read: 'answered',
  action: 'ABB_UNKNOWN_OUTCOME',
  wait: 'answered',
  login: 'ABB_BAD_REPLY',
  discovery: 'ABB_BAD_REPLY',
};
const ALWAYS_STARTING: Expected = {
  read: 'ABB_BAD_REPLY',
  action: 'ABB_UNKNOWN_OUTCOME',
  wait: 'timeout',
  login: 'ABB_BAD_REPLY',
  discovery: 'ABB_BAD_REPLY',
};

const lost = { once: LOST, lasting: ALWAYS_LOST } as const;

const FOR_EVER = 60_000;

/** Connections that break, and a NAS that is not there. */
export const LOST_CONNECTIONS: readonly FaultRow[] = [
  { name: 'cut, before', fault: { kind: 'cut', when: 'before' }, ...lost },
  { name: 'cut, after', fault: { kind: 'cut', when: 'after' }, ...lost },
  { name: 'reset, before', fault: { kind: 'reset', when: 'before' }, ...lost },
  { name: 'reset, after', fault: { kind: 'reset', when: 'after' }, ...lost },
  { name: 'refuse, before', fault: { kind: 'refuse', milliseconds: 100, when: 'before' }, ...lost },
  { name: 'refuse, after', fault: { kind: 'refuse', milliseconds: 100, when: 'after' }, ...lost },
  {
    name: 'NAS off',
    fault: {
      begin: (nas) => nas.reboot({ bootMilliseconds: FOR_EVER, meanwhile: 'refuse' }),
      end: (nas) => nas.reboot({ bootMilliseconds: 1, meanwhile: 'refuse' }),
    },
    timed: true,
    once: AWAY,
    lasting: ALWAYS_AWAY,
  },
  {
    name: 'NAS starting',
    fault: {
      begin: (nas) => nas.reboot({ bootMilliseconds: FOR_EVER, meanwhile: 'bad_gateway' }),
      end: (nas) => nas.reboot(),
      answers: true,
    },
    timed: true,
    once: STARTING,
    lasting: ALWAYS_STARTING,
  },
];
