/** What has a state (tasks, devices, versions, log rows): each change between two polls once, and nothing else. */
import type { AbbEvent, EventName } from '../../../../src/monitor/index.js';
import type { Photo, Poll } from '../account.js';
import { clockWasSet, eraOf, keptRecognition, recognition, type Segment } from './segment.js';

/** One kind of thing that a poll sees as it is at that moment. */
interface Kind {
  readonly name: string;
  readonly events: readonly EventName[];
  /** Its state in a photo, by what the thing is called in events; undefined where there is none. */
  stateOf(photo: Photo, key: string): string | undefined;
  keysOf(photo: Photo): Iterable<string>;
  /** What the thing of an event is called. */
  keyOf(event: AbbEvent): string;
  /** The event of a change of state, if it gives one. */
  change(from: string | undefined, to: string | undefined, key: string): EventName | undefined;
}

const TASKS: Kind = {
  name: 'task',
  events: ['task.added', 'task.changed', 'task.removed'],
  stateOf: (photo, key) => photo.tasks.get(Number(key)),
  keysOf: (photo) => [...photo.tasks.keys()].map(String),
  keyOf: (event) => String(event.task?.id),
  change: (from, to) => {
    if (from === undefined) return 'task.added';
    return to === undefined ? 'task.removed' : 'task.changed';
  },
};

const DEVICES: Kind = {
  name: 'device',
  events: ['device.online', 'device.offline'],
  stateOf: (photo, key) => photo.online.get(Number(key))?.toString(),
  keysOf: (photo) => [...photo.online.keys()].map(String),
  keyOf: (event) => String(event.device?.id),
  // A device that is new has not changed.
  change: (from, to) => {
    if (from === undefined || to === undefined) return undefined;
    return to === 'true' ? 'device.online' : 'device.offline';
  },
};

const VERSIONS: Kind = {
  name: 'version',
  events: ['version.added', 'version.removed'],
  stateOf: (photo, key) => photo.versions.get(key)?.endedAt.toString(),
  keysOf: (photo) => photo.versions.keys(),
  // What is gone has no more than its id.
  keyOf: ({ id }) => id.slice(id.indexOf('/') + 1),
  change: (_from, to) => (to === undefined ? 'version.removed' : 'version.added'),
};

const LOGS: Kind = {
  name: 'log',
  events: ['log.error', 'log.warning'],
  stateOf: (photo, key) => photo.logs.get(key)?.level,
  keysOf: (photo) => photo.logs.keys(),
  keyOf: ({ log, at }) => `${String(log?.id)}@${String(Date.parse(at) / 1000)}`,
  change: (_from, to) => {
    if (to === undefined) return undefined;
    return to === 'error' ? 'log.error' : 'log.warning';
  },
};

const LOG_LEVELS = ['error', 'warning'] as const;

/** The complaints about everything that has a state in one segment. */
export function judgeStates(segment: Segment): string[] {
  const { taskIds, deviceIds } = segment.plan;
  // Which of these events pass a filter is for the tests of the filters; here it would double every rule.
  if (taskIds !== undefined || deviceIds !== undefined) return [];
  return [TASKS, DEVICES, VERSIONS, LOGS].flatMap((kind) => judgeKind(segment, kind));
}

function judgeKind(segment: Segment, kind: Kind): string[] {
  const keys = new Set<string>();
  for (const poll of segment.polls) {
    for (const photo of poll.photos) for (const key of kind.keysOf(photo)) keys.add(key);
    for (const event of poll.events) if (kind.events.includes(event.event)) keys.add(kind.keyOf(event));
  }
  return [...keys].flatMap((key) => judgeThing(segment, kind, key));
}

type States = ReadonlySet<string | undefined>;

/** Follows every state that a client may have seen last; where none is left that explains the events, it complains. */
function judgeThing(segment: Segment, kind: Kind, key: string): string[] {
  let states: States | undefined;
  let before: States | undefined;
  let life = -1;
  let previous: Poll | undefined;
  for (const [index, poll] of segment.polls.entries()) {
    if (poll.life !== life && previous?.undone === true) states = before;
    life = poll.life;
    previous = poll;
    const came = poll.events.filter(
      (event) => kind.events.includes(event.event) && kind.keyOf(event) === key,
    );
    const next =
      index < segment.first || states === undefined
        ? begin(segment, kind, key, index)
        : follow(segment, kind, key, index, states);
    before = states;
    const names = came.map(({ event }) => event);
    const left = next.filter((path) => path.events.join() === names.join());
    if (left.length === 0) return [complaint(kind, key, index, names, next)];
    states = index < segment.first ? undefined : new Set(left.map(({ state }) => state));
  }
  return [];
}

