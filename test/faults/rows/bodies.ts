import type { Expected, FaultRow } from '../support/matrix-words.js';

const ANSWERED: Expected = {
  read: 'answered',
  action: 'answered',
  wait: 'answered',
  login: 'answered',
  discovery: 'answered',
};

// Not what DSM says at all. An action has been sent, and nobody has said that it did not happen.
const NONSENSE: Expected = {
  read: 'ABB_BAD_REPLY',
  action: 'ABB_UNKNOWN_OUTCOME',
  wait: 'answered',
  login: 'ABB_BAD_REPLY',
  discovery: 'ABB_BAD_REPLY',
};
const nonsense = { once: NONSENSE, lasting: { wait: 'timeout' } } as const;

// A yes without what was asked for: lists are empty, values are null, and an action has been accepted. A login
// without a session, or a discovery without APIs, is no yes; and in an empty list the task of an action is not found.
const BARE_YES: Expected = {
  read: 'tolerated',
  look: 'ABB_BAD_PARAMETER',
  action: 'tolerated',
  login: 'ABB_BAD_REPLY',
  discovery: 'ABB_BAD_REPLY',
};

// A no without a reason is DSM's "unknown error", which counts as passing.
const BARE_NO: Expected = {
  read: 'answered',
  action: 'ABB_UNKNOWN_OUTCOME',
  wait: 'answered',
  login: 'ABB_BUSY',
  discovery: 'ABB_BUSY',
};
const bareNo = { once: BARE_NO, lasting: { read: 'ABB_BUSY', wait: 'timeout' } } as const;

const TOO_LARGE: Expected = { read: 'ABB_BAD_REPLY', action: 'ABB_UNKNOWN_OUTCOME', wait: 'answered' };
const tooLarge = { once: TOO_LARGE, lasting: { wait: 'timeout' }, replyBytes: 400_000 } as const;

function body(name: string, text: string) {
  return { name, fault: { kind: 'body', body: text } } as const;
}

/** Answers whose body is odd, too large, or in another form than usual. */
export const BODIES: readonly FaultRow[] = [
  { name: 'wrong label', fault: { kind: 'content_type', contentType: 'text/html' }, once: ANSWERED },
  { name: 'no label', fault: { kind: 'content_type', contentType: '' }, once: ANSWERED, alike: true },
  { name: 'gzip', fault: { kind: 'gzip' }, once: ANSWERED },
  { name: 'huge', fault: { kind: 'huge', megabytes: 2 }, ...tooLarge },
  { ...body('null', 'null'), ...nonsense },
  { ...body('number', '42'), ...nonsense, alike: true },
  { ...body('text', '"ok"'), ...nonsense, alike: true },
  { ...body('list', '[]'), ...nonsense, alike: true },
  { ...body('empty object', '{}'), ...nonsense, alike: true },
  { ...body('success as text', '{"success":"true","data":{}}'), ...nonsense },
  { ...body('yes without data', '{"success":true}'), once: BARE_YES },
  { ...body('yes with null', '{"success":true,"data":null}'), once: BARE_YES, alike: true },
  { ...body('yes with text', '{"success":true,"data":"yes"}'), once: BARE_YES, alike: true },
  { ...body('no without reason', '{"success":false}'), ...bareNo },
  { ...body('no with odd reason', '{"success":false,"error":{"code":"many"}}'), ...bareNo, alike: true },
];
