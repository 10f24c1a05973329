import type { DsmMethod, WireParameters } from '../dsm/method.js';
import { number, type Row, row, rows } from './fields.js';
import type { Access, Answer, Operation } from './operation.js';
import { asListed, newestFirst, type Page, type PagedList, type Wanted } from './pages.js';
import type { Schema, Values } from './parameters/read.js';

/** Where the rows of a list are found in DSM's reply. */
export interface ListMethod {
  readonly method: DsmMethod;
  /** The field that holds the rows, the one that counts all there are, and the one with a row's id. */
  readonly rowsIn: string;
  readonly totalIn: string;
  readonly idField: string;
}

/** A read that gives a list: how it is asked for, and what becomes of its rows. */
export interface ListDeclaration<S extends Schema, Item> extends ListMethod {
  readonly name: string;
  readonly alsoCalls?: readonly DsmMethod[];
  readonly parameters: S;
  /** The parameters of DSM's method, without `offset` and `limit`. */
  toWire(values: Values<S>, access: Access): WireParameters | Promise<WireParameters>;
  /** How the list is read; see `Paging`. */
  readonly paging: Paging<S>;
  /** @param wire what DSM was asked */
  parse(
    found: readonly Row[],
    values: Values<S>,
    access: Access,
    wire: WireParameters,
  ): readonly Item[] | Promise<readonly Item[]>;
}

/**
 * How DSM gives a list.
 * - `whole`: in one reply, always
 * - `sizeable`: in one reply, or in pages of this many rows when it is split into messages
 * - `window`: a part of it, by the parameters `offset` and `limit`, counted from the newest row
 * - `head`: its first rows in the order that the wire parameters ask for
 */
export type Paging<S extends Schema> =
  | { readonly kind: 'whole' }
  | { readonly kind: 'sizeable'; readonly pageSize: number }
  | {
      readonly kind: 'window';
      readonly pageSize: number;
      part(values: Values<S>): { readonly offset: number; readonly limit: number | 'all' };
    }
  | { readonly kind: 'head'; readonly pageSize: number; limit(values: Values<S>): number };

/** A list that can also be had page by page, so that no more than a page of it is ever held. */
export interface ListOperation<S extends Schema = Schema, Item = unknown> extends Operation<
  S,
  readonly Item[]
> {
  pages(access: Access, values: Values<S>): AsyncGenerator<PageAnswer<Item>>;
}

/** One page of a list, with DSM's own rows. Its `count` is that of all pages together, as far as can be foreseen. */
export interface PageAnswer<Item> extends Answer<readonly Item[]> {
  readonly rows: readonly Row[];
}

/** Makes an operation of a list's declaration. */
export function listOperation<S extends Schema, Item>(
  declaration: ListDeclaration<S, Item>,
): ListOperation<S, Item> {
  const { name, method, alsoCalls = [], parameters } = declaration;

  async function* pages(access: Access, values: Values<S>): AsyncGenerator<PageAnswer<Item>> {
    const wire = await declaration.toWire(values, access);
    const list = dsmList(access, declaration, wire);
    let count: number | undefined;
    for await (const page of walk(list, declaration.paging, values, 'split')) {
      count ??= expected(declaration.paging, values, page);
      yield { ...answer(page, access, values, wire), count };
    }
  }

  async function run(access: Access, values: Values<S>): Promise<Answer<readonly Item[]>> {
    const wire = await declaration.toWire(values, access);
    const list = dsmList(access, declaration, wire);
    const { paging } = declaration;
    const isWhole = paging.kind === 'whole' || paging.kind === 'sizeable';
    const page = isWhole ? await list.fetchAll() : together(await readPages(list, paging, values));
    return answer(page, access, values, wire);
  }

  function answer(page: Page, access: Access, values: Values<S>, wire: WireParameters): PageAnswer<Item> {
    return {
      rows: page.rows,
      result: () => declaration.parse(page.rows, values, access, wire),
      raw: page.raw,
      total: page.total,
      count: page.rows.length,
    };
  }

  function together(read: readonly Page[]): Page {
    const [first] = read;
    if (!first) return { rows: [], total: 0, raw: {} };
    if (read.length === 1) return first;
    const found = read.flatMap((page) => page.rows);
    return { rows: found, total: first.total, raw: { ...row(first.raw), [declaration.rowsIn]: found } };
  }

  return { name, weight: 'reads', method, alsoCalls, parameters, run, pages };
}

