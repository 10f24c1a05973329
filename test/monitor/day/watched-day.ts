/** Hours of a NAS in minutes: backups, outages and restarts, watched by a real Node-RED. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { demoAccount, type Simulator, startSimulator } from '../../../simulator/index.js';
import { Random } from '../../../simulator/world/random.js';
import type { AbbEvent } from '../../../src/monitor/index.js';
import { userDirectoryWithClone } from '../../end-to-end/support/linked-package.js';
import { type NodeRed, startNodeRed } from '../../end-to-end/support/node-red.js';
import { isNoLogin } from '../../support/no-login.js';
import { until } from '../../support/until.js';
import type { Account, Photo } from '../model/account.js';
import { changeTask, toggleDevice } from '../model/changes.js';
import type { Outcome } from '../model/steps.js';
import { Witness } from '../model/witness.js';

/** What came of the hours. */
export interface WatchedDay {
  readonly account: Account;
  readonly events: readonly AbbEvent[];
  /** What there was when the watch began, and at the end. */
  readonly before: Photo;
  readonly after: Photo;
  /** What the world had done before the watch began. */
  readonly begin: number;
  readonly outages: number;
  readonly restarts: number;
  /** Of each device, how often it was switched on or off. */
  readonly toggles: ReadonlyMap<number, number>;
  /** Everything that Node-RED logged. */
  readonly log: string;
}

/** Simulated seconds in a real one. */
const SPEED = 360;

const TICK_MS = 200;

/** The move with which the first outage comes if there was none by then. */
const LATEST_FIRST_OUTAGE = 10;

const TASKS = 8;
const OUTCOMES: readonly [Outcome, ...Outcome[]] = ['success', 'partial', 'failed', 'cancelled', 'no_backup'];

/** @param seed the same number gives the same plan; when exactly something happens is up to the machine */
export async function watchHours(hours: number, seed: number): Promise<WatchedDay> {
  const nas = await startSimulator({
    speed: 0,
    size: { tasks: TASKS, devicesPerTask: 2, historyDays: 3, backupSeconds: [60, 1800] },
    world: { failRate: 0.2 },
  });
  const directory = await userDirectoryWithClone();
  try {
    return await new Day(nas, directory, new Random(seed)).live(hours);
  } finally {
    await nas.close();
    await rm(directory, { recursive: true });
  }
}

class Day {
  readonly #nas: Simulator;
  readonly #directory: string;
  readonly #random: Random;
  readonly #witness: Witness;
  readonly #toggles = new Map<number, number>();
  #tick = 0;
  #outages = 0;
  #outageUntil = 0;
  #restarts = 0;
  #log = '';

  constructor(nas: Simulator, directory: string, random: Random) {
    this.#nas = nas;
    this.#directory = directory;
    this.#random = random;
    this.#witness = new Witness(nas);
    this.#witness.catchUp();
  }

