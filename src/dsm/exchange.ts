import type { IncomingHttpHeaders } from 'node:http';

import type { Dispatcher } from 'undici';

/** What came back for one request. */
interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body in the parts in which it came, as it was sent; empty unless the status is 200. */
  readonly parts: readonly Buffer[];
}

/**
 * Gathers the answer to one request; to be handed to undici's `dispatch`. Undici's friendlier calls make a stream
 * and an abort signal for every request, which for DSM's usual answers costs as much as parsing them.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Rejected with what undici reports, or with the reason of `abort`. */
  readonly answer: Promise<HttpAnswer>;
  readonly #parts: Buffer[] = [];
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #controller: Dispatcher.DispatchController | undefined;
  #aborted: Error | undefined;
  #resolve!: (answer: HttpAnswer) => void;
  #reject!: (error: Error) => void;

  constructor() {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Gives the request up: it is not sent if it still waits, else its connection is dropped. */
  abort(reason: Error): void {
    this.#aborted ??= reason;
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  /** Whether it has got a connection, so that some of it may have left this machine. */
  get hasBegun(): boolean {
    return this.#controller !== undefined;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(this.#aborted);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#status = status;
    this.#headers = headers;
    if (status >= 200 && status !== 200) this.#turnAway(controller);
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#parts.push(part);
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }

  // Only a 200 is DSM's; what a proxy says otherwise may be of any length and is not waited for.
  #turnAway(controller: Dispatcher.DispatchController): void {
    this.#finish();
    controller.abort(new Error('the answer is not wanted'));
  }

  #finish(): void {
    this.#resolve({ status: this.#status, headers: this.#headers, parts: this.#parts });
  }
}
