import type { Simulator } from '../../simulator/index.js';
import type { Operation } from '../../src/abb/operation.js';
import type { Given } from '../../src/abb/parameters/read.js';
import { type BackupBench, useBackupBench } from './backup.js';

/** What methods answer, as `{ 'Task.list': data }`. */
export type Replies = Readonly<Record<string, unknown>>;

/** Runs operations on an empty NAS that answers some methods literally. */
export interface LiteralBench extends BackupBench {
  readonly run: (operation: Operation, given: Given, replies: Replies) => Promise<unknown>;
  readonly runRaw: (operation: Operation, given: Given, replies: Replies) => Promise<unknown>;
}

/** Makes a NAS answer these methods with literally this `data`, whatever it is asked. */
export function answerLiterally(nas: Simulator, replies: Replies): void {
  for (const [name, data] of Object.entries(replies)) {
    const [api = '', method = ''] = name.split('.');
    const body = JSON.stringify({ success: true, data });
    nas.faults.add({ kind: 'body', body, api: `SYNO.ActiveBackup.${api}`, method, times: Infinity });
  }
}

/** As `useBackupBench`, for tests whose replies are written out. */
export function useLiteralNas(): LiteralBench {
  const bench = useBackupBench();
  const backupWith = async (replies: Replies) => {
    const nas = await bench.startNas({ size: 'empty' });
    answerLiterally(nas, replies);
    return bench.newBackup(nas);
  };
  return {
    ...bench,
    async run(operation, given, replies) {
      return (await (await backupWith(replies)).run(operation, given)).result;
    },
    async runRaw(operation, given, replies) {
      return (await (await backupWith(replies)).runRaw(operation, given)).result;
    },
  };
}
