import type { DialectChoice, Simulator } from '../../simulator/index.js';
import type { SessionOptions } from '../../src/dsm/session-options.js';
import { ActiveBackup, allowedMethods } from '../../src/index.js';
import { type Bench, useBench } from './nas.js';

/** A bench whose sessions may call everything that the client knows. */
export interface BackupBench extends Bench {
  readonly newBackup: (nas: Simulator, changes?: Partial<SessionOptions>) => ActiveBackup;
}

/** As `useBench`, with Active Backup on top. */
export function useBackupBench(dialect?: DialectChoice): BackupBench {
  const bench = useBench(dialect);
  return {
    ...bench,
    newBackup: (nas, changes) =>
      new ActiveBackup(bench.newSession(nas, { methods: allowedMethods, ...changes })),
  };
}
