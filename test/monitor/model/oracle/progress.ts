/** Progress: only while its run runs, rising, and never of a run that does not exist. */
import type { AbbEvent } from '../../../../src/monitor/index.js';
import type { Poll, Run } from '../account.js';
import { crashedWithin, seen, type Segment } from './segment.js';

/** The complaints about progress in one segment. */
export function judgeProgress(segment: Segment): string[] {
  const { account, polls } = segment;
  const complaints: string[] = [];
  const highest = new Map<string, number>();
  polls.forEach((poll, index) => {
    for (const event of poll.events) {
      if (event.event !== 'backup.progress') continue;
      const [, key = '', percent = ''] = /^backup\.progress\/result\/([^/]+)\/(\d+)$/.exec(event.id) ?? [];
      const run = account.runs.find(
        (one) => `${String(one.resultId)}@${String(one.startedAt)}` === key && one.era === poll.era,
      );
      if (run === undefined || !ranDuring(poll, run))
        complaints.push(`poll ${String(index)}: ${event.id} without such a run`);
      const before = highest.get(key) ?? -1;
      if (Number(percent) <= before && !isRepeat(polls, event, index))
        complaints.push(`poll ${String(index)}: ${event.id} after ${String(before)} per cent`);
      if (Number(percent) > 100) complaints.push(`${event.id} is more than everything`);
      highest.set(key, Math.max(before, Number(percent)));
    }
  });
  return complaints;
}

function ranDuring(poll: Poll, run: Run): boolean {
  return seen(poll, run.startedWhen, Math.min(run.wipedWhen, run.end?.when ?? Infinity)).may;
}

function isRepeat(polls: readonly Poll[], event: AbbEvent, index: number): boolean {
  const before = polls
    .slice(0, index)
    .findLastIndex(({ events }) => events.some(({ id }) => id === event.id));
  return before >= 0 && crashedWithin(polls, before, index);
}
