import assert from 'node:assert/strict';
import { dialectNames, dialects, randomDialect, startSimulator } from '../../simulator/index.js';
import { RoughClient } from './rough-client.js';

describe('the dialects', () => {
  it('have the names that tests and the command use', () => {
    assert.deepEqual(dialectNames, ['dsm-6.2', 'dsm-7.2', 'dsm-7.4', 'awkward']);
  });

  it('differ where DSM versions differ', () => {
    const { 'dsm-6.2': old, 'dsm-7.4': recent, awkward } = dialects;
    assert.deepEqual([old.authPath, old.authMaxVersion, old.deviceTokenField], ['auth.cgi', 6, 'did']);
    assert.deepEqual(
      [recent.authPath, recent.authMaxVersion, recent.backupMaxVersion, recent.deviceTokenField],
      ['entry.cgi', 7, 2, 'device_id'],
    );
    assert.deepEqual(
      [awkward.compound, awkward.missingTokenCode, awkward.stringParameters, awkward.numbersAsStrings],
      ['refused', 103, 'quoted_only', true],
    );
  });

  it('mix at random, the same for the same seed, until every variant was seen', () => {
    assert.deepEqual(randomDialect(7), randomDialect(7));
    const mixes = Array.from({ length: 200 }, (_, seed) => randomDialect(seed));
    const seen = (name: keyof (typeof mixes)[number]): number => new Set(mixes.map((mix) => mix[name])).size;
    assert.deepEqual(
      [
        seen('runningShows'),
        seen('listOrder'),
        seen('emptyList'),
        seen('authPath'),
        seen('numbersAsStrings'),
      ],
      [4, 3, 3, 2, 2],
    );
  });

  for (const dialect of [...dialectNames, { random: 11 }, { compound: 'refused' } as const]) {
    it(`let a client in that follows discovery: ${JSON.stringify(dialect)}`, async () => {
      const simulator = await startSimulator({ dialect, speed: 0 });
      const client = new RoughClient(simulator);
      try {
        const { sid } = await client.login({}, String(simulator.dialect.authMaxVersion));
        assert.equal(await client.codeOf('SYNO.DSM.Info', 'getinfo', { _sid: sid }), 0);
      } finally {
        await client.close();
        await simulator.close();
      }
    });
  }
});
