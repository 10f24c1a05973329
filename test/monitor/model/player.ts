/** Plays a history: moves the world, lets the watching side poll, restarts it, and writes everything down. */
import type { Simulator } from '../../../simulator/index.js';
import type { Account, Answer, Poll } from './account.js';
import { isNoLogin } from '../../support/no-login.js';
import { addTask, changeTask, placeNas, reinstall, type TaskStep, toggleDevice } from './changes.js';
import type { History } from './history.js';
import type { OutageKind, PollKind, Step } from './steps.js';
import { Watching } from './watching.js';
import { Witness } from './witness.js';

/** What came of a history. */
export interface Played {
  readonly account: Account;
  /** The polls of each watcher. */
  readonly polls: readonly (readonly Poll[])[];
}

/** Every history begins here, so that each can be played alone. A Monday at noon, UTC. */
export const BEGIN = Date.UTC(2026, 10, 23, 12, 0, 0);

/** What may go wrong with single requests of a doubtful poll. */
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

export class Player {
  readonly #nas: Simulator;
  readonly #history: History;
  readonly #witness: Witness;
  readonly #watching: Watching;
  #outage: OutageKind | undefined;
  #made = 0;
  #placed = 0;

  /** @param nas is given a new world */
  constructor(nas: Simulator, history: History) {
    this.#nas = nas;
    this.#history = history;
    this.#recover();
    nas.journal.clear();
    nas.world.jumpClock((BEGIN - nas.clock.now()) / 1000);
    placeNas(nas, history);
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
      this.#recover();
      await this.#watching.close();
    }
    return { account: this.#witness.account, polls: this.#watching.polls };
  }

  /** Everything that still runs ends, and is seen. */
  async #end(): Promise<void> {
    this.#recover();
    for (let round = 0; round < 3; round += 1) {
      await this.#poll('still');
      this.#pass(1000);
    }
    await this.#poll('still');
  }

  async #play(step: Step): Promise<void> {
    this.#witness.catchUp();
    if (step.do === 'poll') await this.#poll(step.how, step);
    else if (step.do === 'restart') await this.#watching.restart(step.how, step.login);
    else if ('task' in step) changeTask(this.#nas.world, step);
    else this.#change(step);
    this.#witness.catchUp();
  }

  #change(step: Exclude<Step, TaskStep | { do: 'poll' | 'restart' }>): void {
    const { world } = this.#nas;
    switch (step.do) {
      case 'wait':
        this.#pass(step.seconds);
        break;
      case 'outage':
        this.#strike(step.kind);
        break;
      case 'recover':
        this.#recover();
        break;
      case 'device':
        toggleDevice(world, step.device);
        break;
      case 'add_task':
        this.#made += 1;
        addTask(world, step, this.#made);
        break;
      case 'clear_logs':
        world.clearLogs('admin');
        break;
      case 'clear_history':
        world.clearHistory();
        break;
      case 'reinstall':
        reinstall(world, step.first);
        this.#witness.catchUp();
        // Two installations do not share a second: their first runs would have the same number and time.
        this.#pass(1);
        break;
      case 'replace':
        this.#placed += 1;
        // No two NASes have tasks with the same keys.
        placeNas(this.#nas, { ...this.#history, seed: step.seed + 1000 * this.#placed });
        this.#witness.catchUp();
        this.#pass(1);
        break;
      case 'jump':
        world.jumpClock(step.seconds);
        this.#witness.jumped(step.seconds);
        break;
      case 'expire':
        this.#nas.expireSessions();
        break;
      case 'reboot':
        this.#nas.reboot();
        break;
    }
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

  async #poll(how: PollKind, { seed, secondsPerCall } = { seed: 0, secondsPerCall: 0 }): Promise<void> {
    const answer = this.#answer(how);
    if (answer === 'doubtful') this.#nas.faults.random({ rate: 0.3, seed, kinds: MISHAPS, where: isNoLogin });
    const isMoving = how === 'moving' && this.#watching.hasBegun;
    await this.#watching.poll(answer, isMoving ? secondsPerCall : 0);
    if (answer === 'doubtful') this.#nas.faults.clear();
  }

  #answer(how: PollKind): Answer {
    if (this.#outage !== undefined) return this.#outage === 'network' ? 'network' : 'other';
    // What a watch begins with is to be certain: everything else is judged by it.
    return how === 'doubtful' && this.#watching.hasBegun ? 'doubtful' : 'whole';
  }
}
