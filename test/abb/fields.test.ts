import assert from 'node:assert/strict';

import { boolean, number, numbers, row, rows, string, strings, time } from '../../src/abb/fields.js';

type Example = readonly [value: unknown, expected: unknown];

function reads(name: string, read: (value: unknown) => unknown, examples: readonly Example[]): void {
  describe(`a ${name} of DSM`, () => {
    for (const [value, expected] of examples) {
      it(`reads ${JSON.stringify(expected)} from ${JSON.stringify(value ?? null)}`, () => {
        assert.deepEqual(read(value), expected);
      });
    }
  });
}

reads('number', number, [
  [7, 7],
  [-1, -1],
  [0, 0],
  ['7', 7],
  ['2122801152', 2_122_801_152],
  ['0.25', 0.25],
  ['', null],
  [' ', null],
  ['7 GB', null],
  [null, null],
  [undefined, null],
  [true, null],
  [NaN, null],
  [Infinity, null],
  ['1e999', null],
  [Number.MAX_VALUE, null],
  [-Number.MAX_VALUE, null],
  [[7], null],
  [{}, null],
]);

reads('text', string, [
  ['Laptop', 'Laptop'],
  ['', null],
  [2024, '2024'],
  [null, null],
  [true, null],
  [{}, null],
]);

reads('yes or no', boolean, [
  [true, true],
  ['true', true],
  [1, true],
  ['1', true],
  [false, false],
  ['false', false],
  [0, false],
  ['0', false],
  ['yes', null],
  ['', null],
  [2, null],
  [null, null],
]);

reads('time', time, [
  [1_741_946_267, '2025-03-14T09:57:47.000Z'],
  ['1741946267', '2025-03-14T09:57:47.000Z'],
  [0, null],
  [-1, null],
  ['0', null],
  [253_402_300_799, '9999-12-31T23:59:59.000Z'],
  [253_402_300_800, null],
  ['soon', null],
  [null, null],
]);

reads('row', row, [
  [{ a: 1 }, { a: 1 }],
  [[{ a: 1 }], {}],
  [null, {}],
  ['text', {}],
]);

reads('list of rows', rows, [
  [
    [{ a: 1 }, null, 'text', [], { b: 2 }],
    [{ a: 1 }, { b: 2 }],
  ],
  [null, []],
  [undefined, []],
  [{ 0: {} }, []],
]);

reads('list of texts', strings, [
  [
    ['a', '', 7, null],
    ['a', '7'],
  ],
  [null, []],
]);

reads('list of numbers', numbers, [
  [
    ['3', 1, 'x', null],
    [3, 1],
  ],
  [undefined, []],
]);
