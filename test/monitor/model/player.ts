/** Plays a history: moves the world, lets the watching side poll, restarts it, and writes everything down. */
import type { Simulator } from '../../../simulator/index.js';
import { Refused } from '../../../simulator/world/index.js';
import type { Device, Task } from '../../../simulator/world/model.js';
import type { Account, Answer, Poll } from './account.js';
import type { History } from './history.js';
import type { OutageKind, Step } from './steps.js';
import { Watching } from './watching.js';
import { Witness } from './witness.js';

/** What came of a history. */
export interface Played {
  readonly account: Account;
  /** The polls of each watcher. */
  readonly polls: readonly (readonly Poll[])[];
}

type StepOf<D extends Step['do']> = Extract<Step, { do: D }>;

/** Every history begins here, so that each can be played alone. A Monday at noon, UTC. */
const BEGIN = Date.UTC(2026, 10, 23, 12, 0, 0);

const HOSTS = [['office-1', 'office-2', 'office-3'], ['laptop']];

export class Player {
  readonly #nas: Simulator;
  readonly #history: History;
  readonly #witness: Witness;
  readonly #watching: Watching;
  #outage: OutageKind | undefined;
  #made = 0;

  /** @param nas is given a new world */
  constructor(nas: Simulator, history: History) {
    this.#nas = nas;
    this.#history = history;
    nas.faults.clear();
    nas.setPackageInstalled(true);
    nas.journal.clear();
    nas.world.jumpClock(Math.round((BEGIN - nas.clock.now()) / 1000));
    this.#replace(history.seed);
    this.#witness = new Witness(nas);
    this.#witness.catchUp();
    this.#watching = new Watching(nas, history, this.#witness);
  }

  async play(): Promise<Played> {
    try {
      this.#watching.start();
      for (const step of this.#history.steps) await this.#play(step);
      await this.#end();
    } finally {
      this.#nas.faults.clear();
      this.#nas.setPackageInstalled(true);
      await this.#watching.close();
    }
    return { account: this.#witness.account, polls: this.#watching.polls };
  }

  /** Everything that still runs ends, and is seen. */
  async #end(): Promise<void> {
    this.#recover();
    for (let round = 0; round < 3; round += 1) {
      await this.#poll({ do: 'poll', how: 'still', seed: 0, secondsPerCall: 0 });
      this.#pass(1000);
    }
    await this.#poll({ do: 'poll', how: 'still', seed: 0, secondsPerCall: 0 });
  }

  async #play(step: Step): Promise<void> {
    this.#witness.catchUp();
    if (step.do === 'poll') await this.#poll(step);
    else if (step.do === 'restart') await this.#watching.restart(step.how, step.login);
    else this.#change(step);
    this.#witness.catchUp();
  }

