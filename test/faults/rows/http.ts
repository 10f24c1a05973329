import type { Expected, FaultRow } from '../support/matrix-words.js';

// Something between here and DSM is out of order for a moment: worth another try, but not of an action.
const PASSING: Expected = {
  read: 'answered',
  action: 'ABB_UNKNOWN_OUTCOME',
  wait: 'answered',
  login: 'ABB_BAD_REPLY',
  discovery: 'ABB_BAD_REPLY',
};
const NEVER_PASSING: Expected = {
  read: 'ABB_BAD_REPLY',
  action: 'ABB_UNKNOWN_OUTCOME',
  wait: 'timeout',
  login: 'ABB_BAD_REPLY',
  discovery: 'ABB_BAD_REPLY',
};
const gateway = { once: PASSING, lasting: NEVER_PASSING } as const;

// Turned away at the door: DSM has not seen the request, and will not see the next one either.
const TURNED_AWAY: Expected = {
  read: 'ABB_BAD_REPLY',
  action: 'ABB_BAD_REPLY',
  wait: 'answered',
  login: 'ABB_BAD_REPLY',
  discovery: 'ABB_BAD_REPLY',
};
const turnedAway = { once: TURNED_AWAY, lasting: { wait: 'timeout' } } as const;

// Says yes, but not what; DSM never does, and what it means for an action is anybody's guess.
const STRANGE: Expected = { ...TURNED_AWAY, action: 'ABB_UNKNOWN_OUTCOME' };
const strange = { once: STRANGE, lasting: { wait: 'timeout' } } as const;

const ELSEWHERE = 'https://127.0.0.1:9/portal';

/** Answers of HTTP that are not DSM's. */
export const HTTP: readonly FaultRow[] = [
  { name: 'status 204, after', fault: { kind: 'status', status: 204, body: '', when: 'after' }, ...strange },
  {
    name: 'status 206, after',
    fault: { kind: 'status', status: 206, when: 'after' },
    ...strange,
    alike: true,
  },
  { name: 'status 400', fault: { kind: 'status', status: 400 }, ...turnedAway, alike: true },
  { name: 'status 403', fault: { kind: 'status', status: 403 }, ...turnedAway, alike: true },
  { name: 'status 404', fault: { kind: 'status', status: 404 }, ...turnedAway },
  { name: 'status 429', fault: { kind: 'status', status: 429 }, ...turnedAway, alike: true },
  { name: 'status 500, before', fault: { kind: 'status', status: 500 }, ...gateway },
  { name: 'status 500, after', fault: { kind: 'status', status: 500, when: 'after' }, ...gateway },
  { name: 'status 502', fault: { kind: 'status', status: 502 }, ...gateway },
  { name: 'status 503', fault: { kind: 'status', status: 503 }, ...gateway, alike: true },
  {
    name: 'status 504, after',
    fault: { kind: 'status', status: 504, when: 'after' },
    ...gateway,
    alike: true,
  },
  { name: 'redirect here', fault: { kind: 'redirect' }, ...turnedAway },
  { name: 'redirect elsewhere', fault: { kind: 'redirect', location: ELSEWHERE }, ...turnedAway },
  { name: 'HTML, before', fault: { kind: 'html' }, ...gateway },
  { name: 'HTML, after', fault: { kind: 'html', when: 'after' }, ...gateway },
  { name: 'empty, before', fault: { kind: 'empty' }, ...gateway },
  { name: 'empty, after', fault: { kind: 'empty', when: 'after' }, ...gateway },
  { name: 'broken JSON', fault: { kind: 'broken_json' }, ...gateway },
];
