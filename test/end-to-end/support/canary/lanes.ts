import { type Simulator, startSimulator } from '../../../../simulator/index.js';
import { type FlowNode, sessionNode } from '../../../support/node-red.js';
import type { Canaries } from './canaries.js';
import { jobNodes } from './jobs.js';

/** A small NAS in which time passes. */
export const SMALL = {
  size: { tasks: 6, historyRows: 60, historyDays: 5, scheduled: false },
  speed: 30,
} as const;

/** A NAS, and nodes for all jobs on it. There are several so that their faults do not wait for one another. */
export interface Lane {
  readonly name: string;
  readonly nas: Simulator;
  readonly flow: readonly FlowNode[];
}

/** Opens lanes of these names; their passwords are canaries. */
export async function openLanes(canaries: Canaries, names: readonly string[]): Promise<Lane[]> {
  return Promise.all(
    names.map(async (name) => {
      const username = `keeper of ${name}`;
      const password = canaries.make(`password of ${username}`);
      const nas = await startSimulator({ ...SMALL, accounts: [{ name: username, password }] });
      const session = sessionNode(nas, { id: `session-${name}`, name, timeout: '1', concurrency: '60' });
      return {
        name,
        nas,
        flow: [{ ...session, credentials: { username, password } }, ...jobNodes(name, session.id)],
      };
    }),
  );
}
