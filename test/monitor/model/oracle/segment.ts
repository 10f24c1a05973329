/** What the judges share: a stretch of polls that go on from one another, and small questions about it. */
import type { Account, Era, Poll, Run } from '../account.js';
import type { WatcherPlan } from '../history.js';

/** The polls of one watcher from a beginning on. One that starts `now` begins again with each restart. */
export interface Segment {
  readonly account: Account;
  readonly plan: WatcherPlan;
  /** Seconds by which the watching computer's clock is ahead of the NAS's. */
  readonly ahead: number;
  readonly polls: readonly Poll[];
  /** Position of the first poll that saw everything: what it saw is what the watch begins with. */
  readonly first: number;
}

/** The stretches of one watcher's polls; those that never saw anything are left out. */
export function segmentsOf(
  account: Account,
  plan: WatcherPlan,
  ahead: number,
  polls: readonly Poll[],
): Segment[] {
  const lives =
    plan.start === 'stopped'
      ? [polls]
      : [...new Set(polls.map(({ life }) => life))].map((life) => polls.filter((poll) => poll.life === life));
  return lives.map((own) => ({
    account,
    plan,
    ahead,
    polls: own,
    first: own.findIndex(({ answer }) => answer === 'whole'),
  }));
}

/** Whether something that was so from `from` until `until` may have been seen by a poll, and whether it must have been. */
export function seen(poll: Poll, from: number, until: number): { may: boolean; must: boolean } {
  const answered = poll.answer === 'whole' || poll.answer === 'doubtful';
  const may = answered && from <= poll.end && poll.begin < until;
  return { may, must: poll.answer === 'whole' && from <= poll.begin && poll.begin < until };
}

/** Whether a crash has undone one of these polls. @param until the position after the last of them */
export function crashedWithin(polls: readonly Poll[], from: number, until: number): boolean {
  return polls.slice(from, until).some(({ undone }) => undone);
}

/** The era that a poll fell into. */
export function eraOf({ account }: Segment, poll: Poll): Era {
  const era = account.eras[poll.era];
  if (era === undefined) throw new Error('a poll of no era');
  return era;
}

/** ISO 8601 as events carry it. @param at epoch seconds */
export function iso(at: number): string {
  return new Date(at * 1000).toISOString();
}

/** Whether the clock of the NAS was set between two moments. */
export function clockWasSet({ account }: Segment, from: number, until: number, backOnly = false): boolean {
  return account.jumps.some(
    ({ when, seconds }) => from <= when && when <= until && (!backOnly || seconds < 0),
  );
}

/**
 * The position of the poll by which a client must have recognised an era, or -1. Another NAS shows at once. A package
 * that was installed again looks like one with a wiped history until it lists a run; and it goes on looking like that
 * when its ids are higher than those that the client had seen.
 */
export function recognition(segment: Segment, era: number): number {
  const known = recognitions.get(segment) ?? new Map<number, number>();
  recognitions.set(segment, known);
  const found = known.get(era) ?? recognise(segment, era);
  known.set(era, found);
  return found;
}

/** The same without what a crash has undone: the next poll that is answered recognises it once more. */
export function keptRecognition(segment: Segment, era: number): number {
  const first = recognition(segment, era);
  return segment.polls.findIndex(
    ({ answer, undone }, index) => first >= 0 && index >= first && answer === 'whole' && !undone,
  );
}

const recognitions = new WeakMap<Segment, Map<number, number>>();

function recognise(segment: Segment, era: number): number {
  const { account, polls } = segment;
  if (account.eras[era]?.why === 'replaced')
    return polls.findIndex((poll) => poll.era === era && poll.answer === 'whole');
  const mustShow = (poll: Poll, run: Run): boolean =>
    seen(poll, firstShown(account, run), run.wipedWhen).must;
  const base = account.eras.findLastIndex(
    ({ why }, index) =>
      index < era &&
      why === 'replaced' &&
      // It may have been installed again before anybody looked.
      polls.some((poll) => poll.answer === 'whole' && poll.era >= index && poll.era < era),
  );
  const earlier = account.runs.filter(
    // What a crash has undone is not remembered.
    (run) => run.era < era && run.era >= base && polls.some((poll) => !poll.undone && mustShow(poll, run)),
  );
  const highest = earlier.reduce((high, { resultId }) => Math.max(high, resultId), 0);
  const newest = newestBefore(account, era);
  const telling = account.runs.filter(
    (run) => run.era === era && run.resultId <= highest && run.startedAt > newest,
  );
  return polls.findIndex((poll) => poll.era === era && telling.some((run) => mustShow(poll, run)));
}

/**
 * When the newest run of earlier eras started, by the clock of the NAS. After that clock was set back, what is new looks
 * older than that.
 */
export function newestBefore({ runs }: Account, era: number): number {
  return runs.reduce((newest, run) => (run.era < era ? Math.max(newest, run.startedAt) : newest), 0);
}

/** When the row of a run is listed at first. */
export function firstShown({ listsRuns }: Account, run: Run): number {
  return listsRuns ? run.startedWhen : (run.end?.when ?? Infinity);
}