  #change(step: Exclude<Step, { do: 'poll' | 'restart' }>): void {
    const { world } = this.#nas;
    switch (step.do) {
      case 'wait':
        return this.#pass(step.seconds);
      case 'outage':
        return this.#strike(step.kind);
      case 'recover':
        return this.#recover();
      case 'device':
        return this.#toggle(step.device);
      case 'clear_logs':
        return world.clearLogs('admin');
      case 'clear_history':
        return world.clearHistory();
      case 'reinstall':
        return this.#reinstall(step.first);
      case 'replace':
        this.#pass(1);
        return this.#replace(step.seed);
      case 'jump':
        world.jumpClock(step.seconds);
        return this.#witness.jumped(step.seconds);
      case 'expire':
        return this.#nas.expireSessions();
      case 'reboot':
        return this.#nas.reboot();
      case 'add_task':
        return this.#addTask(step);
      default:
        return this.#changeTask(step);
    }
  }

  #changeTask(
    step: StepOf<
      'backup' | 'cancel' | 'purge' | 'delete_versions' | 'remove_task' | 'rename' | 'reschedule' | 'retain'
    >,
  ): void {
    const { world } = this.#nas;
    const task = picked([...world.fleet.tasks.values()], step.task);
    if (task === undefined) return;
    unlessRefused(() => {
      switch (step.do) {
        case 'backup':
          world.nextOutcome(task.id, { outcome: step.outcome, durationSeconds: step.seconds });
          return world.startBackup([task.id]);
        case 'cancel':
          return world.cancelBackup([task.id]);
        case 'purge':
          return world.runPurge(task.id);
        case 'delete_versions':
          return this.#deleteVersion(task, step.version);
        case 'remove_task':
          return world.removeTask(task.id);
        case 'rename':
          return world.renameTask(task.id, `Renamed ${String(step.name)}`);
        case 'reschedule':
          return world.changeTask(task.id, { schedule: { ...task.schedule, ...DAILY, hour: step.hour } });
        case 'retain':
          return world.changeTask(task.id, {
            retention: { keepAll: false, keepVersions: step.versions, keepDays: 0 },
          });
      }
    });
  }

  #deleteVersion(task: Task, number: number): void {
    const version = picked(this.#nas.world.versions.of(task), number);
    if (version !== undefined) this.#nas.world.deleteVersions(task.id, [version.id]);
  }

  #addTask({ devices, backup }: StepOf<'add_task'>): void {
    this.#made += 1;
    const name = `New ${String(this.#made)}`;
    const hostNames = Array.from({ length: devices }, (_, index) => `new-${String(this.#made)}-${String(index)}`);
    unlessRefused(() => {
      const task = this.#nas.world.addTask({ name, hostNames });
      if (backup) this.#nas.world.startBackup([task.id]);
    });
  }

  #toggle(number: number): void {
    const device = picked<Device>([...this.#nas.world.fleet.devices.values()], number);
    if (device !== undefined) this.#nas.world.setDeviceOnline(device.id, !device.online);
  }

  #reinstall(first: StepOf<'reinstall'>['first']): void {
    const { world } = this.#nas;
    // Two installations do not share a second: their first runs would have the same number and time.
    this.#pass(1);
    const [newest] = world.results.page({}, { offset: 0, limit: 1, newestFirst: true }).rows;
    const highest = newest?.id ?? 1;
    const firstResultId = { one: 1, same: highest, near: Math.max(1, highest - 2) }[first];
    world.reinstallPackage({ firstResultId, firstLogId: first === 'one' ? 1 : 3301 });
  }

  #replace(seed: number): void {
    const { scheduled, atATime } = this.#history;
    this.#nas.replaceNas({
      seed,
      size: { tasks: 3, historyDays: 2, scheduled, backupSeconds: [20, 200], storages: 1 },
    });
    const { world } = this.#nas;
    for (const hostNames of HOSTS) world.addTask({ name: `Of ${String(hostNames.length)}`, hostNames });
    world.changeSetting('max_concurrent_devices', String(atATime));
  }

  #pass(seconds: number): void {
    this.#nas.clock.advance(seconds * 1000);
    this.#witness.catchUp();
  }

  #strike(kind: OutageKind): void {
    this.#recover();
    this.#outage = kind;
    if (kind === 'package') this.#nas.setPackageInstalled(false);
    if (kind === 'network') this.#nas.faults.add({ kind: 'reset', times: Infinity });
    if (kind === 'page') this.#nas.faults.add({ kind: 'status', status: 502, times: Infinity });
    if (kind === 'busy') this.#nas.faults.add({ kind: 'code', code: 117, times: Infinity });
  }

  #recover(): void {
    this.#outage = undefined;
    this.#nas.faults.clear();
    this.#nas.setPackageInstalled(true);
  }

  async #poll({ how, seed, secondsPerCall }: StepOf<'poll'>): Promise<void> {
    const answer = this.#answer(how);
    if (answer === 'doubtful') this.#nas.faults.random({ rate: 0.3, seed, kinds: MISHAPS });
    const isMoving = how === 'moving' && this.#watching.hasBegun;
    await this.#watching.poll(answer, isMoving ? secondsPerCall : 0);
    if (answer === 'doubtful') this.#nas.faults.clear();
  }

  #answer(how: StepOf<'poll'>['how']): Answer {
    if (this.#outage !== undefined) return this.#outage === 'network' ? 'network' : 'other';
    // What a watch begins with is to be certain: everything else is judged by it.
    return how === 'doubtful' && this.#watching.hasBegun ? 'doubtful' : 'whole';
  }
}

const DAILY = { enabled: true, minute: 0, weekdays: [0, 1, 2, 3, 4, 5, 6], repeatHours: 0 };

const MISHAPS = [
  { kind: 'reset' },
  { kind: 'reset', when: 'after' },
  { kind: 'cut' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, when: 'after' },
  { kind: 'html' },
  { kind: 'empty' },
  { kind: 'broken_json' },
  { kind: 'session_end' },
  { kind: 'session_end', code: 106 },
  { kind: 'code', code: 117 },
] as const;

function picked<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)];
}

/** What the NAS refuses in a state that a history happens to be in is no step at all. */
function unlessRefused(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
