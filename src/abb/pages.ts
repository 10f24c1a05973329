import { number, type Row } from './fields.js';
import { SeenIds } from './seen-ids.js';

/** One page as DSM answers it. */
export interface Page {
  readonly rows: readonly Row[];
  /** How many rows there are in all at this moment. */
  readonly total: number;
  /** The reply that the rows came in. */
  readonly raw: unknown;
}

/** A list that DSM gives page by page. */
export interface PagedList {
  /** The field that identifies a row and rises with time. */
  readonly idField: string;
  fetch(offset: number, limit: number): Promise<Page>;
}

/** Which part of a list is wanted, counted from its newest row. */
export interface Wanted {
  readonly offset: number;
  readonly limit: number | 'all';
  /** Rows per request, at least 2. */
  readonly pageSize: number;
}

/**
 * Reads rows from the newest to the oldest, whatever the direction in which DSM lists them. Rows that arrive or
 * leave meanwhile shift the others: each request begins within what has been read, so that nothing is skipped, and
 * what has been read is recognised, so that nothing comes twice.
 * @yields the rows of a page, newest first, never more than `pageSize`; at least one page, if only an empty one
 */
export async function* newestFirst(list: PagedList, wanted: Wanted): AsyncGenerator<Page> {
  const { offset, limit, pageSize } = wanted;
  const size = limit === 'all' ? pageSize : Math.min(limit, pageSize);
  const first = await list.fetch(offset, size);
  const walk = (await runsUpwards(list, first, offset))
    ? upwards(list, first, offset, size)
    : downwards(list, first, offset, size);
  for await (const page of withoutRepeats(list, walk, limit)) {
    yield { ...page, rows: [...page.rows].sort((a, b) => idOf(list, b) - idOf(list, a)) };
  }
}

/** Reads rows in DSM's own order, with the same care. */
export async function* asListed(
  list: PagedList,
  limit: number | 'all',
  pageSize: number,
): AsyncGenerator<Page> {
  const size = limit === 'all' ? pageSize : Math.min(limit, pageSize);
  const first = await list.fetch(0, size);
  yield* withoutRepeats(list, downwards(list, first, 0, size), limit);
}

async function* withoutRepeats(
  list: PagedList,
  walk: AsyncGenerator<Step>,
  limit: number | 'all',
): AsyncGenerator<Page> {
  const seen = new SeenIds();
  let left = limit === 'all' ? Infinity : limit;
  let isFirst = true;
  for await (const { page, check } of walk) {
    const fresh = page.rows.filter((row) => isNew(seen, idOf(list, row)));
    check(fresh.length < page.rows.length);
    const rows = fresh.slice(0, left);
    left -= rows.length;
    if (rows.length > 0 || isFirst) yield { ...page, rows };
    isFirst = false;
    if (left <= 0) return;
  }
}

interface Step {
  readonly page: Page;
  /** Tells the walk whether the page touched what was read before. */
  readonly check: (touched: boolean) => void;
}

/** The newest row is at position 0. */
async function* downwards(list: PagedList, first: Page, start: number, size: number): AsyncGenerator<Step> {
  let offset = start;
  let page = first;
  for (;;) {
    let touched = offset === start;
    const given = page;
    yield { page: given, check: (found) => (touched ||= found) };
    if (given.rows.length === 0) return;
    const end = offset + given.rows.length;
    if (touched && end >= given.total) return;
    // Rows that left shifted the rest towards us, past where this page began: go back until the ends meet.
    offset = touched ? end - 1 : Math.max(start, offset - size + 1);
    page = await list.fetch(offset, size);
  }
}

/** The newest row is at the end. What leaves or arrives here never moves unread rows behind the next page. */
async function* upwards(list: PagedList, first: Page, skip: number, size: number): AsyncGenerator<Step> {
  let end = first.total - skip;
  while (end > 0) {
    const offset = Math.max(0, end - size);
    yield { page: await list.fetch(offset, end - offset), check: () => undefined };
    // One row is read again, so that the pages overlap like those of the other direction.
    end = offset === 0 ? 0 : offset + 1;
  }
}

/** Whether the list runs from the oldest row to the newest. A page that holds everything needs no direction. */
async function runsUpwards(list: PagedList, { rows, total }: Page, offset: number): Promise<boolean> {
  if (rows.length === 0 || rows.length >= total) return false;
  const ids = rows.map((row) => idOf(list, row));
  if (ids.length > 1 && isRising(ids)) return true;
  if (ids.length > 1 && isRising([...ids].reverse())) return false;
  // Too few or unordered rows to tell: the far end does.
  const atEnd = offset + rows.length >= total;
  const [probe] = (await list.fetch(atEnd ? 0 : total - 1, 1)).rows;
  const far = probe === undefined ? 0 : idOf(list, probe);
  return atEnd ? far < Math.min(...ids) : far > Math.max(...ids);
}

function isRising(ids: readonly number[]): boolean {
  return ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0));
}

function idOf({ idField }: PagedList, row: Row): number {
  return number(row[idField]) ?? 0;
}

// A row without an id cannot be recognised; rather twice than never.
function isNew(seen: SeenIds, id: number): boolean {
  return id <= 0 || seen.add(id);
}
