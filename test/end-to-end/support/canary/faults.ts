import { CANARY } from '../../../../simulator/abb/secrets.js';
import type { Fault } from '../../../../simulator/index.js';
import { ROWS } from '../../../faults/rows/index.js';

// A body of many megabytes has nothing to tell but its size.
const PLAIN: readonly Fault[] = ROWS.flatMap(({ fault, alike }) =>
  alike || 'begin' in fault || fault.kind === 'huge' ? [] : [fault],
);

const ECHO = `<html>You sent passwd=${CANARY}echo</html>`;

/** Faults whose answers hold secrets where nobody expects them: a proxy that echoes, an error that tells too much. */
const TALKATIVE: readonly Fault[] = [
  { kind: 'status', status: 400, body: ECHO },
  { kind: 'status', status: 502, body: ECHO },
  { kind: 'body', body: ECHO },
  { kind: 'body', body: `${CANARY}not-json` },
  { kind: 'body', body: `{"success":"${CANARY}odd"}` },
  { kind: 'body', body: `{"success":false,"error":{"code":"${CANARY}code"}}` },
  { kind: 'content_type', contentType: `text/html; token=${CANARY}label` },
  { kind: 'redirect', location: `https://127.0.0.1:9/?_sid=${CANARY}redirect` },
  { kind: 'redirect', location: `/webapi/entry.cgi?SynoToken=${CANARY}redirect` },
  { kind: 'code', code: 4711, errors: { token: `${CANARY}errors` } },
  { kind: 'code', code: 105, errors: [{ password: `${CANARY}errors` }] },
];

/** Everything that can go wrong with one request. */
export const FAULTS: readonly Fault[] = [...PLAIN, ...TALKATIVE];
