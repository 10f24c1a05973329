import type { Node } from 'node-red';

import type { ActiveBackup } from '../../../src/abb/active-backup.js';
import { isRefusedLogin } from '../../../src/dsm/refused-logins.js';
import { Monitor } from '../../../src/monitor/index.js';
import { phaseOf } from '../../../src/monitor/schedule.js';
import { text } from '../../../src/texts/texts.js';
import type { SessionNode } from '../session-node.js';

/** What all nodes that watch through one session share: they cost the NAS as much as one. */
export interface SharedMonitor {
  readonly monitor: Monitor;
  readonly log: WatchLog;
}

// A session that is deployed anew has another client, and with it another monitor; the old one ends with its users.
const shared = new WeakMap<ActiveBackup, SharedMonitor>();

/** The monitor of a session. It needs no closing: it stops when nobody watches any more. */
export function sharedMonitor({ id, label }: SessionNode, backup: ActiveBackup): SharedMonitor {
  const known = shared.get(backup);
  if (known) return known;
  const monitor = new Monitor(backup, { automatic: true, phase: phaseOf(id), session: label });
  const made = { monitor, log: new WatchLog(() => backup.isAway()) };
  shared.set(backup, made);
  return made;
}

// One lost request is nothing that somebody has to read about.
const WORTH_A_LINE = 2;

/** Writes one line into Node-RED's log when watching fails, and one when it works again; none in between. */
export class WatchLog {
  readonly #failed = new Map<Node, number>();
  #hasComplained = false;

  /** @param isAway whether the session has lost the NAS: then it has a line of its own in the log */
  constructor(private readonly isAway: () => boolean) {}

  failed(node: Node, error: Error): void {
    const count = (this.#failed.get(node) ?? 0) + 1;
    this.#failed.set(node, count);
    // The session itself says that its login was refused, or that the NAS is away.
    if (this.#hasComplained || count < WORTH_A_LINE || isRefusedLogin(error) || this.isAway()) return;
    this.#hasComplained = true;
    node.warn(error.message);
  }

  worked(node: Node): void {
    this.forget(node);
    if (this.#failed.size > 0) return;
    if (this.#hasComplained) node.log(text('watch.back'));
    this.#hasComplained = false;
  }

  /** It does not watch any more, or does so again. */
  forget(node: Node): void {
    this.#failed.delete(node);
  }
}