/** A list of DSM's that is asked for in whole or in parts. */
export interface DsmList extends PagedList {
  fetchAll(): Promise<Page>;
}

/** Reads a reply with rows of a list; not every reply says how many there are in all. */
export function readPage(
  { rowsIn, totalIn }: ListMethod,
  raw: unknown,
): Omit<Page, 'total'> & { readonly total: number | null } {
  const data = row(raw);
  return { rows: rows(data[rowsIn]), total: number(data[totalIn]), raw };
}

/** @param wire the parameters that narrow the list, without those that choose a part of it */
export function dsmList(access: Pick<Access, 'call'>, listMethod: ListMethod, wire: WireParameters): DsmList {
  const { method, idField } = listMethod;
  const ask = async (wanted: WireParameters) => readPage(listMethod, await access.call(method, wanted));
  const askFor = (offset: number, limit: number) => ask({ offset, limit, ...wire });
  const isRow = async (position: number) => (await askFor(position, 1)).rows.length > 0;
  let counted: number | undefined;
  return {
    idField,
    async fetch(offset, limit) {
      const page = await askFor(offset, limit);
      if (page.total !== null) return { ...page, total: page.total };
      const end = offset + page.rows.length;
      // An end that was passed over tells nothing: the list may be shorter than that.
      if (page.rows.length === 0) return { ...page, total: Math.min(counted ?? 0, offset) };
      if (page.rows.length !== limit) return { ...page, total: end };
      counted = Math.max(end, counted ?? (await countRows(end, isRow)));
      return { ...page, total: counted };
    },
    async fetchAll() {
      const page = await ask(wire);
      return { ...page, total: page.total ?? page.rows.length };
    },
  };
}

// A NAS that has a row at every position must not be counted for ever.
const MOST_COUNTED = 1e8;

/**
 * How many rows a list has whose replies do not say: without that a full page would pass for the whole of it.
 * @param known so many there are at least
 */
async function countRows(known: number, isRow: (position: number) => Promise<boolean>): Promise<number> {
  let least = known;
  let most = known;
  while (most < MOST_COUNTED && (await isRow(most))) {
    least = most + 1;
    most *= 2;
  }
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (await isRow(middle)) least = middle + 1;
    else most = middle;
  }
  return least;
}

/** The pages that are wanted of a list in parts, in as few requests as may be: they are put together anyway. */
async function readPages<S extends Schema>(
  list: DsmList,
  paging: Paging<S>,
  values: Values<S>,
): Promise<Page[]> {
  const read: Page[] = [];
  for await (const page of walk(list, paging, values, 'together')) read.push(page);
  return read;
}

/** The pages of a list: few and large when they are put together anyway, small when each is sent on. */
async function* walk<S extends Schema>(
  list: DsmList,
  paging: Paging<S>,
  values: Values<S>,
  purpose: 'together' | 'split',
): AsyncGenerator<Page> {
  switch (paging.kind) {
    case 'whole':
      yield await list.fetchAll();
      return;
    case 'sizeable':
      yield* asListed(list, 'all', paging.pageSize);
      return;
    case 'head': {
      const limit = paging.limit(values);
      yield* asListed(list, limit, purpose === 'together' ? Math.min(limit, MOST_ROWS) : paging.pageSize);
      return;
    }
    case 'window': {
      const part = paging.part(values);
      yield* newestFirst(list, { ...part, pageSize: windowPage(part, paging.pageSize, purpose) });
    }
  }
}

/** How many rows all pages will have, unless rows vanish meanwhile. */
function expected<S extends Schema>(paging: Paging<S>, values: Values<S>, first: Page): number {
  switch (paging.kind) {
    case 'whole':
      return first.rows.length;
    case 'sizeable':
      return first.total;
    case 'head':
      return Math.min(paging.limit(values), first.total);
    case 'window': {
      const { offset, limit } = paging.part(values);
      const there = Math.max(0, first.total - offset);
      return limit === 'all' ? there : Math.min(limit, there);
    }
  }
}

function windowPage(
  { limit }: Pick<Wanted, 'limit'>,
  pageSize: number,
  purpose: 'together' | 'split',
): number {
  return purpose === 'together' && limit !== 'all' ? Math.max(Math.min(limit, MOST_ROWS), 2) : pageSize;
}

// Some megabytes: a reply of any size would run into the limits on an answer where pages do not.
const MOST_ROWS = 5000;
