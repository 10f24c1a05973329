import { currentLanguage } from '../texts/catalogue.js';
import { text } from '../texts/texts.js';
import { DAY_SECONDS } from './calendar.js';
import { endOf, FAILURES_TO_ALARM, type Finding } from './line.js';

/** Puts findings into words, in the language of the texts. */
export class Sentences {
  readonly #time: Intl.DateTimeFormat;

  /**
   * @param timeZone of the times in the sentences
   * @param now epoch seconds
   * @param historyFrom how far back the history reaches, epoch seconds
   */
  constructor(
    timeZone: string,
    private readonly now: number,
    private readonly historyFrom: number | null,
  ) {
    this.#time = new Intl.DateTimeFormat(currentLanguage(), {
      timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    });
  }

  /** Why a line stands as it does. */
  of(finding: Finding): string {
    return [this.#main(finding), ...this.#besides(finding)].join(' ');
  }

  #main(finding: Finding): string {
    const { state, expectation, consecutiveFailures: count, runningSince } = finding;
    switch (state) {
      case 'running':
        return runningSince === null
          ? text('health.running')
          : text('health.runningSince', { time: this.#at(runningSince) });
      case 'failing':
        return text('health.failing', { count });
      case 'idle':
        return text(
          expectation.by === 'nothing' && expectation.why === 'paused'
            ? 'health.paused'
            : 'health.unscheduled',
        );
      case 'overdue':
        return this.#overdue(finding);
      case 'never':
      case 'learning':
      case 'ok':
        return this.#waiting(finding);
    }
  }

  #overdue({ expectation, lastSuccess, typicalSeconds, isBeyondHistory }: Finding): string {
    if (isBeyondHistory || !lastSuccess || expectation.by === 'nothing' || expectation.deadline === null) {
      const days = Math.round((this.now - (this.historyFrom ?? this.now)) / DAY_SECONDS);
      return text('health.beyondHistory', { days });
    }
    const age = duration(this.now - endOf(lastSuccess));
    if (expectation.slot !== null)
      return text('health.overdueSchedule', { slot: this.#at(expectation.slot), age });
    const allowed = duration(expectation.deadline - endOf(lastSuccess));
    if (typicalSeconds === null || expectation.by === 'age')
      return text('health.overdueAge', { age, allowed });
    return text('health.overdueRhythm', { age, allowed, typical: duration(typicalSeconds) });
  }

  /** For never, learning and ok: what has come so far, and until when the next is expected. */
  #waiting({ state, expectation, lastSuccess, successes: count }: Finding): string {
    const deadline = expectation.by === 'nothing' ? null : expectation.deadline;
    if (deadline === null) return text('health.neverKnown');
    const time = this.#at(deadline);
    if (state === 'never') return text('health.never', { time });
    if (!lastSuccess) return text('health.learningFirst', { time });
    if (state === 'learning') return text('health.learning', { count, time });
    return text('health.ok', { age: duration(this.now - endOf(lastSuccess)), time });
  }

  /** What the state hides, or what explains it. */
  *#besides(finding: Finding): Generator<string> {
    const { state, consecutiveFailures: count, lastSuccess, isOverdue } = finding;
    if (state === 'running' && count >= FAILURES_TO_ALARM) yield text('health.failedBefore', { count });
    if (state === 'failing' || state === 'idle') {
      yield lastSuccess
        ? text('health.lastSuccess', { age: duration(this.now - endOf(lastSuccess)) })
        : text('health.noSuccess');
    }
    if (isOverdue && (state === 'running' || state === 'failing')) yield text('health.alsoOverdue');
    if (lastSuccess?.corrected === true) yield text('health.clock');
  }

  #at(seconds: number): string {
    return this.#time.format(seconds * 1000);
  }
}

/** A length of time in words, such as `5 days` or `36.5 hours`. */
export function duration(seconds: number): string {
  const unit = UNITS.find(({ from }) => seconds >= from) ?? MINUTES;
  return new Intl.NumberFormat(currentLanguage(), {
    style: 'unit',
    unit: unit.name,
    unitDisplay: 'long',
    maximumFractionDigits: unit.digits,
  }).format(seconds / unit.seconds);
}

const MINUTES = { name: 'minute', seconds: 60, from: 0, digits: 0 };
const UNITS = [
  { name: 'day', seconds: DAY_SECONDS, from: 3 * DAY_SECONDS, digits: 1 },
  { name: 'hour', seconds: 3600, from: 2 * 3600, digits: 1 },
  MINUTES,
];
