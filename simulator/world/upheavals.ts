/** What seldom happens to a NAS and confuses whoever follows it: a wiped history, a new installation, a clock set. */
import { History } from './history.js';
import { Logs } from './logs.js';
import type { Planner } from './planner.js';
import type { Removals } from './removals.js';
import { Results } from './results.js';
import type { Runs } from './runs.js';
import type { WorldState } from './state.js';
import { Versions } from './versions.js';

/** Where a new installation begins to count. */
export interface Numbering {
  /** Id of the first job; 1 when missing. */
  readonly firstResultId?: number;
  /** Id of the first log row; 1 when missing. */
  readonly firstLogId?: number;
}

export class Upheavals {
  readonly #state: WorldState;
  readonly #runs: Runs;
  readonly #removals: Removals;
  readonly #planner: Planner;

  constructor(state: WorldState, runs: Runs, removals: Removals, planner: Planner) {
    this.#state = state;
    this.#runs = runs;
    this.#removals = removals;
    this.#planner = planner;
  }

  clearHistory(): void {
    const { results, record, now } = this.#state;
    results.clear();
    record.add({ at: now, kind: 'history_cleared' });
  }

  reinstall({ firstResultId = 1, firstLogId = 1 }: Numbering): void {
    const state = this.#state;
    const { fleet, now } = state;
    state.agenda.clear();
    this.#runs.forgetAll();
    this.#removals.forgetAll();
    const random = state.random.fork(`installed at ${String(now)}`);
    const history = new History(
      {
        tasks: [],
        devices: fleet.devices,
        until: now,
        days: 0,
        backupSeconds: state.backupSeconds,
        retentionTime: state.settings.retentionTime,
        firstId: firstResultId,
      },
      random,
      state.zone,
    );
    state.results = new Results(history, (deviceIds) => fleet.hostNamesOf(deviceIds));
    state.logs = new Logs(history, fleet, random, firstLogId);
    state.versions = new Versions(history, random, now);
    this.#planner.planAll();
    state.record.add({ at: now, kind: 'package_reinstalled' });
  }

  /** Follows the clock, which has been set already. */
  jump(seconds: number): void {
    const state = this.#state;
    state.now += seconds;
    state.agenda.shift(seconds);
    this.#runs.shift(seconds);
    this.#planner.planAll();
    state.record.add({ at: state.now, kind: 'clock_jumped' });
  }
}
