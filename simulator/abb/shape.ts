/** Everything in which dialects of Active Backup write the same facts differently. Nothing else reads these settings. */
import type { Dialect } from '../dialect.js';
import type { Page } from '../world/paging.js';
import { Random } from '../world/random.js';

const SHUFFLE = new Random(9001);

function shuffled<T>(rows: readonly T[]): T[] {
  const keyed = rows.map((row, index) => ({ row, key: SHUFFLE.fraction(index, rows.length) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ row }) => row);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Which live data a request asks for with its `load_*` flags. */
export interface Loads {
  readonly status: boolean;
  readonly result: boolean;
  readonly devices: boolean;
  readonly versions: boolean;
  readonly versionCount: boolean;
}

export class Shape {
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** How a running backup shows in a row of Task.list. */
  get runningShows(): Dialect['runningShows'] {
    return this.#dialect.runningShows;
  }

  /** Whether also a purge or a deletion that goes on shows as the newest result of its task. */
  get showsOpenJobs(): boolean {
    return this.#dialect.runningShows === 'open_result' && this.#dialect.openResults === 'all_jobs';
  }

  /** Whether the APIs are those of a newer package, with more fields. */
  get isNewer(): boolean {
    return this.#dialect.backupMaxVersion === 2;
  }

  /** Whether `sched_content` has the event fields of DSM 6. */
  get hasOldScheduleFields(): boolean {
    return this.#dialect.authMaxVersion === 6;
  }

  /** Whether jobs that have not ended are left out of lists of results, versions and transfers. */
  get hidesRunning(): boolean {
    return this.#dialect.runningShows === 'status_filter';
  }

  /** The count of all rows beside a page of them. */
  count(rows: number): number | undefined {
    return this.#dialect.logCounts === 'missing' ? undefined : rows;
  }

  /** Whether one result can be asked for by its id. */
  get looksUpResults(): boolean {
    return this.#dialect.resultLookUp === 'known';
  }

  /** Where a page of a long list lies. A shuffled list has pages of newest rows, each in any order. */
  page(offset: number, limit: number): Page {
    return { offset, limit, newestFirst: this.#dialect.listOrder !== 'oldest_first' };
  }

  /** Rows of a page that `page` has put into order. */
  pageRows<T>(rows: readonly T[]): T[] {
    return this.#dialect.listOrder === 'shuffled' ? shuffled(rows) : [...rows];
  }

  /** A whole list that is given oldest first. */
  rows<T>(oldestFirst: readonly T[]): T[] {
    if (this.#dialect.listOrder === 'oldest_first') return [...oldestFirst];
    const newestFirst = [...oldestFirst].reverse();
    return this.#dialect.listOrder === 'shuffled' ? shuffled(newestFirst) : newestFirst;
  }

  /** A list that has its own order, such as tasks by id. */
  listed<T>(rows: readonly T[]): T[] {
    return this.#dialect.listOrder === 'shuffled' ? shuffled(rows) : [...rows];
  }

  /** `progress.percentage`. @param fraction 0..1 */
  percentage(fraction: number): number {
    const percent = Math.floor(fraction * 10_000) / 100;
    return this.#dialect.percentage === 'percent' ? percent : Math.floor(fraction * 10_000) / 10_000;
  }

  /** Which live data Task.list and Device.list send for the flags of a request. */
  loads(flags: Readonly<Record<'status' | 'result' | 'devices' | 'versions', boolean>>): Loads {
    const always = !this.#dialect.loadFlagsMatter;
    return {
      status: always || flags.status,
      result: always || flags.result,
      devices: always || this.isNewer || flags.devices,
      versions: flags.versions,
      versionCount: always || flags.versions,
    };
  }

  /** The finished `data` of a reply: empty lists and the numbers in rows as this dialect writes them. */
  reply(data: unknown): unknown {
    const { emptyList, numbersAsStrings } = this.#dialect;
    if (emptyList === 'array' && !numbersAsStrings) return data;
    return this.#value(data, Array.isArray(data));
  }

  #value(value: unknown, inRow: boolean): unknown {
    if (typeof value === 'number') return inRow && this.#dialect.numbersAsStrings ? String(value) : value;
    if (Array.isArray(value)) return this.#list(value);
    return isRecord(value) ? this.#record(value, inRow) : value;
  }

  #list(list: readonly unknown[]): unknown {
    if (list.length > 0) return list.map((item) => this.#value(item, true));
    if (this.#dialect.emptyList === 'null') return null;
    return this.#dialect.emptyList === 'missing' ? undefined : [];
  }

  #record(record: Readonly<Record<string, unknown>>, inRow: boolean): Record<string, unknown> {
    const shaped: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(record)) {
      const written = this.#value(value, inRow);
      if (written !== undefined) shaped[name] = written;
    }
    return shaped;
  }
}
