/** One thing that will happen at a moment. */
interface Appointment {
  at: number;
  readonly order: number;
  readonly happen: () => void;
}

function comesBefore(a: Appointment, b: Appointment): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** What will happen, in order of time; things due at the same second happen in the order they were noted. */
export class Agenda {
  readonly #heap: Appointment[] = [];
  #order = 0;

  /** Notes that `happen` is due `at` (seconds since the epoch). */
  note(at: number, happen: () => void): void {
    this.#order += 1;
    this.#heap.push({ at, order: this.#order, happen });
    this.#rise(this.#heap.length - 1);
  }

  /** When the next thing is due; `Infinity` when nothing is. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Infinity;
  }

  /** Takes the next thing off the agenda. */
  take(): (() => void) | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first.happen;
  }

  /** Forgets everything. */
  clear(): void {
    this.#heap.length = 0;
  }

  /** Puts everything off by so many seconds, or brings it forward when they are negative. */
  shift(seconds: number): void {
    for (const appointment of this.#heap) appointment.at += seconds;
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfLater(parent, index)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const a = this.#heap[left];
      const b = this.#heap[right];
      if (a === undefined) return;
      const child = b !== undefined && comesBefore(b, a) ? right : left;
      if (!this.#swapIfLater(index, child)) return;
      index = child;
    }
  }

  #swapIfLater(upper: number, lower: number): boolean {
    const a = this.#heap[upper];
    const b = this.#heap[lower];
    if (a === undefined || b === undefined || !comesBefore(b, a)) return false;
    this.#heap[upper] = b;
    this.#heap[lower] = a;
    return true;
  }
}
