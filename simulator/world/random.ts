/**
 * Numbers that look random and are a pure function of the seed and of what they are for. Nothing here has state:
 * row 700,000 of the history can be asked for first, and the same seed always gives the same world.
 */

function mix(hash: number, value: number): number {
  let part = Math.imul(value, 0xcc9e2d51);
  part = (part << 15) | (part >>> 17);
  part = Math.imul(part, 0x1b873593);
  const mixed = hash ^ part;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function avalanche(hash: number): number {
  let value = hash ^ (hash >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** One named stream of numbers; `fork` gives a stream that has nothing to do with this one. */
export class Random {
  readonly #seed: number;

  /** @param seed any integer */
  constructor(seed: number) {
    this.#seed = seed | 0;
  }

  /** A stream of its own for one purpose. */
  fork(purpose: string): Random {
    let hash = this.#seed;
    for (let index = 0; index < purpose.length; index += 1) hash = mix(hash, purpose.charCodeAt(index));
    return new Random(avalanche(hash));
  }

  /** A number in [0, 1) that belongs to the keys `a` and `b`. */
  fraction(a: number, b = 0): number {
    return avalanche(mix(mix(this.#seed, a), b)) / 4_294_967_296;
  }

  /** An integer between `low` and `high`, both included. */
  integer(low: number, high: number, a: number, b = 0): number {
    return low + Math.floor(this.fraction(a, b) * (high - low + 1));
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]], a: number, b = 0): T {
    return list[Math.floor(this.fraction(a, b) * list.length)] ?? list[0];
  }

  /** `length` hexadecimal digits. */
  hex(length: number, a: number): string {
    let text = '';
    for (let part = 0; text.length < length; part += 1) {
      text += avalanche(mix(mix(this.#seed, a), part + 1000))
        .toString(16)
        .padStart(8, '0');
    }
    return text.slice(0, length);
  }

  /** A text in the form of a UUID. */
  uuid(a: number): string {
    const digits = this.hex(32, a);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      digits.slice(12, 16),
      digits.slice(16, 20),
      digits.slice(20),
    ].join('-');
  }
}
