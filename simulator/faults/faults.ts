/** The faults that are ordered right now: one by one, and at random. */
import type { InjectedRefusal } from '../dsm/dispatch.js';
import { pick, seededRandom } from '../random.js';
import { isRefusal, isTransport, matches, momentOf } from './fault.js';
import type { Fault, FaultMatch, FaultSubject, RefusalFault, TransportFault } from './fault.js';

export interface RandomFaults extends FaultMatch {
  /** Share of matching requests that are struck, 0..1. */
  readonly rate: number;
  readonly seed?: number;
  /** What to choose from; default a mix of everything that ends quickly. */
  readonly kinds?: readonly [Fault, ...Fault[]];
}

/** An ordered fault; `hits` tells how often it has struck. */
export interface OrderedFault {
  readonly fault: Fault;
  readonly hits: number;
  /** How often it will still strike. */
  readonly remaining: number;
  cancel(): void;
}

/** The faults of one request. */
export interface RequestFaults {
  readonly transport: (Fault & TransportFault) | undefined;
  /** Kinds of what has struck so far. */
  readonly struck: readonly string[];
  /** The refusal for one call of the request, asked for call by call. */
  refusalFor(subject: FaultSubject): InjectedRefusal | undefined;
}

interface Order {
  readonly fault: Fault;
  skip: number;
  remaining: number;
  hits: number;
}

const quickFaults: readonly [Fault, ...Fault[]] = [
  { kind: 'slow', milliseconds: 50 },
  { kind: 'slow', milliseconds: 50, when: 'after' },
  { kind: 'reset' },
  { kind: 'reset', when: 'after' },
  { kind: 'cut' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503, when: 'after' },
  { kind: 'html' },
  { kind: 'empty' },
  { kind: 'broken_json' },
  { kind: 'content_type', contentType: 'text/html' },
  { kind: 'gzip' },
  { kind: 'session_end' },
  { kind: 'session_end', code: 106 },
  { kind: 'code', code: 117 },
];

export class Faults {
  private orders: Order[] = [];
  private chance: { options: RandomFaults; random: () => number } | undefined;

  /** Orders a fault for the next matching request (or `times` of them). */
  add(fault: Fault): OrderedFault {
    const order: Order = { fault, skip: fault.skip ?? 0, remaining: fault.times ?? 1, hits: 0 };
    this.orders.push(order);
    return {
      fault,
      get hits() {
        return order.hits;
      },
      get remaining() {
        return order.remaining;
      },
      cancel() {
        order.remaining = 0;
      },
    };
  }

  /** From now on strikes a share of the requests, the same ones for the same seed and order of requests. */
  random(options: RandomFaults): void {
    this.chance = { options, random: seededRandom(options.seed ?? 1) };
  }

  /** Forgets every order, also the random ones. */
  clear(): void {
    for (const order of this.orders) order.remaining = 0;
    this.orders = [];
    this.chance = undefined;
  }

  /** The orders that still wait for a request. */
  list(): readonly { readonly fault: Fault; readonly hits: number; readonly remaining: number }[] {
    return this.orders
      .filter(({ remaining }) => remaining > 0)
      .map(({ fault, hits, remaining }) => ({ fault, hits, remaining }));
  }

  /** Decides for one request; `subjects` are its call and the calls inside it. */
  forRequest(subjects: readonly FaultSubject[]): RequestFaults {
    const chosen = this.take(isTransport, subjects) ?? this.draw(subjects);
    const transport = chosen !== undefined && isTransport(chosen) ? chosen : undefined;
    let drawnRefusal = chosen !== undefined && isRefusal(chosen) ? chosen : undefined;
    const struck: string[] = transport === undefined ? [] : [transport.kind];
    const refusalFor = (subject: FaultSubject): InjectedRefusal | undefined => {
      const refusal = this.take(isRefusal, [subject]) ?? drawnRefusal;
      if (refusal === undefined) return undefined;
      if (refusal === drawnRefusal) drawnRefusal = undefined;
      struck.push(refusal.kind);
      return injected(refusal);
    };
    return { transport, struck, refusalFor };
  }

  private take<F extends Fault>(
    isWanted: (fault: Fault) => fault is F,
    subjects: readonly FaultSubject[],
  ): F | undefined {
    for (const order of this.orders) {
      const { fault } = order;
      if (order.remaining <= 0 || !isWanted(fault) || !subjects.some((subject) => matches(fault, subject)))
        continue;
      if (order.skip > 0) {
        order.skip -= 1;
        continue;
      }
      order.remaining -= 1;
      order.hits += 1;
      if (order.remaining <= 0) this.orders = this.orders.filter((other) => other !== order);
      return fault;
    }
    return undefined;
  }

  private draw(subjects: readonly FaultSubject[]): Fault | undefined {
    if (this.chance === undefined) return undefined;
    const { options, random } = this.chance;
    if (!subjects.some((subject) => matches(options, subject)) || random() >= options.rate) return undefined;
    return pick(random, options.kinds ?? quickFaults);
  }
}

function injected(fault: Fault & RefusalFault): InjectedRefusal {
  const when = momentOf(fault);
  return fault.kind === 'code'
    ? { when, code: fault.code, errors: fault.errors, endSession: false }
    : { when, code: fault.code ?? 119, endSession: true };
}
