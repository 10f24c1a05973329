import type { Node } from 'node-red';

import type { DsmSession } from '../../src/dsm/session.js';
import type { SessionState } from '../../src/dsm/session-keeper.js';
import { text } from '../../src/texts/texts.js';

/** What somebody who reads the log knows of a session. */
type Known = 'nothing' | 'connected' | 'lost' | 'refused';

/** Writes one line into Node-RED's log when a session comes, is lost, is refused, and is back; none in between. */
export function logStates(node: Node, session: DsmSession): void {
  let known: Known = 'nothing';
  session.onState((state, reason) => {
    const now = meaning(state, reason !== undefined);
    if (now === undefined || now === known) return;
    if (now === 'connected') node.log(text(known === 'nothing' ? 'session.connected' : 'session.back'));
    else node.warn(text(`session.${now}`, { reason: reason?.message ?? '' }));
    known = now;
  });
}

function meaning(state: SessionState, isFailure: boolean): Exclude<Known, 'nothing'> | undefined {
  if (state === 'ready') return 'connected';
  if (state === 'refused') return 'refused';
  // A session that is idle or expired without a failure only waits for the next call.
  return isFailure ? 'lost' : undefined;
}
