import assert from 'node:assert/strict';

import fc from 'fast-check';

import { asListed, newestFirst, type Page, type PagedList } from '../../src/abb/pages.js';

type Order = 'newest_first' | 'oldest_first' | 'shuffled';

const ORDERS: readonly Order[] = ['newest_first', 'oldest_first', 'shuffled'];

/** What happens to a list before a request: so many rows arrive, and those at these places (counted round) leave. */
interface Change {
  readonly arrive: number;
  readonly leave: readonly number[];
}

/** A list on a NAS that goes on living while it is read. */
class LivingList implements PagedList {
  readonly idField = 'id';
  /** Oldest first. */
  #ids: number[];
  #newest: number;
  readonly left = new Set<number>();
  readonly requests: { offset: number; limit: number }[] = [];

  constructor(
    rows: number,
    private readonly order: Order,
    private readonly changes: readonly Change[] = [],
    /** The NAS gives no more rows at once, whatever is asked. */
    private readonly cap = Infinity,
  ) {
    this.#ids = Array.from({ length: rows }, (_, index) => 100 + index);
    this.#newest = 99 + rows;
  }

  fetch(offset: number, limit: number): Promise<Page> {
    this.#change(this.changes[this.requests.length - 1]);
    this.requests.push({ offset, limit });
    assert.ok(this.requests.length < 2000, 'asks for ever');
    assert.ok(offset >= 0 && limit >= 1, `offset ${offset}, limit ${limit}`);
    const ids = this.order === 'oldest_first' ? this.#ids : [...this.#ids].reverse();
    const page = ids.slice(offset, offset + Math.min(limit, this.cap));
    const rows = (this.order === 'shuffled' ? shuffled(page) : page).map((id) => ({ id }));
    return Promise.resolve({ rows, total: ids.length, raw: {} });
  }

  #change(change: Change = { arrive: 0, leave: [] }): void {
    for (const place of change.leave) {
      const [gone] = this.#ids.length > 0 ? this.#ids.splice(place % this.#ids.length, 1) : [];
      if (gone !== undefined) this.left.add(gone);
    }
    for (let count = 0; count < change.arrive; count++) this.#ids.push((this.#newest += 1));
  }
}

/** The same disorder for the same rows, as the simulator does it: pages in order, rows within them not. */
function shuffled(ids: readonly number[]): number[] {
  const key = (id: number) => (id * 2_654_435_761) % 4_294_967_296;
  return [...ids].sort((a, b) => key(a) - key(b));
}

async function idsOf(pages: AsyncGenerator<Page>): Promise<number[][]> {
  const read: number[][] = [];
  for await (const { rows } of pages) read.push(rows.map((row) => Number(row['id'])));
  return read;
}

/** `count` ids from `top` downwards. */
function down(top: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => top - index);
}

const change = fc.record({
  arrive: fc.integer({ min: 0, max: 4 }),
  leave: fc.array(fc.nat(60), { maxLength: 6 }),
});

