import { DAY_SECONDS, HOUR_SECONDS } from '../abb/seconds.js';
import { currentLanguage } from '../texts/catalogue.js';
import { text } from '../texts/texts.js';
import { endOf, FAILURES_TO_ALARM, type Finding } from './line.js';

/** Puts findings into words, in the language of the texts. */
export class Sentences {
  readonly #time: Intl.DateTimeFormat;
  readonly #durations = new Durations();

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
    const age = this.#durations.of(this.now - endOf(lastSuccess));
    if (expectation.slot !== null)
      return text('health.overdueSchedule', { slot: this.#at(expectation.slot), age });
    const allowed = this.#durations.of(expectation.deadline - endOf(lastSuccess));
    if (typicalSeconds === null || expectation.by === 'age')
      return text('health.overdueAge', { age, allowed });
    return text('health.overdueRhythm', { age, allowed, typical: this.#durations.of(typicalSeconds) });
  }

  /** For never, learning and ok: what has come so far, and until when the next is expected. */
  #waiting({ state, expectation, lastSuccess, successes: count }: Finding): string {
    const deadline = expectation.by === 'nothing' ? null : expectation.deadline;
    if (deadline === null) return text('health.neverKnown');
    const time = this.#at(deadline);
    if (state === 'never') return text('health.never', { time });
    if (!lastSuccess) return text('health.learningFirst', { time });
    if (state === 'learning') return text('health.learning', { count, time });
    return text('health.ok', { age: this.#durations.of(this.now - endOf(lastSuccess)), time });
  }

  /** What the state hides, or what explains it. */
  *#besides(finding: Finding): Generator<string> {
    const { state, consecutiveFailures: count, lastSuccess, isOverdue } = finding;
    if (state === 'running' && count >= FAILURES_TO_ALARM) yield text('health.failedBefore', { count });
    if (state === 'failing' || state === 'idle') {
      yield lastSuccess
        ? text('health.lastSuccess', { age: this.#durations.of(this.now - endOf(lastSuccess)) })
        : text('health.noSuccess');
    }
    if (isOverdue && (state === 'running' || state === 'failing')) yield text('health.alsoOverdue');
    if (lastSuccess?.corrected === true) yield text('health.clock');
  }

  #at(seconds: number): string {
    return this.#time.format(seconds * 1000);
  }
}

/** Writes lengths of time, such as `5 days` or `36.5 hours`. */
class Durations {
  readonly #days = unitFormat('day', 1);
  readonly #hours = unitFormat('hour', 1);
  readonly #minutes = unitFormat('minute', 0);

  of(seconds: number): string {
    if (seconds >= 3 * DAY_SECONDS) return this.#days.format(seconds / DAY_SECONDS);
    if (seconds >= 2 * HOUR_SECONDS) return this.#hours.format(seconds / HOUR_SECONDS);
    return this.#minutes.format(seconds / 60);
  }
}

function unitFormat(unit: string, maximumFractionDigits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(currentLanguage(), {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits,
  });
}
