/** What a Node-RED process tells about itself. */
export interface ChildFigures {
  /** What its flows have counted, by name. */
  readonly counts: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  /** Megabytes of objects that are still needed, after a full collection. */
  readonly heap: number;
  /** What keeps the process alive, sorted: sockets, servers, timers. */
  readonly resources: readonly string[];
  /** Listeners of Node-RED's own events, by event. */
  readonly listeners: Readonly<Record<string, number>>;
  /** Listeners of the process's events. */
  readonly processListeners: number;
}

/** What function nodes of a flow find in the global context under `tally`. */
export interface Tally {
  count(name: string): void;
  /** Writes a line to the file that the variable SOAK_JOURNAL names. */
  note(entry: object): void;
  /** A number that is handed out only once. */
  next(): number;
}