for (const order of ORDERS) {
  describe(`reading a list that DSM gives ${order.replace('_', ' ')}`, () => {
    it('gives all rows once, newest first, in pages of at most the size', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(60), fc.integer({ min: 2, max: 20 }), async (rows, pageSize) => {
          const list = new LivingList(rows, order);
          const pages = await idsOf(newestFirst(list, { offset: 0, limit: 'all', pageSize }));
          assert.deepEqual(pages.flat(), down(99 + rows, rows));
          assert.ok(pages.every((page) => page.length <= pageSize));
          assert.ok(list.requests.every(({ limit }) => limit <= pageSize));
        }),
      );
    });

    it('gives the part that is wanted, counted from the newest row', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(60),
          fc.nat(70),
          fc.integer({ min: 1, max: 70 }),
          fc.integer({ min: 2, max: 20 }),
          async (rows, offset, limit, pageSize) => {
            const list = new LivingList(rows, order);
            const pages = await idsOf(newestFirst(list, { offset, limit, pageSize }));
            const expected = down(99 + rows, rows).slice(offset, offset + limit);
            assert.deepEqual(pages.flat(), expected);
          },
        ),
        { numRuns: 300 },
      );
    });

    it('skips nothing, repeats nothing and keeps the order while rows arrive and leave', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(60),
          fc.integer({ min: 2, max: 20 }),
          fc.array(change, { maxLength: 12 }),
          async (rows, pageSize, changes) => {
            const list = new LivingList(rows, order, changes);
            const read = (await idsOf(newestFirst(list, { offset: 0, limit: 'all', pageSize }))).flat();
            assert.deepEqual(
              read,
              [...new Set(read)].sort((a, b) => b - a),
            );
            const missing = down(99 + rows, rows).filter((id) => !read.includes(id) && !list.left.has(id));
            assert.deepEqual(missing, []);
          },
        ),
        { numRuns: 1000 },
      );
    });

    it('gives all rows of a NAS that gives fewer at once than it is asked for', async () => {
      const list = new LivingList(2000, order, [], 300);
      const read = (await idsOf(newestFirst(list, { offset: 0, limit: 'all', pageSize: 500 }))).flat();
      assert.deepEqual(read, down(2099, 2000));
    });

    it('skips nothing of such a NAS while rows arrive and leave', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(60),
          fc.integer({ min: 2, max: 12 }),
          fc.array(change, { maxLength: 12 }),
          async (rows, cap, changes) => {
            const list = new LivingList(rows, order, changes, cap);
            const read = (await idsOf(newestFirst(list, { offset: 0, limit: 'all', pageSize: 20 }))).flat();
            const missing = down(99 + rows, rows).filter((id) => !read.includes(id) && !list.left.has(id));
            assert.deepEqual(missing, []);
            assert.equal(new Set(read).size, read.length);
          },
        ),
        { numRuns: 1000 },
      );
    });

    it('gives the limit of rows, the newest, while others leave', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 30 }),
          fc.integer({ min: 2, max: 9 }),
          fc.array(change, { maxLength: 5 }),
          async (limit, pageSize, changes) => {
            const list = new LivingList(60, order, changes);
            const read = (await idsOf(newestFirst(list, { offset: 0, limit, pageSize }))).flat();
            const oldest = read.at(-1) ?? 0;
            assert.equal(read.length, limit);
            const missing = down(159, 60).filter((id) => id > oldest && !read.includes(id));
            assert.deepEqual(
              missing.filter((id) => !list.left.has(id)),
              [],
            );
          },
        ),
      );
    });

    it('asks for the next page only when it is wanted', async () => {
      const list = new LivingList(1000, order);
      const pages = newestFirst(list, { offset: 0, limit: 'all', pageSize: 100 });
      await pages.next();
      const before = list.requests.length;
      await new Promise(setImmediate);
      assert.equal(list.requests.length, before);
      await pages.next();
      assert.equal(list.requests.length, before + 1);
    });

    it('ends when everything is wiped between two pages', async () => {
      const wiped = { arrive: 1, leave: Array.from({ length: 60 }, () => 0) };
      for (const limit of [1, 2, 30, 'all'] as const) {
        const list = new LivingList(60, order, [wiped]);
        const read = (await idsOf(newestFirst(list, { offset: 0, limit, pageSize: 10 }))).flat();
        assert.equal(new Set(read).size, read.length);
      }
    });
  });
}

describe('reading a list in the order of DSM', () => {
  it('gives all rows once, and those that stay although others arrive and leave', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(60),
        fc.integer({ min: 2, max: 20 }),
        fc.array(change, { maxLength: 12 }),
        async (rows, pageSize, changes) => {
          const list = new LivingList(rows, 'oldest_first', changes);
          const read = (await idsOf(asListed(list, 'all', pageSize))).flat();
          assert.deepEqual(
            read,
            [...new Set(read)].sort((a, b) => a - b),
          );
          assert.ok(read.length <= rows);
          const missing = down(99 + rows, rows).filter((id) => !read.includes(id) && !list.left.has(id));
          assert.deepEqual(missing, []);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('gives no more than the limit', async () => {
    const list = new LivingList(30, 'oldest_first');
    assert.deepEqual((await idsOf(asListed(list, 12, 5))).flat(), down(111, 12).reverse());
  });
});

describe('reading a list that makes no sense', () => {
  /** A NAS that answers every request with the same rows and count. */
  function stubborn(rows: readonly object[], total: number): PagedList & { requests: number } {
    return {
      idField: 'id',
      requests: 0,
      fetch() {
        this.requests += 1;
        assert.ok(this.requests < 5000, 'asks for ever');
        return Promise.resolve({ rows: rows.map((row) => ({ ...row })), total, raw: {} });
      },
    };
  }

  for (const [what, rows, total] of [
    ['counts rows that it never shows', [{ id: 3 }, { id: 2 }, { id: 1 }], 1e15],
    ['counts rows but shows none', [], 1000],
    ['counts rows, oldest first, that it never shows', [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id })), 1e15],
    ['gives its rows no ids', [{}, {}, {}], 1000],
    ['gives its rows no ids and counts more than there can be', [{}, {}, {}], 1e15],
    ['gives all rows the same id', [{ id: 1 }, { id: 1 }], 1000],
    ['gives ids that are none', [{ id: 'x' }, { id: -5 }, { id: null }], 1000],
    ['counts fewer rows than it shows', [{ id: 2 }, { id: 1 }], 0],
    ['counts below zero', [{ id: 2 }, { id: 1 }], -7],
  ] as const) {
    it(`ends when the NAS ${what}`, async () => {
      for (const limit of [1, 5, 'all'] as const) {
        await idsOf(newestFirst(stubborn(rows, total), { offset: 0, limit, pageSize: 3 }));
        await idsOf(asListed(stubborn(rows, total), limit, 3));
      }
    });
  }

  it('gives the rows that are there although the NAS counts more', async () => {
    const list = stubborn([{ id: 3 }, { id: 2 }, { id: 1 }], 1e6);
    assert.deepEqual(
      (await idsOf(newestFirst(list, { offset: 0, limit: 'all', pageSize: 3 }))).flat(),
      [3, 2, 1],
    );
  });
});
