import assert from 'node:assert/strict';

import type { Fault } from '../../simulator/index.js';
import { nodeTypes } from '../support/package.js';
import { ROWS } from './rows/index.js';
import { allCells, cellName } from './support/cells.js';
import type { CellResult } from './support/matrix-words.js';
import { PLACES } from './support/places.js';
import { runMatrix } from './support/run-matrix.js';

// Every kind of fault that the simulator knows; a new one has to be named here to compile.
const KINDS: Readonly<Record<Fault['kind'], true>> = {
  slow: true,
  hang: true,
  cut: true,
  reset: true,
  refuse: true,
  status: true,
  redirect: true,
  html: true,
  empty: true,
  broken_json: true,
  content_type: true,
  gzip: true,
  huge: true,
  body: true,
  code: true,
  session_end: true,
};

describe('the fault matrix', () => {
  it('has a row for every kind of fault', () => {
    const kinds = new Set(ROWS.flatMap(({ fault }) => ('kind' in fault ? [fault.kind] : [])));
    assert.deepEqual([...kinds].sort(), Object.keys(KINDS).sort());
  });

  it('has a place for every node that asks or acts when a message comes', () => {
    const placed = new Set(PLACES.map(({ type }) => type));
    // A watch asks by itself; its tests play histories with outages.
    const others = new Set(['abb-session', 'abb-watch']);
    assert.deepEqual(
      nodeTypes.filter((type) => !placed.has(type) && !others.has(type)),
      [],
    );
  });
});

describe('a message that a fault strikes', () => {
  let results: readonly CellResult[] = [];

  before(async function () {
    // A minute or two; a slow machine needs many times that.
    this.timeout(900_000);
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
