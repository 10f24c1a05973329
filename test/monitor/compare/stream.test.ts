import assert from 'node:assert/strict';

import { identify, newRows, readOn, streamOf } from '../../../src/monitor/compare/stream.js';
import type { StreamPosition } from '../../../src/monitor/position/position.js';
import type { ListReading } from '../../../src/monitor/snapshot.js';

/** A list with rows of these ids, each an hour younger than the one before. */
function listOf(ids: readonly number[], hour = (id: number) => id): ListReading<string> {
  const rows = ids.map((id) => ({ id, at: hour(id) * 3600, item: `row ${id}` }));
  return { rows, lookedUp: new Map(), showsRuns: undefined };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_none, index) => from + index);
}

/** Reads on from a position; the ids that are new, and the next position. */
function read(position: StreamPosition, reading: ListReading<string>) {
  const identity = identify(position, reading);
  const fresh = newRows(position, reading, identity);
  return { identity, ids: fresh.map(({ id }) => id), next: readOn(position, reading, fresh, identity) };
}

describe('a list that is read on from where one has been', () => {
  const position = streamOf(listOf(range(1, 100)));

  it('has new rows above the highest id', () => {
    const { identity, ids, next } = read(position, listOf(range(50, 103)));
    assert.deepEqual([identity, ids, next.high], ['same', [101, 102, 103], 103]);
    assert.deepEqual(read(next, listOf(range(50, 103))).ids, []);
  });

  it('is still the same when its newest rows were purged, and is known by the others then', () => {
    const { identity, ids, next } = read(position, listOf(range(1, 60)));
    assert.deepEqual([identity, ids, next.high], ['unknown', [], 100]);
    const after = read(next, listOf([...range(1, 60), 101]));
    assert.deepEqual([after.identity, after.ids], ['same', [101]]);
  });

  it('is another one when known ids belong to other rows', () => {
    const { identity, ids, next } = read(
      position,
      listOf(range(90, 95), (id) => id + 500),
    );
    assert.deepEqual([identity, ids, next.high], ['other', range(90, 95), 95]);
    assert.deepEqual(
      read(
        next,
        listOf(range(90, 95), (id) => id + 500),
      ).ids,
      [],
    );
  });

  it('has begun anew when low ids are younger than all that is known', () => {
    const { identity, ids, next } = read(
      position,
      listOf([1, 2], (id) => id + 500),
    );
    assert.deepEqual([identity, ids, next.high], ['unknown', [1, 2], 2]);
  });

  it('holds nothing but news once it was seen empty, whatever the clock says', () => {
    const empty = read(position, listOf([]));
    assert.deepEqual([empty.ids, empty.next.high, empty.next.emptied], [[], 100, true]);
    assert.deepEqual(
      read(
        empty.next,
        listOf([1, 2], (id) => id - 500),
      ).ids,
      [1, 2],
    );
    assert.deepEqual(read(empty.next, listOf([101, 102])).ids, [101, 102]);
  });

  it('is the old one again when it only seemed empty', () => {
    const { next } = read(position, listOf([]));
    const again = read(next, listOf(range(1, 101)));
    assert.deepEqual([again.identity, again.ids, again.next.emptied], ['same', [101], undefined]);
  });

  it('is recognised by rows that were looked up where none of those read is known', () => {
    const reading = { ...listOf(range(200, 210)), lookedUp: new Map([[100, 100 * 3600]]) };
    assert.equal(identify(position, reading), 'same');
    assert.equal(identify(position, { ...reading, lookedUp: new Map([[100, null]]) }), 'unknown');
    assert.equal(identify(position, { ...reading, lookedUp: new Map([[100, 7]]) }), 'other');
  });
});
