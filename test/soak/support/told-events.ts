import { existsSync, readFileSync } from 'node:fs';

import type { JobEnd } from './soak-nas.js';

/** An event as the flow has noted it. */
export interface ToldEvent {
  readonly node: string;
  readonly id: string;
  readonly event: string;
  readonly resultId: number | null;
  /** Which run of Node-RED it was in. */
  readonly life: string;
}

/** The events in the file of a soak, in the order in which they were noted. */
export function readEvents(file: string): ToldEvent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ToldEvent);
}

/** Which ends of jobs a watch has not told of. */
export function lostEnds(node: string, events: readonly ToldEvent[], ends: readonly JobEnd[]): JobEnd[] {
  const told = new Set(
    events
      .filter((event) => event.node === node && END.test(event.event))
      .map(({ event, resultId }) => keyOf(event !== 'job.finished', resultId)),
  );
  return ends.filter(({ isBackup, resultId }) => !told.has(keyOf(isBackup, resultId)));
}

const END = /^(job\.finished|backup\.(succeeded|partial|failed|cancelled|skipped))$/;

function keyOf(isBackup: boolean, resultId: number | null): string {
  return `${isBackup ? 'backup' : 'job'} ${resultId ?? 'unknown'}`;
}

/** Events that came more than once: after a kill, and without that excuse. */
export function repeats(
  events: readonly ToldEvent[],
  killed: ReadonlySet<string>,
): { readonly afterKill: number; readonly otherwise: readonly ToldEvent[] } {
  const lives = new Map<string, string>();
  let afterKill = 0;
  const otherwise: ToldEvent[] = [];
  for (const event of events) {
    const key = `${event.node} ${event.id}`;
    const before = lives.get(key);
    lives.set(key, event.life);
    if (before === undefined) continue;
    if (before !== event.life && killed.has(before)) afterKill += 1;
    else otherwise.push(event);
  }
  return { afterKill, otherwise };
}
