import type { DsmMethod, WireParameters } from '../dsm/method.js';
import { number, type Row, row, rows } from './fields.js';
import type { Access, Answer, Operation } from './operation.js';
import { asListed, newestFirst, type Page, type PagedList, type Wanted } from './pages.js';
import type { Schema, Values } from './parameters/read.js';

/** A read that gives a list: how it is asked for, where its rows are, and what becomes of each. */
export interface ListDeclaration<S extends Schema, Item> {
  readonly name: string;
  readonly method: DsmMethod;
  readonly alsoCalls?: readonly DsmMethod[];
  readonly parameters: S;
  /** The parameters of DSM's method, without `offset` and `limit`. */
  toWire(values: Values<S>, access: Access): WireParameters | Promise<WireParameters>;
  /** The field of the reply that holds the rows, the one that counts all there are, and the one with a row's id. */
  readonly rowsIn: string;
  readonly totalIn: string;
  readonly idField: string;
  /** How the list is read; see `Paging`. */
  readonly paging: Paging<S>;
  parse(found: readonly Row[], values: Values<S>, access: Access): readonly Item[] | Promise<readonly Item[]>;
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
export interface ListOperation<S extends Schema = Schema, Item = unknown> extends Operation<S, readonly Item[]> {
  pages(access: Access, values: Values<S>): AsyncGenerator<Answer<readonly Item[]>>;
}

/** Makes an operation of a list's declaration. */
export function listOperation<S extends Schema, Item>(
  declaration: ListDeclaration<S, Item>,
): ListOperation<S, Item> {
  const { name, method, alsoCalls = [], parameters } = declaration;

  async function* pages(access: Access, values: Values<S>): AsyncGenerator<Answer<readonly Item[]>> {
    const source = await open(declaration, access, values);
    for await (const page of walk(source, declaration.paging, values, 'split')) yield answer(page, access, values);
  }

  async function run(access: Access, values: Values<S>): Promise<Answer<readonly Item[]>> {
    const source = await open(declaration, access, values);
    const read: Page[] = [];
    for await (const page of walk(source, declaration.paging, values, 'together')) read.push(page);
    return answer(together(read), access, values);
  }

  function answer(page: Page, access: Access, values: Values<S>): Answer<readonly Item[]> {
    return {
      result: () => declaration.parse(page.rows, values, access),
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

interface Source extends PagedList {
  fetchAll(): Promise<Page>;
}

async function open<S extends Schema, Item>(
  declaration: ListDeclaration<S, Item>,
  access: Access,
  values: Values<S>,
): Promise<Source> {
  const { method, rowsIn, totalIn, idField } = declaration;
  const wire = await declaration.toWire(values, access);
  const ask = async (paging: WireParameters): Promise<Page> => {
    const raw = await access.call(method, { ...paging, ...wire });
    const data = row(raw);
    const found = rows(data[rowsIn]);
    return { rows: found, total: number(data[totalIn]) ?? found.length, raw };
  };
  return { idField, fetch: (offset, limit) => ask({ offset, limit }), fetchAll: () => ask({}) };
}

/** The pages of a list: few and large when they are put together anyway, small when each is sent on. */
async function* walk<S extends Schema>(
  source: Source,
  paging: Paging<S>,
  values: Values<S>,
  purpose: 'together' | 'split',
): AsyncGenerator<Page> {
  switch (paging.kind) {
    case 'whole':
      yield await source.fetchAll();
      return;
    case 'sizeable':
      if (purpose === 'together') yield await source.fetchAll();
      else yield* asListed(source, 'all', paging.pageSize);
      return;
    case 'head': {
      const limit = paging.limit(values);
      yield* asListed(source, limit, purpose === 'together' ? limit : paging.pageSize);
      return;
    }
    case 'window': {
      const part = paging.part(values);
      yield* newestFirst(source, { ...part, pageSize: windowPage(part, paging.pageSize, purpose) });
    }
  }
}

function windowPage({ limit }: Pick<Wanted, 'limit'>, pageSize: number, purpose: 'together' | 'split'): number {
  return purpose === 'together' && limit !== 'all' ? Math.max(limit, 2) : pageSize;
}
