import assert from 'node:assert/strict';

import { ActiveBackup } from '../../src/abb/active-backup.js';
import { allowedMethods, operations } from '../../src/abb/operations/index.js';
import type { Operation } from '../../src/abb/operation.js';
import type { Given } from '../../src/abb/parameters/read.js';
import { useBench } from '../support/nas.js';

// What would change every object of this process if a parser copied it carelessly.
const POISON = '"__proto__":{"poisoned":true,"length":9},"constructor":{"prototype":{"poisoned":true}},';

const READS: readonly (readonly [Operation, Given])[] = [
  [operations.tasks, { includeVersions: true }],
  [operations.versions, { taskId: 1 }],
  [operations.devices, {}],
  [operations.transfers, { from: '7d' }],
  [operations.hypervisors, {}],
  [operations.storage, {}],
  [operations.logs, {}],
  [operations.history, {}],
  [operations.getSettings, {}],
];

describe('replies whose objects carry `__proto__` and `constructor`', () => {
  const { startNas, newSession } = useBench();

  async function backups(): Promise<{ clean: ActiveBackup; poisoned: ActiveBackup }> {
    const nas = await startNas({ size: { tasks: 3, historyRows: 30, historyDays: 5, scheduled: false } });
    const session = newSession(nas, { methods: allowedMethods });
    return {
      clean: new ActiveBackup(session),
      poisoned: new ActiveBackup({
        call: async (...call) => withPoison(await session.call(...call)),
        callAll: (...calls) => session.callAll(...calls),
      }),
    };
  }

  for (const [operation, given] of READS) {
    it(`change nothing about the result of ${operation.name}, nor about anything else`, async () => {
      const { clean, poisoned } = await backups();
      const { result } = await poisoned.run(operation, given);
      assert.deepEqual(parsed(result), parsed((await clean.run(operation, given)).result));
      assertSound(result);
      const { result: raw } = await poisoned.runRaw(operation, given);
      assertSound(raw);
    });
  }
});

/** The result without what is DSM's own and goes on as it came, fields of such names included. */
function parsed(result: unknown): unknown {
  return JSON.parse(JSON.stringify(result, (name, value: unknown) => (name === 'details' ? null : value)));
}

function withPoison(reply: unknown): unknown {
  return JSON.parse(JSON.stringify(reply).replaceAll(/\{(?=")/g, `{${POISON}`));
}

/** No object, here or elsewhere, has got another prototype or an inherited property. */
function assertSound(value: unknown): void {
  assert.equal(Reflect.get({}, 'poisoned'), undefined);
  assert.equal(Reflect.get([], 'poisoned'), undefined);
  if (typeof value !== 'object' || value === null) return;
  const prototype: unknown = Object.getPrototypeOf(value);
  assert.ok(prototype === Object.prototype || prototype === Array.prototype);
  for (const name of Object.keys(value)) assertSound(Object.getOwnPropertyDescriptor(value, name)?.value);
}
