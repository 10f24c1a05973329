import type { Simulator } from '../../simulator/index.js';
import type { Bench } from './nas.js';

/** The id of the task that fails. */
export const BRANCH_NAS = 5;

/** The demo, in which nothing fails but the branch NAS, whatever the day. */
export async function startDemo(startNas: Bench['startNas']): Promise<Simulator> {
  const nas = await startNas({ size: 'demo', world: { failRate: 0 } });
  // Two failures in a row make it failing. They take no time, in which something else might begin.
  for (let count = 0; count < 2; count++) {
    nas.world.nextOutcome(BRANCH_NAS, { outcome: 'failed', durationSeconds: 0 });
    nas.world.startBackup([BRANCH_NAS]);
    nas.world.advance();
  }
  return nas;
}
