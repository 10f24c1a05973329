import assert from 'node:assert/strict';

import type { AbbError } from '../../src/dsm/errors.js';
import { SharedReads } from '../../src/dsm/shared-reads.js';
import type { Withdrawal } from '../../src/dsm/withdrawal.js';

const never = new AbortController().signal;

describe('shared reads', () => {
  /** A read whose every start is kept, and which ends when the test says so. */
  function slowRead() {
    const starts: { flight: Withdrawal; end: (value: unknown) => void }[] = [];
    const start = (flight: Withdrawal) =>
      new Promise<unknown>((resolve, reject) => {
        starts.push({ flight, end: resolve });
        flight.addEventListener('abort', () => reject(flight.reason));
      });
    return { starts, start };
  }

  it('start once for all that join under a key', async () => {
    const reads = new SharedReads(3);
    const { starts, start } = slowRead();
    const joined = [1, 2, 3].map(() => reads.join('a', never, start));
    starts[0]?.end('answer');
    assert.deepEqual(await Promise.all(joined), ['answer', 'answer', 'answer']);
    assert.equal(starts.length, 1);
  });

  it('are apart under different keys', async () => {
    const reads = new SharedReads(3);
    const { starts, start } = slowRead();
    const joined = [reads.join('a', never, start), reads.join('b', never, start)];
    starts[0]?.end(1);
    starts[1]?.end(2);
    assert.deepEqual(await Promise.all(joined), [1, 2]);
  });

  it('are not joined any more once an era has begun, and are given up with the others', async () => {
    const reads = new SharedReads(3);
    const { starts, start } = slowRead();
    const before = reads.join('a', never, start);
    reads.beginEra();
    const after = [reads.join('a', never, start), reads.join('a', never, start)];
    assert.equal(starts.length, 2);
    starts[1]?.end('new');
    assert.deepEqual(await Promise.all(after), ['new', 'new']);
    reads.abandon(new Error('closed'));
    await assert.rejects(before, /closed/);
  });

  it('go on for the others when one leaves, who gets the reason', async () => {
    const reads = new SharedReads(3);
    const { starts, start } = slowRead();
    const leave = new AbortController();
    const leaver = reads.join('a', leave.signal, start);
    const stayer = reads.join('a', never, start);
    leave.abort(new Error('enough'));
    await assert.rejects(leaver, /enough/);
    assert.equal(starts[0]?.flight.aborted, false);
    starts[0].end('answer');
    assert.equal(await stayer, 'answer');
  });

  it('end when the last one leaves, and begin anew for the next', async () => {
    const reads = new SharedReads(3);
    const { starts, start } = slowRead();
    const leave = new AbortController();
    const leavers = [reads.join('a', leave.signal, start), reads.join('a', leave.signal, start)];
    leave.abort(new Error('enough'));
    for (const leaver of leavers) await assert.rejects(leaver, /enough/);
    assert.equal(starts[0]?.flight.aborted, true);
    const next = reads.join('a', never, start);
    starts[1]?.end('fresh');
    assert.equal(await next, 'fresh');
  });

  it('turn away whoever comes when so many wait for one already', async () => {
    const reads = new SharedReads(3);
    const { starts, start } = slowRead();
    const joined = [1, 2, 3].map(() => reads.join('a', never, start));
    assert.throws(
      () => reads.join('a', never, start),
      (error: AbbError) => error.code === 'ABB_BUSY',
    );
    starts[0]?.end('answer');
    assert.deepEqual(await Promise.all(joined), ['answer', 'answer', 'answer']);
  });

  it('refuse one that has left before it came', async () => {
    const reads = new SharedReads(3);
    const { start } = slowRead();
    await assert.rejects(reads.join('a', AbortSignal.abort(new Error('gone')), start), /gone/);
  });
});
