/** `nas.unreachable` after two polls in a row without an answer, `nas.reachable` with the next answer; in turns. */
import type { Poll } from '../account.js';
import type { Segment } from './segment.js';

/** How a watch may stand: whether it has said that the NAS is gone, and how many polls have failed since it answered. */
type Stand = `${'said' | 'quiet'} ${0 | 1 | 2}`;

interface Path {
  readonly stand: Stand;
  readonly events: readonly string[];
}

/** The complaints about the reachability of the NAS in one segment. */
export function judgeReachability(segment: Segment): string[] {
  const wants = (name: string): boolean => segment.plan.events?.some((event) => event === name) !== false;
  // One without the other is for the tests of the filters.
  if (!wants('nas.unreachable') || !wants('nas.reachable')) return [];
  let stands = new Set<Stand>(['quiet 0']);
  let before = stands;
  let previous: Poll | undefined;
  for (const [index, poll] of segment.polls.entries()) {
    if (previous !== undefined && previous.life !== poll.life)
      stands = restarted(stands, before, previous.undone);
    previous = poll;
    before = stands;
    const came = poll.events.filter(({ event }) => event.startsWith('nas.')).map(({ event }) => event);
    const paths = [...stands].flatMap((stand) => after(stand, poll));
    const left = paths.filter(({ events }) => events.join() === came.join());
    if (left.length === 0) {
      const allowed = [...new Set(paths.map(({ events }) => `[${events.join()}]`))].join(' or ');
      return [`poll ${String(index)}: reachability gave [${came.join()}], not ${allowed}`];
    }
    stands = new Set(left.map(({ stand }) => stand));
  }
  return [];
}

/** A restart may forget how many polls have failed, not what was said; a crash may forget the last poll. */
function restarted(stands: ReadonlySet<Stand>, before: ReadonlySet<Stand>, undone: boolean): Set<Stand> {
  const all = undone ? [...stands, ...before] : [...stands];
  return new Set(all.flatMap((stand): Stand[] => [stand, stand.startsWith('said') ? 'said 0' : 'quiet 0']));
}

function after(stand: Stand, poll: Poll): Path[] {
  const said = stand.startsWith('said');
  const answered: Path = { stand: 'quiet 0', events: said ? ['nas.reachable'] : [] };
  switch (poll.answer) {
    case 'whole':
      return [answered];
    case 'network':
      return [failed(stand)];
    // What answers with an error of its own may count as an answer, as none, or as neither.
    case 'other':
    case 'doubtful':
      return [
        answered,
        failed(stand),
        { stand, events: [] },
        { stand: said ? 'said 0' : 'quiet 0', events: [] },
      ];
  }
}

function failed(stand: Stand): Path {
  if (stand.startsWith('said')) return { stand, events: [] };
  return stand === 'quiet 0'
    ? { stand: 'quiet 1', events: [] }
    : { stand: 'said 2', events: ['nas.unreachable'] };
}
