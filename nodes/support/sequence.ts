import { setImmediate } from 'node:timers/promises';

import type { NodeAPI } from 'node-red';

import type { Completed } from '../../src/abb/active-backup.js';
import type { Send } from './operation-node.js';
import { type AbbMessage, consumeParameters } from './parameters.js';

/** A message of a sequence, as the core split and join nodes know it. */
interface SequenceMessage extends AbbMessage {
  payload: unknown;
  parts: Parts;
  /** Tells join that nothing more comes, where it was promised more. */
  complete?: true;
}

interface Parts {
  id: string;
  type: 'array';
  index: number;
  count: number;
  len: 1;
  /** The place that the incoming message had in a sequence of its own. */
  parts?: unknown;
}

/** Where rows go. */
export interface Destination {
  /** The message that asked; each row goes on as a copy of it. */
  readonly msg: AbbMessage & { parts?: unknown; complete?: true };
  readonly send: Send;
  /** The name of the session, for `msg.abb`. */
  readonly session: string;
}

/**
 * Sends one message per row, page by page. A page is asked for only after the messages of the one before have been
 * delivered. One row is always held back, so that the last can carry the true count should rows have vanished: join
 * goes by the first count that it saw, and would wait for the missing rows for ever without being told.
 * @returns how many were sent
 */
export async function sendRows(
  RED: NodeAPI,
  pages: AsyncGenerator<Completed<readonly unknown[]>>,
  { msg, send, session }: Destination,
): Promise<number> {
  const id = RED.util.generateId();
  // Neither the old payload nor the end of a sequence that the message was part of is what the rows carry on.
  const base = { ...msg, payload: undefined };
  consumeParameters(base);
  delete base.complete;
  let held: SequenceMessage | undefined;
  let index = 0;
  for await (const { result, about } of pages) {
    for (const payload of result) {
      if (held) send(held);
      // Each row has a copy of its own: what one branch of a flow changes must not show in the next message.
      const copy = RED.util.cloneMessage(base);
      const outer = copy.parts === undefined ? {} : { parts: copy.parts };
      const count = about.count ?? result.length;
      const parts: Parts = { id, type: 'array', index, count, len: 1, ...outer };
      held = { ...copy, payload, abb: { ...about, session }, parts };
      index += 1;
    }
    // Node-RED delivers in turns of the event loop.
    await setImmediate();
  }
  if (held) {
    if (held.parts.count !== index) held.complete = true;
    held.parts.count = index;
    send(held);
  }
  return index;
}
