import { type DialectChoice, startSimulator } from '../../../simulator/index.js';
import { allowedMethods, ActiveBackup, DsmSession, operations } from '../../../src/index.js';
import { methodName } from '../../../src/dsm/method.js';
import type { Operation } from '../../../src/abb/operation.js';
import { sessionOptions } from '../../support/nas.js';

/** Every operation that there is. */
export const allOperations: readonly Operation[] = Object.values<Operation>(operations);

/** The one with this name. */
export function operationNamed(name: string): Operation {
  const found = allOperations.find((operation) => operation.name === name);
  if (!found) throw new TypeError(name);
  return found;
}

/** What a NAS answers to each of its methods, by `api.method`. */
export type Replies = Readonly<Record<string, unknown>>;

/** A message's worth of parameters for each operation, in terms of the NAS of `recordReplies`. */
export const usualParameters: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  tasks: { includeVersions: true },
  versions: { taskId: 1 },
  history: { limit: 'all' },
  logs: { limit: 'all' },
  resultDetails: { resultId: 1, limit: 100 },
  setConcurrentDevices: { value: 2 },
  setRetentionTime: { hour: 1, minute: 2 },
  setBandwidth: { enable: false },
  setCertificate: { usePackageCertificate: true },
  runBackup: { taskIds: [1, 2] },
  cancelBackup: { taskIds: [1] },
  removeTask: { taskIds: [2, 1], confirm: ['Task 2', 'Task 1'] },
  deleteVersions: { taskId: 1, versionIds: [1], confirm: [1] },
};

/** Asks a busy NAS for everything that can be read, and keeps its answers. */
export async function recordReplies(dialect: DialectChoice): Promise<Replies> {
  const nas = await startSimulator({
    dialect,
    size: { tasks: 3, devicesPerTask: 2, historyDays: 2 },
    world: { failRate: 0.5 },
    // The world is made of the seed and the time.
    startAt: Date.UTC(2026, 5, 15, 9, 0),
    speed: 0,
  });
  const session = new DsmSession(sessionOptions(nas, { methods: allowedMethods }));
  const replies: Record<string, unknown> = {};
  const backup = new ActiveBackup({
    async call(method, parameters) {
      const reply = await session.call(method, parameters);
      replies[methodName(method)] ??= reply;
      return reply;
    },
  });
  try {
    nas.world.startBackup([1, 3]);
    nas.clock.advance(20_000);
    const resultId = nas.world.results.live.at(-1)?.id ?? 1;
    for (const operation of allOperations) {
      const more = operation.name === 'resultDetails' ? { resultId } : {};
      const given = { ...usualParameters[operation.name], ...more };
      if (operation.weight === 'reads') await backup.run(operation, given);
    }
    return replies;
  } finally {
    await session.close();
    await nas.close();
  }
}
