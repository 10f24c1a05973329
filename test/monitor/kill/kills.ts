/** Kills a watching process again and again while backups run, and compares what was told with what happened. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { demoAccount, type Simulator, startSimulator } from '../../../simulator/index.js';
import { Random } from '../../../simulator/world/random.js';
import type { AbbEvent } from '../../../src/monitor/index.js';
import type { Account } from '../model/account.js';
import { changeTask } from '../model/changes.js';
import type { Outcome } from '../model/steps.js';
import { Witness } from '../model/witness.js';
import type { Orders } from './watching-process.js';

/** A line that the watching process wrote. */
export interface Line {
  readonly life: number;
  readonly event?: AbbEvent;
  readonly error?: string;
  readonly notice?: string;
}

/** What came of it. */
export interface Killed {
  readonly account: Account;
  readonly lines: readonly Line[];
  /** What the world did before the first poll, which gives nothing. */
  readonly begin: number;
}

const TASKS = 4;
const OUTCOMES: readonly [Outcome, ...Outcome[]] = ['success', 'partial', 'failed', 'cancelled', 'no_backup'];

/** Twenty minutes before the NAS looks for versions that it need not keep: that job, too, has an end to be told. */
const BEGIN = Date.UTC(2026, 10, 23, 14, 30);

/** How long a process lives at most before it is killed, milliseconds. */
const LONGEST_LIFE_MS = 250;

/** What the world does in each life, however short: a slow machine has no time for more. */
const LEAST_MOVES = 3;

/**
 * @param kills how often the process is killed
 * @param seed the same number gives the same backups and lengths of life; where a kill strikes is up to the machine
 */
export async function killAgainAndAgain(kills: number, seed: number): Promise<Killed> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'abb-kill-'));
  const nas = await startSimulator({
    protocol: 'http',
    encryptionBits: 1024,
    speed: 0,
    startAt: BEGIN,
    size: { tasks: TASKS, devicesPerTask: 2, historyDays: 2, scheduled: false },
  });
  try {
    return await new Slaughter(nas, folder, new Random(seed)).perform(kills);
  } finally {
    await nas.close();
    rmSync(folder, { recursive: true });
  }
}

class Slaughter {
  readonly #nas: Simulator;
  readonly #folder: string;
  readonly #random: Random;
  readonly #witness: Witness;
  #step = 0;

  constructor(nas: Simulator, folder: string, random: Random) {
    this.#nas = nas;
    this.#folder = folder;
    this.#random = random;
    this.#witness = new Witness(nas);
    this.#witness.catchUp();
  }

  async perform(kills: number): Promise<Killed> {
    const begin = this.#witness.moment;
    let next = await prepare();
    try {
      for (let life = 0; life < kills; life += 1) {
        const current = next;
        current.send(this.#orders(life));
        const [prepared] = await Promise.all([prepare(), this.#live(current, life)]);
        next = prepared;
      }
      next.send(this.#orders(kills));
      await this.#settle(next);
    } finally {
      next.kill('SIGKILL');
    }
    return { account: this.#witness.account, lines: this.#lines(), begin };
  }

  /** The world moves, and then the process is killed. */
  async #live(child: ChildProcess, life: number): Promise<void> {
    // What the watch begins with must be certain; later lives may be killed before their first poll.
    if (life === 0) await once(child, 'message');
    const end = performance.now() + this.#random.integer(0, LONGEST_LIFE_MS, life, 1);
    for (let moves = 0; moves < LEAST_MOVES || performance.now() < end; moves += 1) {
      this.#move();
      await pause(this.#random.integer(0, 12, this.#step, 2));
    }
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Everything ends and is seen. */
  async #settle(child: ChildProcess): Promise<void> {
    for (let poll = 0; poll < 4; poll += 1) {
      this.#pass(1000);
      await once(child, 'message');
      await once(child, 'message');
    }
  }

  #move(): void {
    this.#step += 1;
    const outcome = this.#random.pick(OUTCOMES, this.#step, 3);
    const seconds = this.#random.integer(0, 40, this.#step, 4);
    const task = this.#random.integer(0, TASKS - 1, this.#step, 5);
    changeTask(this.#nas.world, { do: 'backup', task, outcome, seconds });
    this.#pass(this.#random.integer(0, 20, this.#step, 6));
  }

  #pass(seconds: number): void {
    this.#nas.clock.advance(seconds * 1000);
    this.#witness.catchUp();
  }

  #orders(life: number): Orders {
    const { name: account, password } = demoAccount;
    return {
      port: this.#nas.port,
      account,
      password,
      position: path.join(this.#folder, 'position.json'),
      events: this.#events,
      life,
    };
  }

  get #events(): string {
    return path.join(this.#folder, 'events.jsonl');
  }

  #lines(): Line[] {
    if (!existsSync(this.#events)) return [];
    const text = readFileSync(this.#events, 'utf8').split('\n');
    return text.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
  }
}

/** A process that has loaded everything and waits for its orders. */
async function prepare(): Promise<ChildProcess> {
  const child = fork(path.join(__dirname, 'watching-process.ts'), { execArgv: ['--require', 'tsx/cjs'] });
  await once(child, 'message');
  return child;
}
