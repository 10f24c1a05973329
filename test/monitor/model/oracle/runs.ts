/** Backups and other jobs: each start and each end once, in time, with the right id and content; nothing invented. */
import { RESULT_STATUS } from '../../../../simulator/world/codes.js';
import type { AbbEvent, EventName } from '../../../../src/monitor/index.js';
import type { MachinePart, Poll, Run } from '../account.js';
import {
  clockWasSet,
  firstShown,
  iso,
  keptRecognition,
  newestBefore,
  seen,
  type Segment,
} from './segment.js';

/** An event that there must or may be. */
interface Expected {
  readonly id: string;
  readonly event: EventName;
  readonly at: string;
  readonly run: Run;
  /** The machine, for an event about one of several. */
  readonly part: MachinePart | undefined;
  /** When it can be known: from when, and until when. */
  readonly from: number;
  readonly until: number;
  readonly must: boolean;
}

const END: Readonly<Record<number, EventName>> = {
  [RESULT_STATUS.success]: 'backup.succeeded',
  [RESULT_STATUS.partial]: 'backup.partial',
  [RESULT_STATUS.failed]: 'backup.failed',
  [RESULT_STATUS.cancelled]: 'backup.cancelled',
  [RESULT_STATUS.noBackup]: 'backup.skipped',
};

const WORD: Readonly<Record<number, string>> = {
  [RESULT_STATUS.success]: 'success',
  [RESULT_STATUS.partial]: 'partial_success',
  [RESULT_STATUS.failed]: 'fail',
  [RESULT_STATUS.cancelled]: 'cancel',
  [RESULT_STATUS.noBackup]: 'no_backup',
};

/** The complaints about the events of runs in one segment. */
export function judgeRuns(segment: Segment): string[] {
  const expected = segment.account.runs.flatMap((run) => expectedOf(segment, run));
  const came = new Map<string, { index: number; event: AbbEvent }>();
  segment.polls.forEach((poll, index) => {
    for (const event of poll.events) {
      if (isOfRun(event) && !came.has(event.id)) came.set(event.id, { index, event });
    }
  });
  const complaints = expected.flatMap((one) => judgeOne(segment, one, came.get(one.id)));
  const known = new Set(expected.map(({ id }) => id));
  for (const { index, event } of came.values()) {
    if (!known.has(event.id))
      complaints.push(`poll ${String(index)}: ${event.id} came, but nothing of the kind was to come`);
  }
  return complaints;
}

function isOfRun({ event }: AbbEvent): boolean {
  return event === 'job.finished' || (event.startsWith('backup.') && event !== 'backup.progress');
}

function judgeOne(
  segment: Segment,
  one: Expected,
  came: { index: number; event: AbbEvent } | undefined,
): string[] {
  const due = segment.polls.findIndex(
    (poll, index) => index >= segment.first && seen(poll, one.from, one.until).must,
  );
  if (came === undefined) {
    if (one.part !== undefined && mayLackMachines(segment, one)) return [];
    return one.must && due >= 0 ? [`${one.id} is missing; poll ${String(due)} must have seen it`] : [];
  }
  const poll = segment.polls[came.index];
  const complaints: string[] = [];
  if (poll !== undefined && !seen(poll, one.from, one.until).may)
    complaints.push(`poll ${String(came.index)}: ${one.id} came when it could not be known`);
  if (due >= 0 && came.index > due)
    complaints.push(
      `${one.id} came with poll ${String(came.index)}, but poll ${String(due)} must have seen it`,
    );
  return [...complaints, ...judgeContent(segment, one, came.event)];
}

