import assert from 'node:assert/strict';

import { ROWS } from './rows/index.js';
import { allCells, cellName } from './support/cells.js';
import type { CellResult } from './support/matrix-words.js';
import { runMatrix } from './support/run-matrix.js';

describe('a message that a fault strikes', () => {
  let results: readonly CellResult[] = [];

  before(async function () {
    this.timeout(300_000);
    results = await runMatrix();
  });

  for (const row of ROWS) {
    it(`ends as the contract says, acts once, and leaves nothing behind: ${row.name}`, () => {
      const ofRow = results.filter(({ cell }) => cell.row === row);
      assert.equal(ofRow.length, allCells().filter((cell) => cell.row === row).length);
      assert.ok(ofRow.length > 0);
      const wrong = ofRow.filter((result) => result.wrong.length > 0);
      assert.deepEqual(
        wrong.map(({ cell, wrong: sentences }) => `${cellName(cell)}: ${sentences.join('; ')}`),
        [],
      );
    });
  }
});
