import { isoTime } from '../abb/iso-time.js';
import type { Task } from '../abb/shapes/task.js';
import { text } from '../texts/texts.js';
import { endOf, type Finding } from './line.js';
import type { Run } from './runs.js';
import type { HealthState, Verdict } from './types.js';

/**
 * What is said of a line of backups.
 * @param now epoch seconds
 */
export function verdictOf(finding: Finding, reason: string, { nextRunAt }: Task, now: number): Verdict {
  const { expectation, lastSuccess } = finding;
  const deadline = expectation.by === 'nothing' ? null : expectation.deadline;
  return {
    state: finding.state,
    reason,
    ...successOf(lastSuccess, now),
    allowanceSeconds: deadline === null || !lastSuccess ? null : Math.round(deadline - endOf(lastSuccess)),
    overdue: finding.isOverdue,
    overdueAt: deadline === null ? null : isoTime(deadline),
    typicalIntervalSeconds: finding.typicalSeconds,
    consecutiveFailures: finding.consecutiveFailures,
    nextRunAt,
  };
}

/** What is said of a success. */
export function successOf(
  success: Run | null,
  now: number,
): Pick<Verdict, 'lastSuccessAt' | 'lastSuccessResultId' | 'ageSeconds'> {
  if (!success) return { lastSuccessAt: null, lastSuccessResultId: null, ageSeconds: null };
  return {
    lastSuccessAt: isoTime(endOf(success)),
    lastSuccessResultId: success.resultId,
    ageSeconds: Math.max(0, Math.round(now - endOf(success))),
  };
}

/** A device that no task backs up: it may have been retired. */
function withoutTask(): Verdict {
  return {
    state: 'idle',
    reason: text('health.noTask'),
    lastSuccessAt: null,
    lastSuccessResultId: null,
    ageSeconds: null,
    allowanceSeconds: null,
    overdue: false,
    overdueAt: null,
    typicalIntervalSeconds: null,
    consecutiveFailures: 0,
    nextRunAt: null,
  };
}

/** What is said of the backups of a device by one of its tasks. */
export interface Member {
  readonly task: Task;
  readonly verdict: Verdict;
  /** When it may become overdue although nothing happens until then, epoch seconds. */
  readonly againAt: number | null;
}

/** Puts what is said of a device's tasks together: the one that stands worst speaks, and names itself. */
export function together(members: readonly Member[]): Verdict {
  const [worst, next] = [...members].sort(byUrgency);
  if (!worst) return withoutTask();
  if (!next) return worst.verdict;
  const hidden = worst.verdict.state === 'running' && isAlarm(next.verdict) ? [next] : [];
  return {
    ...worst.verdict,
    reason: [worst, ...hidden].map(inTask).join(' '),
    overdue: members.some(({ verdict }) => verdict.overdue),
    nextRunAt: members.map(({ verdict }) => verdict.nextRunAt).reduce(sooner),
  };
}

// A device with one task at rest is not idle as long as another backs it up.
const URGENCY: readonly HealthState[] = ['running', 'failing', 'never', 'overdue', 'learning', 'ok', 'idle'];

function byUrgency(a: Member, b: Member): number {
  return (
    URGENCY.indexOf(a.verdict.state) - URGENCY.indexOf(b.verdict.state) ||
    (a.verdict.overdueAt ?? '').localeCompare(b.verdict.overdueAt ?? '') ||
    (a.task.id ?? 0) - (b.task.id ?? 0)
  );
}

function isAlarm({ state }: Verdict): boolean {
  return state === 'failing' || state === 'never' || state === 'overdue';
}

function inTask({ task: { name, id }, verdict: { reason } }: Member): string {
  return text('health.inTask', { task: name ?? String(id), reason });
}

function sooner(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
