import { row, rows } from '../../abb/fields.js';
import { identify } from '../compare/stream.js';
import type { ListReading, Numbered } from '../snapshot.js';
import type { Need, WatchedList } from './list-reader.js';
import { type Call, dataOf, type Nas } from './nas.js';

// As many as show that a list is another one; some may have been purged.
const TELLING = 3;

const AT_ONCE = 50;

/** Looks up single rows by their ids, where the list can be asked for them. */
export class LookUps<T> {
  readonly #list: WatchedList<T>;
  #ignored = false;

  constructor(list: WatchedList<T>) {
    this.#list = list;
  }

  /** Whether rows can be had in this way. */
  works(): boolean {
    return this.#list.lookUpBy !== undefined && !this.#ignored;
  }

  /** Looks for rows that watchers know, where nothing that has been read says whether this is still their list. */
  async knownRows(
    needs: readonly Need[],
    reading: ListReading<T> & { readonly lookedUp: Map<number, number | null> },
    nas: Nas,
  ): Promise<void> {
    if (!this.works() || reading.lookedUp.size > 0) return;
    const positions = needs.flatMap(({ position }) => (position ? [position] : []));
    const lost = positions.filter((position) => identify(position, reading) === 'unknown');
    const ids = new Set(lost.flatMap(({ recent }) => recent.slice(0, TELLING).map(([id]) => id)));
    const found = await this.rows([...ids], nas);
    if (!this.works()) return;
    for (const id of ids) reading.lookedUp.set(id, found.find((each) => each.id === id)?.at ?? null);
  }

  /** The rows with these ids, as far as they exist. */
  async rows(ids: readonly number[], nas: Nas): Promise<Numbered<T>[]> {
    const found: Numbered<T>[] = [];
    for (let begin = 0; this.works() && begin < ids.length; begin += AT_ONCE) {
      const some = ids.slice(begin, begin + AT_ONCE);
      const answers = await nas.callAll(some.map((id) => this.#call(id)));
      for (const [index, answer] of answers.entries()) found.push(...this.#read(dataOf(answer), some[index]));
    }
    return found;
  }

  #call(id: number): Call {
    const { method, wire, lookUpBy = '' } = this.#list;
    return { method, parameters: { ...wire, [lookUpBy]: id, offset: 0, limit: 2 } };
  }

  #read(data: unknown, id: number | undefined): Numbered<T>[] {
    const found = rows(row(data)[this.#list.rowsIn]).map((each) => this.#list.parse(each));
    const asked = found.filter((numbered) => numbered?.id === id);
    // A DSM that does not know the parameter answers with whatever rows come first.
    if (found.length > asked.length) this.#ignored = true;
    return asked.filter((numbered) => numbered !== undefined);
  }
}
