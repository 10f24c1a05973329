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
 * what has been read is recognised, so that nothing comes twice. What arrives after the first page is left out.
 * @yields the rows of a page, newest first, never more than `pageSize`; at least one page, if only an empty one
 */
export async function* newestFirst(list: PagedList, wanted: Wanted): AsyncGenerator<Page> {
  const { offset, limit, pageSize } = wanted;
  const size = limit === 'all' ? pageSize : Math.min(limit, pageSize);
  const first = await list.fetch(offset, size);
  const seen = new SeenIds();
  const walk = (await runsUpwards(list, first, offset))
    ? upwards(list, first, offset, size, seen)
    : downwards(list, first, offset, size, seen);
  yield* withoutRepeats(list, walk, seen, limit, sortedDown(list));
}

/**
 * Reads rows in DSM's own order, with the same care.
 * @yields no more rows than there were at the first request, so that their number is known from then on
 */
export async function* asListed(
  list: PagedList,
  limit: number | 'all',
  pageSize: number,
): AsyncGenerator<Page> {
  const size = limit === 'all' ? pageSize : Math.min(limit, pageSize);
  const first = await list.fetch(0, size);
  const most = limit === 'all' ? Math.max(first.total, first.rows.length) : limit;
  const seen = new SeenIds();
  yield* withoutRepeats(list, downwards(list, first, 0, size, seen), seen, most, (rows) => rows);
}

type Rows = readonly Row[];

async function* withoutRepeats(
  list: PagedList,
  walk: AsyncGenerator<Page>,
  seen: SeenIds,
  limit: number | 'all',
  arrange: (rows: Rows) => Rows,
): AsyncGenerator<Page> {
  let left = limit === 'all' ? Infinity : limit;
  let isFirst = true;
  for await (const page of walk) {
    const fresh = page.rows.filter((row) => isNew(seen, idOf(list, row)));
    const rows = arrange(fresh).slice(0, left);
    left -= rows.length;
    if (rows.length > 0 || isFirst) yield { ...page, rows };
    isFirst = false;
    if (left <= 0) return;
  }
}

/** Sorts the rows of each page, newest first, and leaves out those that are newer than the first page's. */
function sortedDown(list: PagedList): (rows: Rows) => Rows {
  let newest: number | undefined;
  return (rows) => {
    const sorted = [...rows].sort((a, b) => idOf(list, b) - idOf(list, a));
    const [top] = sorted;
    if (newest === undefined && top && idOf(list, top) > 0) newest = idOf(list, top);
    return sorted.filter((row) => idOf(list, row) <= (newest ?? Infinity));
  };
}

// A NAS that counts rows which it never shows, or shows rows without ids, would keep us asking for ever.
const MOST_IDLE_PAGES = 50;

/** The newest row is at position 0. */
async function* downwards(
  list: PagedList,
  first: Page,
  start: number,
  size: number,
  seen: SeenIds,
): AsyncGenerator<Page> {
  let offset = start;
  let page = first;
  for (let idle = 0; idle < MOST_IDLE_PAGES; page = await list.fetch(offset, size)) {
    if (offset > start && !page.rows.some((row) => isKnown(seen, idOf(list, row)))) {
      // Rows that left shifted the rest towards us, past where this page began: go back until the ends meet.
      offset = Math.max(start, offset - size + 1);
      idle += 1;
      continue;
    }
    idle = page.rows.every((row) => isKnown(seen, idOf(list, row))) ? idle + 1 : 0;
    const end = offset + page.rows.length;
    const isLast = end >= page.total || end - 1 <= offset;
    yield page;
    if (isLast) return;
    offset = end - 1;
  }
}

/** The newest row is at the end. What leaves or arrives here never moves unread rows behind the next page. */
async function* upwards(
  list: PagedList,
  first: Page,
  skip: number,
  wanted: number,
  seen: SeenIds,
): AsyncGenerator<Page> {
  let size = wanted;
  let end = first.total - skip;
  for (let idle = 0; end > 0 && idle < MOST_IDLE_PAGES;) {
    const offset = Math.max(0, end - size);
    const page = await list.fetch(offset, end - offset);
    const given = page.rows.length;
    if (given > 0 && given < Math.min(end, page.total) - offset) {
      // DSM gives no more rows at once: those above, which are newer, would be passed over.
      size = given;
      end = Math.min(end, page.total);
      idle += 1;
      continue;
    }
    idle = page.rows.every((row) => isKnown(seen, idOf(list, row))) ? idle + 1 : 0;
    yield page;
    // One row is read again, so that the pages overlap like those of the other direction.
    end = offset === 0 ? 0 : Math.min(offset + 1, end - 1, page.total);
  }
}

// Fewer rows may look like a direction by chance where DSM gives the rows of a page in no order.
const TELLING_ROWS = 6;

/** Whether the list runs from the oldest row to the newest. A page that holds everything needs no direction. */
async function runsUpwards(list: PagedList, { rows, total }: Page, offset: number): Promise<boolean> {
  if (rows.length === 0 || rows.length >= total) return false;
  const ids = rows.map((row) => idOf(list, row));
  if (ids.length >= TELLING_ROWS && isRising(ids)) return true;
  if (ids.length >= TELLING_ROWS && isRising([...ids].reverse())) return false;
  // Too few or unordered rows to tell: the far end does.
  const atEnd = offset + rows.length >= total;
  const far = await idAtEnd(list, atEnd ? 'first' : total);
  return atEnd ? far < Math.min(...ids) : far > Math.max(...ids);
}

/** The id of the first row, or of the last where there were so many; 0 for none. */
async function idAtEnd(list: PagedList, end: 'first' | number): Promise<number> {
  let count = end === 'first' ? 1 : end;
  let id = 0;
  for (let tries = 0; tries < MOST_PROBES && count > 0; tries++) {
    const { rows, total } = await list.fetch(count - 1, 1);
    const [row] = rows;
    if (row) id = idOf(list, row);
    // The end has moved when rows came or went since they were counted.
    if (end === 'first' || total === count) return id;
    count = total;
  }
  return id;
}

// More than a list will ever grow or shrink between as many requests.
const MOST_PROBES = 15;

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

/** Whether a page with this row can be taken to join on to what has been read. */
function isKnown(seen: SeenIds, id: number): boolean {
  return id <= 0 || seen.has(id);
}
