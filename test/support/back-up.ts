import type { Simulator } from '../../simulator/index.js';

/** Lets a backup of a task run to its end. */
export function backUp(nas: Simulator, taskId: number, outcome: 'success' | 'failed' = 'success'): void {
  nas.world.nextOutcome(taskId, { outcome, durationSeconds: 5 });
  nas.world.startBackup([taskId]);
  nas.clock.advance(60_000);
  nas.world.advance();
}

/** Lets two backups of the first task run to their end, and begins the purge of one of their versions. */
export function startPurge(nas: Simulator): void {
  for (let count = 0; count < 2; count++) {
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 1 });
    nas.world.startBackup([1]);
    nas.clock.advance(10_000);
  }
  nas.world.changeTask(1, { retention: { keepAll: false, keepVersions: 1, keepDays: 0 } });
  nas.world.runPurge(1);
}
