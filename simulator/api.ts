/**
 * What the two halves of the simulator agree on: the DSM half (`dsm/`, `server/`) receives requests, checks
 * sessions and speaks HTTP; the ABB half (`abb/`, `world/`) answers methods from a living world.
 */
import type { Dialect } from './dialect.js';

/** A clock that can run faster than real time and that a test can move. All values are milliseconds. */
export interface Clock {
  /** The simulated time, milliseconds since the epoch. */
  now(): number;
  /** Moves the simulated time forward by `milliseconds`; to turn it back, use `World.jumpClock`. */
  advance(milliseconds: number): void;
  /** How many simulated seconds pass in one real second; 0 stands still. */
  speed: number;
}

/** The parameters of one call after decoding: JSON text and bare text have both become values. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Who calls, and under which rules the reply is shaped. */
export interface CallContext {
  readonly account: string;
  readonly dialect: Dialect;
  readonly now: number;
}

/** One method of a DSM API as the simulator offers it. */
export interface MethodDeclaration {
  /** Parameters without which DSM answers 120 `{ name, reason: "required" }`, in the order in which it checks them. */
  readonly required?: readonly string[];
  /** Which right the account needs; without it DSM answers 105. */
  readonly right: 'none' | 'session' | 'backup';
  /** Answers the `data` part of the reply, or throws a `DsmRefusal`. `undefined` gives `{"success":true}` alone. */
  run(parameters: Parameters, context: CallContext): unknown;
}

/** One API as discovery lists it. */
export interface ApiDeclaration {
  readonly path: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly requestFormat?: 'JSON';
  readonly methods: Readonly<Record<string, MethodDeclaration>>;
}

/** A reply `{"success":false,"error":{"code","errors"}}`; thrown by a method, sent with HTTP 200. */
export class DsmRefusal extends Error {
  constructor(
    readonly code: number,
    readonly errors?: unknown,
  ) {
    super(`DSM code ${String(code)}`);
  }
}
