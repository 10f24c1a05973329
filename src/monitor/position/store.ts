/** Where a watch remembers how far it has told what happened. */
export interface PositionStore {
  /**
   * What was saved last, or undefined when nothing was.
   * @throws SyntaxError or TypeError when it makes no sense
   * @throws Error of another kind when it cannot be read just now, and is worth another try
   */
  load(): Promise<unknown>;
  save(position: unknown): Promise<void>;
  /** Forgets it for good. */
  remove(): Promise<void>;
  /** Puts what was saved aside, because it makes no sense, so that a person can look at it. */
  setAside?(): Promise<void>;
}

/** A position that lives as long as the process. */
export function memoryPosition(): PositionStore {
  let saved: unknown;
  return {
    load: () => Promise.resolve(saved),
    save(position) {
      saved = structuredClone(position);
      return Promise.resolve();
    },
    remove() {
      saved = undefined;
      return Promise.resolve();
    },
  };
}
