/** Ids: each comes once; again only when a crash has undone the poll that brought it first. */
import { crashedWithin, type Segment } from './segment.js';

/** The complaints about ids in one segment. */
export function judgeIds({ polls }: Segment): string[] {
  const complaints: string[] = [];
  const bringer = new Map<string, number>();
  polls.forEach((poll, index) => {
    for (const { id, event } of poll.events) {
      const before = bringer.get(id);
      // Progress alone is not worth writing down: a crash undoes what was told of it since something else happened.
      const until = (from: number) => (event === 'backup.progress' ? index : from + 1);
      if (before !== undefined && !crashedWithin(polls, before, until(before)))
        complaints.push(`${id} came with poll ${String(before)} and again with poll ${String(index)}`);
      if (!id.startsWith(`${event}/`)) complaints.push(`the id ${id} is not one of ${event}`);
      bringer.set(id, index);
    }
  });
  return complaints;
}
