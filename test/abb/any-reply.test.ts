import assert from 'node:assert/strict';

import fc from 'fast-check';

import { parseDevice } from '../../src/abb/shapes/device.js';
import { parseProgress, parseState } from '../../src/abb/shapes/progress.js';
import { parseResult } from '../../src/abb/shapes/result.js';
import { parseRetention, parseSchedule } from '../../src/abb/shapes/schedule.js';
import { parseTask } from '../../src/abb/shapes/task.js';
import { parseVersion } from '../../src/abb/shapes/version.js';
import type { Operation } from '../../src/abb/operation.js';
import type { Given } from '../../src/abb/parameters/read.js';
import { AbbError } from '../../src/dsm/errors.js';
import { ActiveBackup, operations } from '../../src/index.js';
import { anyList, anyReply, anyRow } from '../support/replies.js';

const NOW = 1_742_000_000;

describe('a row of any content', () => {
  it('makes no shape throw, and each result survives JSON', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const shapes = [
          parseTask(row, NOW),
          parseDevice(row, [], null),
          parseResult(row),
          parseVersion(row, 1),
          parseProgress(row, parseState(row, NOW)),
          parseSchedule(row),
          parseRetention(row),
        ];
        for (const shape of shapes)
          assert.deepEqual(JSON.parse(JSON.stringify(shape)), withoutMinusZero(shape));
      }),
      { numRuns: 500 },
    );
  });

  it('has a percentage from 0 to 100, if any', () => {
    fc.assert(
      fc.property(anyRow, (progress) => {
        const percent = parseProgress({ progress }, 'running')?.percent ?? 0;
        assert.ok(percent >= 0 && percent <= 100, String(percent));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a NAS that answers anything', () => {
  const given: Readonly<Record<string, Given>> = {
    versions: { taskId: 1 },
    resultDetails: { resultId: 1 },
    setConcurrentDevices: { value: 2 },
    setRetentionTime: { hour: 1, minute: 2 },
    setBandwidth: { enable: false },
    setCertificate: { usePackageCertificate: true },
    runBackup: { taskIds: [1, 2] },
    cancelBackup: { taskIds: [1] },
    removeTask: { taskIds: [1], confirm: 'x' },
    deleteVersions: { taskId: 1, versionIds: [1], confirm: [1] },
  };

  // More requests than any operation needs for replies this small: beyond it, one would ask for ever.
  const MOST_CALLS = 500;

  for (const operation of Object.values<Operation>(operations)) {
    it(`makes ${operation.name} fail with nothing but an AbbError, and not ask for ever`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.oneof(anyList, anyReply), { minLength: 1, maxLength: 4 }),
          async (replies) => {
            let calls = 0;
            const call = (): Promise<unknown> => {
              calls += 1;
              if (calls > MOST_CALLS) throw new Error('asks for ever');
              return Promise.resolve(replies[calls % replies.length]);
            };
            const backup = new ActiveBackup({ call });
            const run = (): Promise<unknown> => backup.runRaw(operation, given[operation.name]);
            await orAbbError(run);
            await orAbbError(() => backup.run(operation, given[operation.name]));
          },
        ),
        { numRuns: 100 },
      );
    });
  }

  it('makes a wait for backups fail with nothing but an AbbError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyList, { minLength: 1, maxLength: 3 }), async (replies) => {
        let calls = 0;
        // A task that exists, so that there is something to wait for.
        const first = { tasks: [{ task_id: 1, task_name: 'a' }], total: 1 };
        const call = (): Promise<unknown> =>
          Promise.resolve(calls++ === 0 ? first : replies[calls % replies.length]);
        const closing = new AbortController();
        const timer = setTimeout(() => closing.abort(new AbbError('ABB_CLOSED', 'closed')), 10);
        await orAbbError(() =>
          new ActiveBackup({ call }).run(
            operations.runBackup,
            { taskIds: 1, wait: true },
            { signal: closing.signal, patience: { pollMs: 1, startWithinMs: 3 } },
          ),
        );
        clearTimeout(timer);
      }),
      { numRuns: 60 },
    );
  });
});

async function orAbbError(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof AbbError)) throw error;
  }
}

// JSON knows no -0; a byte count of -0 is nothing to worry about.
function withoutMinusZero(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutMinusZero);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutMinusZero(field)]));
}
