import assert from 'node:assert/strict';

import {
  anyText,
  atLeast,
  flag,
  id,
  ids,
  integer,
  type Kind,
  limit,
  moment,
  name,
  names,
  word,
} from '../../../src/abb/parameters/kinds.js';
import { BACKUP_TYPE } from '../../../src/abb/words.js';

const now = new Date('2026-03-01T12:00:00Z');

type Example = readonly [value: unknown, expected: unknown];

function takes(title: string, kind: Kind<unknown>, good: readonly Example[], bad: readonly unknown[]): void {
  describe(title, () => {
    for (const [value, expected] of good) {
      it(`takes ${JSON.stringify(value)}`, () => assert.deepEqual(kind.read(value, now), expected));
    }
    for (const value of bad) {
      it(`does not take ${JSON.stringify(value)}`, () => assert.equal(kind.read(value, now), undefined));
    }
    it('says what is allowed', () => assert.doesNotMatch(kind.allowed(), /__|undefined|^$/));
  });
}

takes(
  'an id',
  id,
  [
    [7, 7],
    ['7', 7],
    [' 7 ', 7],
    [2 ** 53 - 1, 2 ** 53 - 1],
  ],
  [0, -1, 1.5, '1.5', 'seven', '7x', '0x10', true, [7], {}, 2 ** 53],
);

takes(
  'ids',
  ids,
  [
    [7, [7]],
    ['7', [7]],
    [
      [3, '1', 3, '3', 2],
      [3, 1, 2],
    ],
  ],
  [new Array<number>(2), [], [7, 'x'], [[7]], [0], 'x', {}, [null]],
);

takes('a name', name, [['Laptop', 'Laptop']], ['', 7, [], {}]);
takes(
  'names',
  names,
  [
    ['a', ['a']],
    [
      ['b', 'a', 'b'],
      ['b', 'a'],
    ],
  ],
  [[], [''], ['a', 7], 7],
);
takes('a text', anyText, [['x', 'x']], [7, true, [], {}]);
takes(
  'a yes or no',
  flag,
  [
    [true, true],
    [false, false],
    ['true', true],
    ['false', false],
  ],
  [0, 1, 'yes', 'TRUE', {}],
);
takes(
  'a whole number in a range',
  integer(0, 23),
  [
    [0, 0],
    ['23', 23],
  ],
  [-1, 24, 1.5, 'x', '', true],
);
takes(
  'a number with a floor',
  atLeast(1),
  [
    [1, 1],
    ['2.5', 2.5],
  ],
  [0.9, '0', 'x', Infinity, '9'.repeat(400)],
);
takes(
  'a limit',
  limit,
  [
    ['all', 'all'],
    [1, 1],
    ['200', 200],
  ],
  [0, 'ALL', 1.5, -1],
);
takes(
  'a word',
  word(BACKUP_TYPE),
  [
    ['vm', 'vm'],
    ['nas', 'nas'],
  ],
  ['VM', 'laptop', 1, 'toString', ['vm']],
);
takes('a moment', moment, [['24h', now.getTime() / 1000 - 86_400]], ['soon', -1]);

describe('what is allowed', () => {
  it('names every word of an enumeration', () => {
    for (const allowed of BACKUP_TYPE.words) assert.ok(word(BACKUP_TYPE).allowed().includes(allowed));
  });

  it('names both ends of a range', () => {
    assert.match(integer(5, 59).allowed(), /5.*59/);
    assert.match(integer(5).allowed(), /5/);
  });
});
