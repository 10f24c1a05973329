import type { Row } from '../../abb/fields.js';
import { dsmList, type ListMethod, readPage } from '../../abb/list-operation.js';
import { newestFirst, type Page } from '../../abb/pages.js';
import type { WireParameters } from '../../dsm/method.js';
import { identify, newestTime } from '../compare/stream.js';
import type { StreamPosition } from '../position/position.js';
import type { ListReading, Numbered } from '../snapshot.js';
import { LookUps } from './look-ups.js';
import type { Call, Nas } from './nas.js';

/** A list whose ids rise, and how its rows are read. */
export interface WatchedList<T> extends ListMethod {
  /** The parameters that narrow it. */
  readonly wire: WireParameters;
  /** The parameter by which one row can be asked for; not every list has one. */
  readonly lookUpBy?: string;
  parse(row: Row): Numbered<T> | undefined;
  /** Whether a row is that of a job that goes on. */
  isRunning(item: T): boolean;
}

/** What one watcher needs of a list. */
export interface Need {
  /** How far it has read; undefined when it has not begun. */
  readonly position: StreamPosition | undefined;
  /** Epoch seconds: rows that are older are of no use to a watcher that has not begun, or that has lost its place. */
  readonly since: number;
  /** Rows that it wants to see again. */
  readonly ids: readonly number[];
}

// Most polls find a few new rows at most; where there are more, larger pages follow.
const FIRST_PAGE = 50;
const PAGE = 500;

// In a list that grows at its end the last page begins this far before what was its end.
const OVERLAP = 20;

/**
 * Reads the newest rows of a list, as far back as its watchers need. It learns in which direction DSM lists, so that
 * the usual poll takes one page.
 */
export class ListReader<T> {
  readonly #list: WatchedList<T>;
  readonly #lookUps: LookUps<T>;
  #direction: 'down' | 'up' | undefined;
  #total = 0;
  #top = 0;
  #showsRuns: boolean | undefined;

  constructor(list: WatchedList<T>) {
    this.#list = list;
    this.#lookUps = new LookUps(list);
  }

  /** The page with which to begin. */
  first(): Call {
    const { method, wire } = this.#list;
    return { method, parameters: { ...wire, offset: this.#begin, limit: FIRST_PAGE } };
  }

  /** Reads on from that page. @param data what DSM answered */
  async finish(data: unknown, needs: readonly Need[], nas: Nas): Promise<ListReading<T>> {
    const begin = this.#begin;
    const page = this.#firstPage(data, begin);
    const first = this.#parse(page);
    const isWhole = begin === 0 && page.rows.length >= page.total;
    const rest = { lookedUp: new Map<number, number | null>(), showsRuns: this.#showsRuns };
    const usual: ListReading<T> = { rows: sorted(first), ...rest };
    const suffices = isWhole || (this.#isNewest(first, page, begin) && isEnough(needs, usual, []));
    const reading = suffices ? usual : await this.#walk(needs, rest, nas);
    if (!suffices && begin === 0) this.#learn(first, reading);
    const known = new Set(reading.rows.map(({ id }) => id));
    const missing = needs.flatMap(({ ids }) => ids).filter((id) => !known.has(id));
    const found = isWhole ? [] : await this.#again(new Set(missing), nas);
    this.#top = reading.rows.at(-1)?.id ?? 0;
    this.#total = page.total;
    const all = sorted([...reading.rows, ...found]);
    if (all.some(({ item }) => this.#list.isRunning(item))) this.#showsRuns = true;
    return { ...reading, rows: all, showsRuns: this.#showsRuns };
  }

  /** Reads from the newest row to older ones until every watcher has what it needs. */
  async #walk(
    needs: readonly Need[],
    rest: Omit<ListReading<T>, 'rows'> & { readonly lookedUp: Map<number, number | null> },
    nas: Nas,
  ): Promise<ListReading<T>> {
    let reading: ListReading<T> = { rows: [], ...rest };
    for await (const more of this.#newestFirst(nas)) {
      reading = { rows: sorted([...reading.rows, ...more]), ...rest };
      if (isEnough(needs, reading, more)) break;
      await this.#lookUps.knownRows(needs, { ...reading, lookedUp: rest.lookedUp }, nas);
    }
    return reading;
  }

  /** Rows that watchers know: by their ids or, where DSM does not look rows up, by reading back to the oldest of them. */
  async #again(ids: ReadonlySet<number>, nas: Nas): Promise<readonly Numbered<T>[]> {
    if (ids.size === 0) return [];
    const found = await this.#lookUps.rows([...ids], nas);
    if (this.#lookUps.works()) return found;
    const lowest = Math.min(...ids);
    const again: Numbered<T>[] = [];
    for await (const page of this.#newestFirst(nas)) {
      again.push(...page.filter(({ id }) => ids.has(id)));
      if (again.length >= ids.size || page.some(({ id }) => id < lowest)) break;
    }
    return again;
  }

  /** The rows of the list, newest first, in pages. */
  async *#newestFirst(nas: Nas): AsyncGenerator<Numbered<T>[]> {
    const list = dsmList(nas, this.#list, this.#list.wire);
    const pages = newestFirst(list, { offset: 0, limit: 'all', pageSize: PAGE });
    for await (const page of pages) yield this.#parse(page);
  }

  get #begin(): number {
    return this.#direction === 'up' ? Math.max(0, this.#total - OVERLAP) : 0;
  }

  /** Whether a page is that of the newest rows, going by the direction that was seen before. */
  #isNewest(rowsOfPage: readonly Numbered<T>[], page: Page, begin: number): boolean {
    const highest = rowsOfPage.reduce((high, { id }) => Math.max(high, id), 0);
    if (this.#direction === undefined || highest < this.#top) return false;
    return this.#direction === 'down' || begin + page.rows.length >= page.total;
  }

  /** @param first the rows at the beginning of the list */
  #learn(first: readonly Numbered<T>[], { rows: [...read] }: ListReading<T>): void {
    const ids = new Set(first.map(({ id }) => id));
    // What holds everything has no direction.
    if (read.every(({ id }) => ids.has(id))) return;
    this.#direction = ids.has(read.at(-1)?.id ?? 0) ? 'down' : 'up';
  }

  /** The page with which a look begins. Where DSM does not count, a full page is taken not to be the last. */
  #firstPage(data: unknown, begin: number): Page {
    const page = readPage(this.#list, data);
    const { length } = page.rows;
    return { ...page, total: page.total ?? begin + length + (length < FIRST_PAGE ? 0 : 1) };
  }

  #parse({ rows: found }: Pick<Page, 'rows'>): Numbered<T>[] {
    return found.map((each) => this.#list.parse(each)).filter((numbered) => numbered !== undefined);
  }
}

function sorted<T>(found: readonly Numbered<T>[]): Numbered<T>[] {
  const byId = new Map(found.map((numbered) => [numbered.id, numbered]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

/**
 * Whether everything that the watchers do not know has been read.
 * @param page the last page of a walk towards older rows; empty when there was none
 */
function isEnough<T>(needs: readonly Need[], reading: ListReading<T>, page: readonly Numbered<T>[]): boolean {
  return needs.every(({ position, since }) => {
    if (page.length > 0 && page.every(({ at }) => at < since)) return true;
    if (!position) return since === Infinity;
    const reached = reading.rows.some(({ id }) => id <= position.high);
    const identity = identify(position, reading);
    if (identity === 'same') return reached;
    // In a list that began anew even low ids are new: only what is older than the known rows is not.
    return identity === 'unknown' && reached && reading.rows.some(({ at }) => at <= newestTime(position));
  });
}