  async live(hours: number): Promise<WatchedDay> {
    await writeFile(
      this.#file('flows.json'),
      JSON.stringify(watchingFlow(this.#nas, this.#file('events.jsonl'), this.#file('polls'))),
    );
    await writeFile(this.#file('flows_cred.json'), JSON.stringify(credentials));
    let nodeRed = await this.#start();
    try {
      await this.#polls(1);
      const before = this.#witness.photo();
      const begin = this.#witness.moment;
      const end = this.#nas.clock.now() + hours * 3_600_000;
      this.#nas.clock.speed = SPEED;
      let restartAt = this.#nextRestart();
      while (this.#nas.clock.now() < end) {
        this.#move();
        await pause(TICK_MS);
        if (this.#nas.clock.now() < restartAt) continue;
        await this.#stop(nodeRed);
        nodeRed = await this.#start();
        this.#restarts += 1;
        restartAt = this.#nextRestart();
      }
      this.#nas.clock.speed = 0;
      this.#nas.faults.clear();
      this.#witness.catchUp();
      await this.#polls(3);
      return await this.#result(before, begin);
    } finally {
      await this.#stop(nodeRed);
    }
  }

  async #result(before: Photo, begin: number): Promise<WatchedDay> {
    const text = await readFile(this.#file('events.jsonl'), 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line !== '');
    return {
      account: this.#witness.account,
      events: lines.map((line) => JSON.parse(line) as AbbEvent),
      before,
      after: this.#witness.photo(),
      begin,
      outages: this.#outages,
      restarts: this.#restarts,
      toggles: this.#toggles,
      log: this.#log,
    };
  }

  /** Waits until so many further polls have gone well as a whole, events and all. */
  async #polls(count: number): Promise<void> {
    const polled = async (): Promise<number> =>
      (await readFile(this.#file('polls'), 'utf8').catch(() => '')).length;
    // One more: a poll that is under way may have asked before. Messages that come during a poll share the next
    // one and end together, so several dots at once are one poll.
    for (let polls = 0; polls <= count; polls++) {
      const before = await polled();
      await until('a poll', 60, async () => ((await polled()) > before ? true : undefined));
    }
  }

  #move(): void {
    this.#tick += 1;
    if (this.#chance(0.25, 1)) this.#backUp();
    if (this.#chance(0.04, 2)) this.#toggle();
    if (performance.now() > this.#outageUntil) this.#nas.faults.clear();
    // There is always one early on: a slow machine has no time for many moves.
    const isDue = this.#outages === 0 && this.#tick >= LATEST_FIRST_OUTAGE;
    if ((isDue || this.#chance(0.02, 3)) && this.#outageUntil < performance.now()) this.#strike();
    this.#witness.catchUp();
  }

  #backUp(): void {
    const outcome = this.#random.pick(OUTCOMES, this.#tick, 4);
    const task = this.#random.integer(0, TASKS - 1, this.#tick, 5);
    const seconds = this.#random.integer(0, 1500, this.#tick, 6);
    changeTask(this.#nas.world, { do: 'backup', task, outcome, seconds });
  }

  #toggle(): void {
    const number = this.#random.integer(0, 2 * TASKS - 1, this.#tick, 7);
    toggleDevice(this.#nas.world, number);
    this.#toggles.set(number + 1, (this.#toggles.get(number + 1) ?? 0) + 1);
  }

  /** From a lost session up to a NAS that is away for an hour and a half. */
  #strike(): void {
    this.#outages += 1;
    const milliseconds = this.#random.integer(500, 15_000, this.#tick, 8);
    switch (this.#random.integer(1, 5, this.#tick, 9)) {
      case 1:
        this.#nas.expireSessions();
        return;
      case 2:
        this.#nas.reboot({ bootMilliseconds: milliseconds, meanwhile: 'refuse' });
        break;
      case 3:
        this.#nas.faults.add({ kind: 'status', status: 502, times: Infinity });
        break;
      case 4:
        this.#nas.faults.random({ rate: 0.3, seed: this.#tick, where: isNoLogin });
        break;
      default:
        this.#nas.faults.add({ kind: 'reset', times: Infinity });
    }
    this.#outageUntil = performance.now() + milliseconds;
  }

  #chance(share: number, purpose: number): boolean {
    return this.#random.fraction(this.#tick, purpose) < share;
  }

  #nextRestart(): number {
    return this.#nas.clock.now() + this.#random.integer(40, 110, this.#restarts, 10) * 60_000;
  }

  async #start(): Promise<NodeRed> {
    return startNodeRed(this.#directory, { functionExternalModules: true });
  }

  async #stop(nodeRed: NodeRed): Promise<void> {
    const code = await nodeRed.stop('SIGTERM');
    this.#log += nodeRed.log();
    if (code !== 0) this.#log += `ended with ${String(code)}\n`;
  }

  #file(name: string): string {
    return path.join(this.#directory, name);
  }
}

const SESSION = 'session-1';

const credentials = { [SESSION]: { username: demoAccount.name, password: demoAccount.password } };

/** Asks every second beside what the watch does by itself: a minute is six hours here. */
function watchingFlow(nas: Simulator, events: string, polls: string): object[] {
  const at = { z: 'tab', x: 100, y: 100 };
  const append = (file: string, text: string) => ({
    type: 'function',
    ...at,
    outputs: 0,
    libs: [{ var: 'fs', module: 'fs' }],
    func: `fs.appendFileSync(${JSON.stringify(file)}, ${text});`,
    wires: [],
  });
  return [
    { id: 'tab', type: 'tab', label: 'A day' },
    {
      id: SESSION,
      type: 'abb-session',
      name: 'Cellar',
      protocol: 'https',
      host: nas.host,
      port: String(nas.port),
      trust: 'fingerprint',
      fingerprint: nas.fingerprint,
    },
    {
      id: 'ask',
      type: 'inject',
      ...at,
      props: [],
      repeat: '1',
      once: true,
      onceDelay: 0.1,
      wires: [['watch']],
    },
    { id: 'watch', type: 'abb-watch', ...at, session: SESSION, start: 'stopped', wires: [['write'], []] },
    { id: 'write', ...append(events, "JSON.stringify(msg.payload) + '\\n'") },
    { id: 'polled', type: 'complete', ...at, scope: ['watch'], wires: [['count']] },
    { id: 'count', ...append(polls, "'.'") },
  ];
}
