import { isoTime } from '../../abb/iso-time.js';
import type { Named } from '../../abb/shapes/result.js';
import type { AbbEvent } from '../events.js';

/** An event with what decides whether, and in which place, it is told. */
export interface Happening {
  readonly event: AbbEvent;
  readonly turn: Turn;
  /** Epoch seconds by the NAS; decides among events of the turn `timed`. */
  readonly time: number;
  /** The tasks that it concerns; `all` for what concerns everything. */
  readonly tasks: readonly Named[] | 'all';
}

/** In which order kinds of events go out: what others refer to comes before them, what ends goes last. */
const TURNS = [
  'reachable',
  'tasks',
  'timed',
  'progress',
  'devices',
  'versionsGone',
  'storages',
  'tasksGone',
] as const;

export type Turn = (typeof TURNS)[number];

/** Puts the events of a poll into the order in which they are told. */
export function inOrder(happenings: readonly Happening[]): Happening[] {
  const turn = (happening: Happening) => TURNS.indexOf(happening.turn);
  // Sorting keeps the order of equals, so that what began before it ended stays so within a second.
  return [...happenings].sort((a, b) => turn(a) - turn(b) || a.time - b.time);
}

/** An event with everything that does not apply left out. */
export function eventOf(facts: Pick<AbbEvent, 'id' | 'event' | 'at'> & Partial<AbbEvent>): AbbEvent {
  return { task: null, device: null, result: null, ...facts };
}

/** Epoch seconds of a time as the shapes have it; 0 for none. */
export function seconds(at: string | null): number {
  return at === null ? 0 : Math.floor(Date.parse(at) / 1000);
}

/** A time of our own clock as events have it. @param now milliseconds since the epoch */
export function noticed(now: number): string {
  return isoTime(Math.floor(now / 1000));
}
