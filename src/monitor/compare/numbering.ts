import type { EventName } from '../events.js';
import type { Position } from '../position/position.js';

/**
 * Gives ids to events that DSM does not number: the n-th event of an entity since the position was begun. After a
 * crash the position says how many there were, so that the same happening gets the same id again.
 */
export class Numbering {
  readonly #counts: Map<string, number>;

  constructor(private readonly position: Pick<Position, 'birth' | 'counts'>) {
    this.#counts = new Map(Object.entries(position.counts));
  }

  /** @param entity such as `task/7`; its kind is no part of the id, since the event says it */
  idFor(event: EventName, entity: string): string {
    const count = this.#counts.get(entity) ?? 0;
    this.#counts.set(entity, count + 1);
    const name = entity.slice(entity.indexOf('/') + 1);
    return `${event}/${name}/${this.position.birth}-${count}`;
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
