import type { Node, NodeStatus } from 'node-red';

/**
 * The status under a node. Each change goes to every open editor, so equal ones are skipped and changes come at
 * most once a second; the last one always gets through.
 */
export class StatusLine {
  #shown = '';
  #wanted: NodeStatus = {};
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly node: Node) {
    this.node.status({});
  }

  /** Something is being asked; shown only when the answer takes a while. */
  busy(text: string): void {
    this.#set({ fill: 'blue', shape: 'ring', text }, BUSY_AFTER_MS);
  }

  /** Work is waited for, which goes on as `text` says. */
  working(text: string): void {
    this.#set({ fill: 'blue', shape: 'ring', text }, 0);
  }

  done(text: string): void {
    this.#set({ fill: 'green', shape: 'dot', text }, 0);
  }

  failed(text: string): void {
    this.#set({ fill: 'red', shape: 'ring', text }, 0);
  }

  /** Clears the status for good. */
  close(): void {
    clearTimeout(this.#timer);
    this.#closed = true;
    this.node.status({});
  }

  #set(status: NodeStatus, delayMs: number): void {
    if (this.#closed) return;
    this.#wanted = status;
    if (this.#timer) return;
    if (delayMs === 0) this.#show();
    else this.#later(delayMs);
  }

  #show(): void {
    const shown = JSON.stringify(this.#wanted);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.node.status(this.#wanted);
    this.#later(INTERVAL_MS);
  }

  #later(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#show();
    }, delayMs);
  }
}

const BUSY_AFTER_MS = 300;
const INTERVAL_MS = 1000;
