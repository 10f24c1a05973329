/** Writes down what happens in the worlds of a simulator, straight from their own records. */
import type { Simulator } from '../../../simulator/index.js';
import { BACKUP_TYPE, JOB_ACTION, LOG_LEVEL } from '../../../simulator/world/codes.js';
import type { Device, Result, Task } from '../../../simulator/world/model.js';
import type { Happening } from '../../../simulator/world/record.js';
import type { World } from '../../../simulator/world/world.js';
import type { Account, Era, LogFact, Photo, Run, VersionFact } from './account.js';

export class Witness {
  readonly account: Account;
  readonly #nas: Simulator;
  #world: World;
  #read = 0;
  #moment = 0;
  readonly #open = new Map<string, Run>();

  constructor(nas: Simulator) {
    this.#nas = nas;
    this.#world = nas.world;
    const { runningShows } = nas.dialect;
    this.account = {
      runs: [],
      eras: [],
      jumps: [],
      listsRuns: runningShows !== 'status_filter',
      showsPercent: runningShows === 'running_task_status',
    };
    this.#begin('beginning');
  }

  /** The moment now. */
  get moment(): number {
    return this.#moment;
  }

  get era(): number {
    return this.account.eras.length - 1;
  }

  /** Lets the world catch up with its clock, and writes down what happened. */
  catchUp(): void {
    this.#nas.world.advance();
    if (this.#nas.world !== this.#world) {
      this.#world = this.#nas.world;
      this.#read = 0;
      this.#moment += 1;
      this.#wipe();
      this.#begin('replaced');
    }
    const { record } = this.#world;
    for (; this.#read < record.length; this.#read += 1) {
      const happening = record[this.#read];
      if (happening !== undefined) this.#note(happening);
    }
    for (const run of this.#open.values()) this.#followParts(run);
  }

  /** Notes that the clock of the NAS was set. */
  jumped(seconds: number): void {
    this.account.jumps.push({ when: this.moment, seconds });
  }

  photo(): Photo {
    const { fleet } = this.#world;
    return {
      tasks: new Map([...fleet.tasks.values()].map((task) => [task.id, signature(task)])),
      online: new Map(
        [...fleet.devices.values()]
          .filter((device) => hasAgent(device) && fleet.tasksOf(device.id).length > 0)
          .map((device) => [device.id, device.online]),
      ),
      versions: this.#versions(),
      logs: this.#logs(),
    };
  }

  #begin(why: Era['why']): void {
    this.account.eras.push({ begin: this.moment, why });
    const past = this.#world.results.page({}, { offset: 0, limit: Infinity, newestFirst: false });
    for (const result of past.rows) {
      const run = this.#runOf(result, this.moment);
      run.end = { when: this.moment, at: result.endedAt, status: result.status };
      for (const part of this.#world.results.devicesOf(result)) run.parts.push({ ...part });
    }
  }

  #note(happening: Happening): void {
    this.#moment += 1;
    const { kind, resultId, status, at } = happening;
    if (kind === 'history_cleared' || kind === 'package_reinstalled') this.#wipe();
    if (kind === 'package_reinstalled') this.#begin('reinstalled');
    if (resultId === undefined) return;
    if (kind === 'run_started' || kind === 'job_started') {
      const result = this.#world.results.byId(resultId);
      if (result !== undefined) this.#open.set(this.#key(resultId), this.#runOf(result, this.moment));
    }
    if ((kind === 'run_finished' || kind === 'job_finished') && status !== undefined) {
      const run = this.#open.get(this.#key(resultId));
      if (run === undefined) return;
      run.end = { when: this.moment, at, status };
      this.#followParts(run);
      this.#open.delete(this.#key(resultId));
    }
  }

  #runOf(result: Result, startedWhen: number): Run {
    const run: Run = {
      era: this.era,
      resultId: result.id,
      taskId: result.taskId,
      deviceIds: result.deviceIds,
      isBackup: result.action === JOB_ACTION.backup,
      startedWhen,
      startedAt: result.startedAt,
      end: undefined,
      parts: [],
      wipedWhen: Infinity,
    };
    this.account.runs.push(run);
    return run;
  }

  #followParts(run: Run): void {
    const result = this.#world.results.byId(run.resultId);
    if (result === undefined) return;
    run.parts.splice(0, Infinity, ...this.#world.results.devicesOf(result).map((part) => ({ ...part })));
  }

  #wipe(): void {
    for (const run of this.account.runs) run.wipedWhen = Math.min(run.wipedWhen, this.moment);
    this.#open.clear();
  }

  #key(resultId: number): string {
    return `${String(this.era)}/${String(resultId)}`;
  }

  #versions(): Map<string, VersionFact> {
    const facts = new Map<string, VersionFact>();
    for (const task of this.#world.fleet.tasks.values()) {
      for (const { id: versionId, startedAt, endedAt } of this.#world.versions.of(task)) {
        if (endedAt === 0) continue;
        const key = `${String(task.id)}/${String(versionId)}@${String(startedAt)}`;
        facts.set(key, { taskId: task.id, versionId, startedAt, endedAt });
      }
    }
    return facts;
  }

  #logs(): Map<string, LogFact> {
    const facts = new Map<string, LogFact>();
    for (const { id: logId, at, level, taskId, deviceId } of this.#world.logs.live) {
      if (level === LOG_LEVEL.information) continue;
      const word = level === LOG_LEVEL.error ? 'error' : 'warning';
      facts.set(`${String(logId)}@${String(at)}`, { logId, at, level: word, taskId, deviceId });
    }
    return facts;
  }
}

/** What a person who set up the task would call a change of it. */
function signature({ name, schedule, retention, deviceIds }: Task): string {
  return JSON.stringify([name, schedule, retention, deviceIds]);
}

function hasAgent({ backupType }: Device): boolean {
  return backupType !== BACKUP_TYPE.vm && backupType !== BACKUP_TYPE.fileServer;
}
