import assert from 'node:assert/strict';

import { useNodeRed } from '../support/node-red.js';
import { withNas } from './support/nas.js';
import { splitHistory } from './support/split-history.js';

/** The small sister of `npm run test:million`. */
describe('a long history through a flow, row by row', function () {
  this.timeout(60_000);
  const nodeRed = useNodeRed();

  it('arrives whole and in order, and leaves nothing behind', async () => {
    const { retainedMost } = await withNas(20_000, (nas) => splitHistory(nodeRed, nas, 20_000));
    assert.ok(retainedMost < 10, `${retainedMost} MB more than before`);
  });
});
