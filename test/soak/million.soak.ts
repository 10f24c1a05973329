import assert from 'node:assert/strict';

import { useNodeRed } from '../support/node-red.js';
import { withNas } from './support/nas.js';
import { splitHistory } from './support/split-history.js';

const ROWS = 1_000_000;

/** Run by `npm run test:million`, in a heap too small for what garbage alone would take: what is needed must fit. */
describe('a million rows of history through a flow, row by row', () => {
  const nodeRed = useNodeRed();

  it('arrive whole and in order, in flat memory', async () => {
    const measured = await withNas(ROWS, (nas) => splitHistory(nodeRed, nas, ROWS));
    process.stdout.write(`${JSON.stringify(measured)}\n`);
    assert.ok(measured.retainedMost < 10, 'nothing is kept');
    assert.ok(measured.residentMost < 40, 'less than 40 MB above the baseline');
  });
});
