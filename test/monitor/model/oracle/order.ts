/** The order of events: of each poll as the specification says, and start before end for each run. */
import type { AbbEvent, EventName } from '../../../../src/monitor/index.js';
import { clockWasSet, type Segment } from './segment.js';

const RANK: Readonly<Partial<Record<EventName, number>>> = {
  'nas.reachable': 0,
  'task.added': 1,
  'task.changed': 1,
  'device.online': 3,
  'device.offline': 3,
  'device.overdue': 3,
  'device.recovered': 3,
  'version.removed': 4,
  'storage.low': 5,
  'task.removed': 6,
  'nas.unreachable': 7,
};

/** Everything that carries the NAS's own time. */
const TIMED = 2;

/** The complaints about the order of events in one segment. */
export function judgeOrder(segment: Segment): string[] {
  return [...judgePolls(segment), ...judgeStarts(segment)];
}

function judgePolls(segment: Segment): string[] {
  const complaints: string[] = [];
  let since = 0;
  segment.polls.forEach((poll, index) => {
    const { events } = poll;
    for (let position = 1; position < events.length; position += 1) {
      const earlier = events[position - 1];
      const later = events[position];
      if (earlier === undefined || later === undefined) continue;
      const turned = clockWasSet(segment, since, poll.end, true);
      if (isWrong(earlier, later, turned))
        complaints.push(
          `poll ${String(index)}: ${later.id} (${later.at}) came after ${earlier.id} (${earlier.at})`,
        );
    }
    if (poll.answer === 'whole') since = segment.account.listsRuns ? poll.begin : 0;
  });
  return complaints;
}

function isWrong(earlier: AbbEvent, later: AbbEvent, turned: boolean): boolean {
  // How far a run has come is noticed, not timed; that it lies between start and end is judged below.
  if (earlier.event === 'backup.progress' || later.event === 'backup.progress') return false;
  const a = RANK[earlier.event] ?? TIMED;
  const b = RANK[later.event] ?? TIMED;
  if (a !== b) return a > b;
  return a === TIMED && !turned && isTimely(earlier) && isTimely(later) && earlier.at > later.at;
}

/**
 * Whether an event has a place in an order of time: a run during which the clock was turned back has none, and the
 * machines of a run stand beside its end.
 */
function isTimely({ id, result }: AbbEvent): boolean {
  return !id.includes('/device/') && (result?.endedAt ?? '~') >= (result?.startedAt ?? '');
}

const ENDS = /^backup\.(succeeded|partial|failed|cancelled|skipped)$/;

function judgeStarts({ polls }: Segment): string[] {
  const complaints: string[] = [];
  const ended = new Set<string>();
  for (const event of polls.flatMap(({ events }) => events)) {
    const run = runOf(event);
    if (run === undefined) continue;
    const first = !ended.has(run);
    if (ENDS.test(event.event)) ended.add(run);
    if (event.event === 'backup.progress' && !first)
      complaints.push(`${event.id} came after the end of its run`);
    if (event.event === 'backup.started' && !first && !isRepeat(polls, event.id))
      complaints.push(`${event.id} came after the end of its run`);
  }
  return complaints;
}

function runOf(event: AbbEvent): string | undefined {
  return /\/result\/([^/]+)/.exec(event.id)?.[1];
}

function isRepeat(polls: Segment['polls'], id: string): boolean {
  return polls.some((poll) => poll.undone && poll.events.some((event) => event.id === id));
}
