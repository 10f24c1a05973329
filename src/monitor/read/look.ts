import { historyFilter, RESULTS } from '../../abb/history.js';
import { row, rows } from '../../abb/fields.js';
import { STORAGE_LIST, VOLUME_LIST } from '../../abb/methods.js';
import { hasEnded, type Result } from '../../abb/shapes/result.js';
import { parseStorages, type Storage } from '../../abb/shapes/storage.js';
import type { Access } from '../../abb/operation.js';
import { HOUR_SECONDS } from '../../abb/seconds.js';
import { OUTCOME } from '../../abb/words.js';
import { isForGood } from '../../dsm/codes.js';
import type { AbbError } from '../../dsm/errors.js';
import { isDue } from '../due.js';
import type { DeviceOutcome } from '../events.js';
import { HealthKeeper } from '../health/keeper.js';
import type { ListReading, Numbered, SeenTask, Snapshot } from '../snapshot.js';
import { together, type Wants } from '../wants.js';
import type { Watch } from '../watch.js';
import { clockOffset } from './clock.js';
import { ListReader } from './list-reader.js';
import { logOf } from './logs.js';
import { type Call, type CallOutcome, dataOf } from './nas.js';
import { outcomesCall, parseOutcomes } from './outcomes.js';
import { HISTORY } from './results.js';
import { allTasks, parseRunning, parseTasks, RUNNING } from './tasks.js';
import { VersionReader } from './versions.js';

const HOUR_MS = HOUR_SECONDS * 1000;

// After so many polls in a row it is told without what is missing: the end of a run without its machines, the state
// without what the NAS was too busy for.
const BUSY_AT_MOST = 3;

/** The jobs that run, however far back in the history they began. */
const OPEN_JOBS: Call = {
  method: RESULTS.method,
  parameters: { ...historyFilter({ status: OUTCOME.codes.running }), offset: 0, limit: 500 },
};

/** Asks the NAS what its watchers want to know, and no more: in one request, where DSM allows it and nothing ended. */
export class Look {
  readonly #history = new ListReader(HISTORY);
  readonly #errors = new ListReader(logOf('error'));
  readonly #warnings = new ListReader(logOf('warning'));
  readonly #versions = new VersionReader();
  readonly #health: HealthKeeper;
  #tasksAt = -Infinity;
  #passingInARow = 0;
  #outcomesBusy = 0;

  constructor(private readonly nas: Access) {
    this.#health = new HealthKeeper(nas);
  }

