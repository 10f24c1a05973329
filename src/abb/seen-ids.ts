/** Remembers ids in little memory: a million of them side by side take an eighth of a megabyte. */
export class SeenIds {
  readonly #blocks = new Map<number, Uint32Array>();

  has(id: number): boolean {
    const number = Math.floor(id / BLOCK);
    const place = id - number * BLOCK;
    return ((this.#blocks.get(number)?.[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
  }

  /** Whether the id is new; from now on it is not. */
  add(id: number): boolean {
    const number = Math.floor(id / BLOCK);
    let block = this.#blocks.get(number);
    if (!block) {
      block = new Uint32Array(BLOCK / 32);
      this.#blocks.set(number, block);
    }
    const place = id - number * BLOCK;
    const word = block[place >>> 5] ?? 0;
    const bit = 1 << (place & 31);
    block[place >>> 5] = word | bit;
    return (word & bit) === 0;
  }
}

const BLOCK = 4096;