/** A state that a poll may have ended with, and the events that it then must have given. */
interface Path {
  readonly state: string | undefined;
  readonly events: readonly EventName[];
}

function begin(segment: Segment, kind: Kind, key: string, index: number): Path[] {
  const poll = segment.polls[index];
  if (index < segment.first || poll === undefined) return [{ state: undefined, events: [] }];
  const plain = poll.photos.map((photo): Path => ({ state: kind.stateOf(photo, key), events: [] }));
  // A watch that looks back may also tell what the log and the versions say of that time.
  if (typeof segment.plan.start !== 'object') return plain;
  return [...plain, ...plain.flatMap(({ state }) => told(segment, kind, undefined, state, key))];
}

function follow(segment: Segment, kind: Kind, key: string, index: number, states: States): Path[] {
  const poll = segment.polls[index];
  const stays = [...states].map((state): Path => ({ state, events: [] }));
  if (poll === undefined || poll.answer === 'network' || poll.answer === 'other') return stays;
  const seenNow = poll.photos.map((photo) => kind.stateOf(photo, key));
  const changes = [...states].flatMap((from) => seenNow.flatMap((to) => told(segment, kind, from, to, key)));
  const fresh = seenNow.map((state): Path => ({ state, events: [] }));
  const compared = baseline(segment, index);
  const paths = compared === 'old' ? changes : [];
  if (compared === 'unclear') paths.push(...changes, ...fresh);
  if (compared === 'new') {
    paths.push(...fresh);
    // What came into being since the last poll may be told, as the runs are that it belongs to.
    if (kind === VERSIONS || kind === LOGS)
      paths.push(...seenNow.flatMap((to) => told(segment, kind, undefined, to, key)));
    if (kind === LOGS && isAfterLastPoll(segment, index, key))
      paths.push(...LOG_LEVELS.flatMap((to) => told(segment, kind, undefined, to, key)));
  }
  const maySlip = poll.answer === 'doubtful' || (kind === VERSIONS && mayHideRemoval(segment, key));
  return maySlip ? [...paths, ...stays] : paths;
}

/**
 * Whether a removal of this version may be noticed late, when its task is looked at in its turn: the job that removed
 * it was wiped from the history before anybody could see it.
 */
function mayHideRemoval({ account }: Segment, key: string): boolean {
  const taskId = Number(key.slice(0, key.indexOf('/')));
  return account.runs.some(
    (run) => !run.isBackup && run.taskId === taskId && run.end === undefined && run.wipedWhen < Infinity,
  );
}

/**
 * Whether a log row of the past of another NAS may lie after the last poll. Photos show only what was logged since that
 * NAS is there.
 */
function isAfterLastPoll(segment: Segment, index: number, key: string): boolean {
  const beginning = segment.polls[segment.first]?.begin ?? 0;
  if (clockWasSet(segment, beginning, segment.polls[index]?.end ?? 0, true)) return true;
  const last = segment.polls.slice(0, index).findLast(({ answer }) => answer === 'whole');
  return Number(key.slice(key.indexOf('@') + 1)) >= (last?.nasBegin ?? 0);
}

function told(
  { plan }: Segment,
  kind: Kind,
  from: string | undefined,
  to: string | undefined,
  key: string,
): Path[] {
  if (from === to) return [{ state: to, events: [] }];
  const event = kind.change(from, to, key);
  const wanted = event !== undefined && plan.events?.includes(event) !== false;
  return [{ state: to, events: wanted ? [event] : [] }];
}

/**
 * What a poll compares with: what was seen before (`old`), nothing (`new`: another NAS, so a fresh beginning), or
 * either of them (`unclear`: nobody can tell a package that was installed again from a wiped history at once).
 */
function baseline(segment: Segment, index: number): 'old' | 'new' | 'unclear' {
  const { polls } = segment;
  const poll = polls[index];
  const beginning = polls[segment.first];
  if (poll === undefined || beginning === undefined || poll.era === beginning.era) return 'old';
  const known = recognition(segment, poll.era);
  const kept = keptRecognition(segment, poll.era);
  if (known >= 0 && index > known) return kept >= 0 && index > kept ? 'old' : 'unclear';
  if (eraOf(segment, poll).why === 'reinstalled') return 'unclear';
  // A doubtful poll may have begun afresh already.
  const isFirst = !polls.slice(0, index).some(({ era, answer }) => era === poll.era && answer === 'doubtful');
  return isFirst ? 'new' : 'unclear';
}

function complaint(
  kind: Kind,
  key: string,
  index: number,
  came: readonly EventName[],
  paths: readonly Path[],
): string {
  const allowed = [...new Set(paths.map(({ events }) => `[${events.join()}]`))].join(' or ');
  return `poll ${String(index)}: ${kind.name} ${key} gave [${came.join()}], not ${allowed}`;
}
