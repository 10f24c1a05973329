import assert from 'node:assert/strict';

import type { Given } from '../../src/abb/parameters/read.js';
import type { FaultRow, Place } from './support/matrix-words.js';
import { clientLine } from './support/client-line.js';
import { PLACES } from './support/places.js';
import { runCell } from './support/run-cell.js';
import { setStage } from './support/run-matrix.js';

/** What the matrix says of a cell for which the wrong thing is expected, or of a client that misbehaves. */
describe('the judgement of the fault matrix', () => {
  const NOT_FOUND: FaultRow = { name: 'status 404', fault: { kind: 'status', status: 404 } };
  const LATE: FaultRow = { name: 'slow', fault: { kind: 'slow', milliseconds: 10 } };
  const UNUSED: FaultRow = { name: 'unused', fault: { kind: 'html', skip: 99 } };

  async function wrongIn(row: FaultRow, name: string, messages = 1): Promise<readonly string[]> {
    const stage = await setStage({ row, place: placeOf(name), times: 'once', expected: 'answered' });
    const line = clientLine(stage, 2 ** 20);
    const send = async (params: Given) => {
      for (let sent = 1; sent < messages; sent += 1) await line.send(params);
      return line.send(params);
    };
    try {
      return (await runCell(stage.cell, stage.nas, { ...line, send })).wrong;
    } finally {
      await line.close();
      await stage.nas.close();
    }
  }

  function placeOf(name: string): Place {
    const found = PLACES.find((place) => place.name === name);
    assert.ok(found, name);
    return found;
  }

  it('finds nothing wrong where nothing is', async () => {
    assert.deepEqual(await wrongIn(LATE, 'cancel backup'), []);
  });

  it('notices another end than the expected one', async () => {
    assert.deepEqual(await wrongIn(NOT_FOUND, 'tasks'), ['ended as ABB_BAD_REPLY in place of answered']);
  });

  it('notices an action that is run twice', async () => {
    const wrong = await wrongIn(LATE, 'cancel backup', 2);
    assert.deepEqual(wrong, ['the action was run 2 times', 'the action was sent 2 times']);
  });

  it('notices a fault that struck nothing', async () => {
    assert.deepEqual(await wrongIn(UNUSED, 'tasks'), ['the fault struck nothing']);
  });
});