function judgeContent(segment: Segment, one: Expected, event: AbbEvent): string[] {
  const { run, part } = one;
  const complaints: string[] = [];
  const same = (what: string, is: unknown, should: unknown): void => {
    if (JSON.stringify(is) !== JSON.stringify(should))
      complaints.push(`${one.id}: ${what} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
  };
  same('event', event.event, one.event);
  same('at', event.at, one.at);
  same('task', event.task?.id, run.taskId);
  same('result', event.result?.id, run.resultId);
  const onlyDevice = run.deviceIds.length === 1 ? run.deviceIds[0] : undefined;
  if (run.isBackup) same('device', event.device?.id, part?.deviceId ?? onlyDevice);
  if (part !== undefined) same('outcome', event.outcome, WORD[part.status]);
  if (run.end !== undefined && event.event !== 'backup.started' && run.isBackup && part === undefined) {
    same('outcome', event.result?.outcome, WORD[run.end.status]);
    complaints.push(...judgeMachines(segment, one, event));
  }
  return complaints;
}

/**
 * DSM is asked for the transfers of a span of time, which a clock that was set may hide; and in a doubtful poll that
 * request may be the one that fails.
 */
function mayLackMachines({ account, polls }: Segment, { from, until }: Expected): boolean {
  if (account.jumps.length > 0) return true;
  return polls.some((poll) => poll.answer === 'doubtful' && seen(poll, from, until).may);
}

function judgeMachines(segment: Segment, one: Expected, event: AbbEvent): string[] {
  const { id, run } = one;
  const told = (event.devices ?? []).map(({ id, outcome, transferredBytes, startedAt, endedAt }) => ({
    id,
    outcome,
    transferredBytes,
    startedAt,
    endedAt,
  }));
  if (told.length === 0 && mayLackMachines(segment, one)) return [];
  const should = run.parts.map((part) => ({
    id: part.deviceId,
    outcome: WORD[part.status],
    transferredBytes: part.transferredBytes,
    startedAt: iso(part.startedAt),
    endedAt: iso(part.endedAt),
  }));
  const inOrder = (list: readonly { id: number | null }[]): string =>
    JSON.stringify([...list].sort((a, b) => (a.id ?? 0) - (b.id ?? 0)));
  return inOrder(told) === inOrder(should)
    ? []
    : [`${id}: devices are ${inOrder(told)}, not ${inOrder(should)}`];
}

function expectedOf(segment: Segment, run: Run): Expected[] {
  const key = `result/${String(run.resultId)}@${String(run.startedAt)}`;
  const expected: Expected[] = [];
  const shown = firstShown(segment.account, run);
  const until = run.wipedWhen;
  if (run.isBackup) {
    const must = demand(segment, run, 'start');
    const event = 'backup.started';
    const one = {
      id: `${event}/${key}`,
      event,
      at: iso(run.startedAt),
      run,
      part: undefined,
      from: shown,
      until,
    } as const;
    if (must !== 'never') expected.push({ ...one, must: must === 'must' });
  }
  if (run.end === undefined) return wanted(segment, expected);
  const must = demand(segment, run, 'end');
  if (must === 'never') return wanted(segment, expected);
  const event = run.isBackup ? END[run.end.status] : 'job.finished';
  if (event === undefined) throw new Error(`an end with status ${String(run.end.status)}`);
  const common = { run, from: run.end.when, until };
  expected.push({
    ...common,
    id: `${event}/${key}`,
    event,
    at: iso(run.end.at),
    part: undefined,
    must: must === 'must',
  });
  if (!run.isBackup || run.deviceIds.length < 2 || !tellsMachines(segment)) return wanted(segment, expected);
  for (const part of run.parts) {
    const name = END[part.status];
    if (name === undefined) continue;
    expected.push({
      ...common,
      id: `${name}/${key}/device/${String(part.deviceId)}`,
      event: name,
      at: iso(part.endedAt),
      part,
      must: must === 'must',
    });
  }
  return wanted(segment, expected);
}

/** Who asks for some machines is told of each of them. */
function tellsMachines({ plan }: Segment): boolean {
  return plan.machines === 'each' || plan.deviceIds !== undefined;
}

function wanted(segment: Segment, expected: readonly Expected[]): Expected[] {
  const { plan } = segment;
  return expected.flatMap((one) => {
    const { event, run, part } = one;
    if (plan.events?.includes(event) === false) return [];
    if (plan.taskIds?.includes(run.taskId) === false) return [];
    if (plan.deviceIds === undefined) return [one];
    const only = run.deviceIds.length === 1 ? run.deviceIds[0] : undefined;
    const device = part?.deviceId ?? (run.isBackup ? only : undefined);
    if (device !== undefined) return plan.deviceIds.includes(device) ? [one] : [];
    return standsForMachines(segment, one) ? [{ ...one, must: false }] : [];
  });
}

/** Where it is not known how the machines came out, whoever asks for some of them is told of the run as a whole. */
function standsForMachines(segment: Segment, one: Expected): boolean {
  const { event, run } = one;
  const isEnd = run.isBackup && event !== 'backup.started';
  const concerns = run.deviceIds.some((id) => segment.plan.deviceIds?.includes(id));
  return isEnd && concerns && mayLackMachines(segment, one);
}

type Demand = 'must' | 'may' | 'never';

/** Whether the start or end of a run is to be told, going by when the watch and the run's era began. */
function demand(segment: Segment, run: Run, what: 'start' | 'end'): Demand {
  const first = segment.polls[segment.first];
  if (first === undefined || run.wipedWhen <= first.begin) return 'never';
  if (run.era > first.era) {
    const later = demandInLaterEra(segment, run);
    return later === 'must' && what === 'start' && isUnlisted(segment, run) ? 'may' : later;
  }
  const ended = run.end !== undefined && run.end.when <= first.begin;
  const started = run.startedWhen <= first.begin;
  if (!started) return what === 'start' && mayPassForAnother(segment, run, first) ? 'may' : 'must';
  if (ended) return demandOfPast(segment, run, first);
  if (what === 'end') return 'must';
  // A NAS that does not list runs cannot tell that this one was there at the beginning.
  return segment.account.listsRuns && segment.plan.start === 'stopped' ? 'never' : 'may';
}

/**
 * Whether a run may be taken for the one that its task was at when the watch began, and whose row was wiped: where runs
 * are not listed, and where it is not known yet that they are, nothing tells them apart.
 */
function mayPassForAnother({ account }: Segment, run: Run, { begin }: Poll): boolean {
  const others = account.runs.filter((other) => other.isBackup && other.taskId === run.taskId);
  const ran = others.some(
    ({ startedWhen, end, wipedWhen }) =>
      startedWhen <= begin &&
      (end?.when ?? Infinity) > begin &&
      wipedWhen <= (account.listsRuns ? begin : run.startedWhen),
  );
  const isFirst = !others.some(
    ({ startedWhen, wipedWhen }) =>
      startedWhen > begin && startedWhen < run.startedWhen && wipedWhen === Infinity,
  );
  return ran && isFirst;
}

function demandOfPast({ plan, ahead, account }: Segment, run: Run, first: Poll): Demand {
  if (typeof plan.start !== 'object') return 'never';
  if (ahead !== 0 || account.jumps.length > 0) return 'may';
  const age = first.nasBegin - (run.end?.at ?? 0);
  const span = plan.start.hours * 3600;
  // The clocks may differ by a moment, and either end of the span may be meant.
  if (Math.abs(age - span) <= 5) return 'may';
  return age < span ? 'must' : 'never';
}

/** A NAS that does not list runs cannot tell since when one runs that is met where a new era is. */
function isUnlisted({ account, polls }: Segment, run: Run): boolean {
  if (account.listsRuns) return false;
  return polls.some(
    (poll) => poll.era === run.era && run.startedWhen <= poll.end && (run.end?.when ?? Infinity) > poll.begin,
  );
}

/** After a new installation or NAS: what started after the last poll is told, what was before is not. */
function demandInLaterEra(segment: Segment, run: Run): Demand {
  const era = segment.account.eras[run.era];
  if (era === undefined) return 'never';
  const before = segment.polls.filter((poll) => poll.begin < era.begin);
  // What a crash has undone may not be remembered.
  const last = before.findLast(({ answer, undone }) => answer === 'whole' && !undone);
  const latest = before.findLast(({ answer }) => answer === 'whole' || answer === 'doubtful');
  if (last === undefined || latest === undefined) return 'may';
  const known = segment.polls[keptRecognition(segment, run.era)];
  if (known !== undefined && run.startedWhen > known.end) return 'must';
  if (clockWasSet(segment, last.begin, known?.end ?? Infinity)) return 'may';
  if (run.startedAt < last.nasBegin) return 'never';
  // The clocks of both sides are compared during a poll, and no better than it is long.
  const slack = Math.max(
    ...segment.polls.filter((poll) => poll.era === run.era).map((poll) => poll.nasEnd - poll.nasBegin),
    0,
  );
  const newest = newestBefore(segment.account, run.era);
  return run.startedAt > Math.max(latest.nasEnd + slack, newest) ? 'must' : 'may';
}
