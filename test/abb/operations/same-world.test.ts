import assert from 'node:assert/strict';

import { CANARY } from '../../../simulator/abb/secrets.js';
import type { Simulator } from '../../../simulator/index.js';
import type { Operation } from '../../../src/abb/operation.js';
import type { Given } from '../../../src/abb/parameters/read.js';
import { operations } from '../../../src/index.js';
import { useBackupBench } from '../../support/backup.js';
import { everyDialect } from '../../support/dialects.js';

// Noon in UTC; the demo's NAS has backed up for four weeks by then.
const START = Date.parse('2026-03-10T12:00:00Z');
const DAY = 24 * 3600;
const NOW = START / 1000;

interface Listed {
  readonly id: number;
  readonly name?: string;
  readonly startedAt?: string;
}

/** Reads whose answer is the same whichever DSM gives it, and the order that they promise. */
const READS: readonly (readonly [
  operation: Operation,
  given: Given,
  order: 'name' | 'newest' | 'id' | 'none',
])[] = [
  [operations.tasks, {}, 'name'],
  [operations.tasks, { includeVersions: true, backupType: 'pc' }, 'name'],
  [operations.versions, { taskId: 2 }, 'newest'],
  [operations.devices, {}, 'name'],
  [operations.devices, { backupType: 'vm' }, 'name'],
  [operations.transfers, { from: NOW - 3 * DAY, to: NOW }, 'none'],
  [operations.hypervisors, {}, 'name'],
  [operations.storage, {}, 'id'],
  [operations.logs, { limit: 300 }, 'newest'],
  [operations.logs, { level: 'error', limit: 'all' }, 'newest'],
  [operations.history, { limit: 7 }, 'newest'],
  [operations.history, { limit: 'all' }, 'newest'],
  [operations.history, { offset: 20, limit: 3, taskId: 2 }, 'newest'],
  [operations.history, { status: 'fail', limit: 'all' }, 'newest'],
  [operations.history, { action: 'delete_version' }, 'newest'],
];

describe('one and the same NAS', () => {
  const { startNas, newBackup } = useBackupBench();

  async function readAs(dialect: (typeof everyDialect)[number]['dialect'], read: (typeof READS)[number]) {
    const nas = await startNas({ size: 'demo', startAt: START, dialect });
    nas.world.advance();
    const [operation, given] = read;
    const { result } = await newBackup(nas).run(operation, given);
    return { nas, result: result as readonly Listed[] };
  }

  for (const read of READS) {
    const [operation, given, order] = read;
    it(`tells the same whichever DSM it is: ${operation.name} ${JSON.stringify(given)}`, async () => {
      const { result: expected } = await readAs('dsm-7.4', read);
      assert.ok(expected.length > 0, 'something is compared');
      assert.deepEqual(ordered(expected, order), expected);
      assert.ok(!JSON.stringify(expected).includes(CANARY));
      for (const { name, dialect } of everyDialect) {
        const { result } = await readAs(dialect, read);
        assert.deepEqual(result.map(comparable), expected.map(comparable), name);
      }
    });

    it(`lets no secret out in raw form: ${operation.name} ${JSON.stringify(given)}`, async () => {
      for (const { name, dialect } of everyDialect) {
        const nas = await startNas({ size: 'demo', startAt: START, dialect });
        const { result } = await newBackup(nas).runRaw(operation, given);
        assert.ok(!JSON.stringify(result).includes(CANARY), name);
      }
    });
  }

  it('tells the detail log of a result the same, in the order that is asked for', async () => {
    const results = await Promise.all(
      everyDialect.map(async ({ dialect }) => {
        const nas = await startNas({ size: 'demo', startAt: START, dialect });
        return detailsOf(nas);
      }),
    );
    const [expected] = results;
    assert.ok(expected && expected.length > 1);
    for (const details of results) assert.deepEqual(details.map(comparable), expected.map(comparable));
  });

  async function detailsOf(nas: Simulator): Promise<readonly { at: string | null; id: number | null }[]> {
    const [failed] = nas.world.results.page({ status: 4 }, { offset: 0, limit: 1, newestFirst: true }).rows;
    const given = { resultId: failed?.id, orderBy: 'log_time', direction: 'DESC' };
    const { result } = await newBackup(nas).run(operations.resultDetails, given);
    const times = result.map(({ at }) => at ?? '');
    assert.deepEqual(times, [...times].sort().reverse());
    for (const { resultId } of result) assert.equal(resultId, failed?.id);
    return result;
  }
});

describe('an empty NAS', () => {
  const { startNas, newBackup } = useBackupBench();

  for (const { name, dialect } of everyDialect) {
    it(`gives empty lists, as ${name}`, async () => {
      const backup = newBackup(await startNas({ size: 'empty', dialect }));
      for (const [operation] of READS) {
        if (operation.name === 'versions') continue;
        const { result, about } = await backup.run(operation, {});
        if (operation.name === 'storage' || operation.name === 'logs') assert.ok(Array.isArray(result));
        else assert.deepEqual([result, about.total, about.count], [[], 0, 0], operation.name);
      }
      const { result } = await backup.run(operations.resultDetails, { resultId: 70 });
      assert.deepEqual(result, []);
    });
  }
});

/** Without what differs by design: DSM's own fields of a log row, and a count that some DSMs give unasked. */
function comparable(row: object): object {
  const unasked = 'versions' in row && row.versions === null;
  return { ...row, details: undefined, ...(unasked ? { versionCount: undefined } : {}) };
}

function ordered(rows: readonly Listed[], order: (typeof READS)[number][2]): Listed[] {
  const name = (row: Listed) => row.name ?? '';
  switch (order) {
    case 'name':
      return [...rows].sort((a, b) => name(a).localeCompare(name(b), 'en', { numeric: true }));
    case 'newest':
      return [...rows].sort((a, b) => b.id - a.id);
    case 'id':
      return [...rows].sort((a, b) => a.id - b.id);
    case 'none':
      return [...rows];
  }
}