  /**
   * @param now milliseconds since the epoch
   * @param isThorough whether to look at what seldom changes as well: tasks, machines, versions, storages
   * @throws AbbError when the NAS does not answer, or refuses what no watcher can do without
   */
  async take(watches: readonly Watch[], now: number, isThorough: boolean): Promise<Snapshot> {
    const wants = together(watches.map((watch) => watch.wants));
    const begins = watches.some((watch) => watch.isBeginning);
    const withTasks = begins || (isThorough && (wants.tasks || isDue(this.#tasksAt, HOUR_MS, now)));
    const withStorages = wants.storages && (begins || isThorough);
    const answers = await this.#ask({
      running: RUNNING,
      history: this.#history.first(),
      ...(watches.some((watch) => watch.lacksResults) ? { open: OPEN_JOBS } : {}),
      ...(wants.errors ? { errors: this.#errors.first() } : {}),
      ...(wants.warnings ? { warnings: this.#warnings.first() } : {}),
      ...(withTasks ? { tasks: allTasks(wants) } : {}),
      ...(withStorages ? { storages: { method: STORAGE_LIST, parameters: {} } } : {}),
      ...(withStorages ? { volumes: { method: VOLUME_LIST, parameters: {} } } : {}),
    });
    const results = withOpen(
      await this.#history.finish(
        dataOf(answers.history),
        watches.map((watch) => watch.needOf('results', now)),
        this.nas,
      ),
      answers.open,
    );
    const isDoubtful = watches.some((watch) => watch.doubts(results));
    const seconds = now / 1000;
    const tasks = withTasks
      ? seenTasks(answers.tasks, seconds)
      : isDoubtful
        ? parseTasks(await this.nas.call(...callOf(allTasks(wants))), seconds)
        : undefined;
    if (tasks) this.#tasksAt = now;
    const first: Snapshot = {
      now,
      clockOffset: 0,
      running:
        answers.running && 'data' in answers.running ? parseRunning(answers.running.data, seconds) : [],
      isPartial: this.#isPartial(Object.values(answers)),
      results,
      errors: await this.#log(this.#errors, answers.errors, watches, 'errors', now),
      warnings: await this.#log(this.#warnings, answers.warnings, watches, 'warnings', now),
      tasks,
      storages: seenStorages(answers.storages, answers.volumes),
      versions: undefined,
      outcomes: new Map(),
      health: undefined,
    };
    const needsClock = watches.some((watch) => watch.needsClock(first));
    const offset = needsClock ? await clockOffset(this.nas, now) : 0;
    return this.#further({ ...first, clockOffset: offset }, watches, wants, isDoubtful);
  }

  /** Looks at what follows from the ends of jobs: how their machines came out, and which versions there are now. */
  async #further(
    snapshot: Snapshot,
    watches: readonly Watch[],
    wants: Wants,
    isDoubtful: boolean,
  ): Promise<Snapshot> {
    if (watches.some((watch) => watch.recognises(snapshot) !== 'same')) this.#health.forget();
    const ended = new Map<number, Numbered<Result>>();
    for (const watch of watches) for (const job of watch.endedJobs(snapshot)) ended.set(job.id, job);
    const judged = wants.health ? this.#health.newlyEnded(snapshot.results.rows) : [];
    const asked = new Map([...(wants.outcomes ? ended : []), ...judged.map((job) => [job.id, job] as const)]);
    const outcomes = (await this.#outcomesOf([...asked.values()])) ?? snapshot.outcomes;
    if (isDoubtful) this.#health.doubt();
    const { now, tasks } = snapshot;
    const news = { now, tasks, ended: judged, outcomes };
    const health = wants.health ? await this.#health.read(news) : undefined;
    if (!wants.versions) return { ...snapshot, outcomes, health };
    const taskIds = [...ended.values()].map(({ item }) => item.taskId ?? 0);
    const isAll = isDoubtful || watches.some((watch) => watch.lacksVersions);
    const versions = await this.#versions.read(this.nas, snapshot.tasks, taskIds, isAll);
    return { ...snapshot, outcomes, health, versions };
  }

  /**
   * How the machines of these runs came out.
   * @returns undefined when there is nothing to ask, or the NAS does not tell
   * @throws AbbError when it is busy: what is told without them now is not told again
   */
  async #outcomesOf(
    ended: readonly Numbered<Result>[],
  ): Promise<ReadonlyMap<number, DeviceOutcome[]> | undefined> {
    const call = outcomesCall(ended);
    const [answer] = call ? await this.nas.callAll([call]) : [];
    if (!answer) return undefined;
    this.#outcomesBusy = isBusy(answer) ? this.#outcomesBusy + 1 : 0;
    if (isBusy(answer) && this.#outcomesBusy <= BUSY_AT_MOST) throw answer.error;
    return 'data' in answer ? parseOutcomes(answer.data) : undefined;
  }

  /** Whether something of what was asked for is missing that the next look may find, unless that has been so for long. */
  #isPartial(answers: readonly (CallOutcome | undefined)[]): boolean {
    this.#passingInARow = answers.some(isPassing) ? this.#passingInARow + 1 : 0;
    return this.#passingInARow > 0 && this.#passingInARow <= BUSY_AT_MOST;
  }

  async #log<T>(
    reader: ListReader<T>,
    answer: CallOutcome | undefined,
    watches: readonly Watch[],
    part: 'errors' | 'warnings',
    now: number,
  ): Promise<ListReading<T> | undefined> {
    // An account that may not read the log can still watch backups.
    if (!answer || 'error' in answer) return undefined;
    const needs = watches.filter((watch) => watch.wants[part]).map((watch) => watch.needOf(part, now));
    return reader.finish(answer.data, needs, this.nas);
  }

  async #ask<K extends string>(calls: Readonly<Partial<Record<K, Call>>>) {
    const names = Object.keys(calls) as K[];
    const answers = await this.nas.callAll(Object.values<Call>(calls as Record<K, Call>));
    return Object.fromEntries(names.map((name, index) => [name, answers[index]])) as Partial<
      Record<K, CallOutcome>
    >;
  }
}

/** Whether the NAS could not answer at the moment: busy, or about to start. */
function isPassing(answer: CallOutcome | undefined): boolean {
  return answer !== undefined && 'error' in answer && !isForGood(answer.error);
}

function isBusy(answer: CallOutcome | undefined): answer is { readonly error: AbbError } {
  return answer !== undefined && 'error' in answer && answer.error.code === 'ABB_BUSY';
}

function callOf({ method, parameters }: Call): [Call['method'], Call['parameters']] {
  return [method, parameters];
}

function seenTasks(answer: CallOutcome | undefined, seconds: number): SeenTask[] | undefined {
  return answer && 'data' in answer ? parseTasks(answer.data, seconds) : undefined;
}

/** The history with the jobs that run and are too far back for what was read of it. */
function withOpen(reading: ListReading<Result>, answer: CallOutcome | undefined): ListReading<Result> {
  if (!answer || 'error' in answer) return reading;
  const known = new Set(reading.rows.map(({ id }) => id));
  const open = rows(row(answer.data)[RESULTS.rowsIn])
    .flatMap((found) => HISTORY.parse(found) ?? [])
    .filter(({ id, item }) => !known.has(id) && !hasEnded(item));
  return { ...reading, rows: [...open, ...reading.rows].sort((a, b) => a.id - b.id) };
}

function seenStorages(
  answer: CallOutcome | undefined,
  volumes: CallOutcome | undefined,
): Storage[] | undefined {
  // Without its volumes every storage would seem to have lost its space.
  if (!answer || 'error' in answer || isPassing(volumes)) return undefined;
  return parseStorages(answer.data, volumes && 'data' in volumes ? volumes.data : undefined);
}
