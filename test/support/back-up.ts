import type { Simulator } from '../../simulator/index.js';

/** Lets a backup of a task run to its end. */
export function backUp(nas: Simulator, taskId: number, outcome: 'success' | 'failed' = 'success'): void {
  nas.world.nextOutcome(taskId, { outcome, durationSeconds: 5 });
  nas.world.startBackup([taskId]);
  nas.clock.advance(60_000);
  nas.world.advance();
}
