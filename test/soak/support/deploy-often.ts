import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { startSimulator, type Simulator } from '../../../simulator/index.js';
import { seededRandom } from '../../../simulator/random.js';
import { userDirectoryWithClone } from '../../end-to-end/support/linked-package.js';
import type { ChildFigures } from './figures.js';
import { ChangingFlow, type DeploymentType } from './flow-changes.js';
import { SentActions } from './sent-actions.js';
import { slope } from './slope.js';
import { LINES, sessionFor, sessionId, tabFor, watchFor } from './traffic-flow.js';
import { WatchedNodeRed } from './watched-node-red.js';

/** What many deploys have left behind. */
export interface DeployFigures {
  readonly deploys: number;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly settingsSent: number;
  readonly settingsTwice: number;
  readonly backupsSent: number;
  /** The most DSM sessions that were open after a deploy; the flow has two. */
  readonly sessionsMost: number;
  readonly sessionsLeft: number;
  readonly resourcesBefore: readonly string[];
  readonly resourcesLeft: readonly string[];
  readonly listenersMore: Readonly<Record<string, number>>;
  readonly processListenersMore: number;
  readonly warnings: readonly string[];
  readonly trouble: readonly string[];
  /** Files in which removed watches remembered how far they had told. */
  readonly positionsLeft: readonly string[];
  /** Megabytes of the process at rest, in the order in which they were measured. */
  readonly heaps: readonly number[];
  /** Kilobytes that each deploy leaves behind, by the second half of the run. */
  readonly kilobytesPerDeploy: number;
}

const TYPES: readonly DeploymentType[] = ['full', 'flows', 'nodes'];
const EMPTY = [{ id: 'nothing', type: 'tab', label: 'nothing' }];
const HEALTH = { name: 'health', type: 'abb-health', everySeconds: 1 };
const PAUSE_MS = 60;
// Now and then there is time for backups to end and for watches to tell of them.
const LONG_PAUSES = 0.05;
const LONG_PAUSE_MS = 2500;

/** Deploys so many changes to a flow at work, and measures every so many. */
export async function deployOften(deploys: number, every: number): Promise<DeployFigures> {
  const nas = await startSimulator({
    size: { tasks: 5, devicesPerTask: 1, historyDays: 3, backupSeconds: [5, 20], scheduled: false },
    speed: 20,
  });
  const userDirectory = await userDirectoryWithClone();
  const nodeRed = await WatchedNodeRed.start(userDirectory);
  try {
    return await new Deploys(nas, nodeRed, userDirectory).run(deploys, every);
  } finally {
    await nodeRed.stop();
    await nas.close();
    await rm(userDirectory, { recursive: true });
    assert.deepEqual(nas.internalErrors, []);
  }
}

class Deploys {
  readonly #sent: SentActions;
  readonly #random = seededRandom(1);
  readonly #flow: ChangingFlow;
  #sessionsMost = 0;
  #before: ChildFigures | undefined;

  constructor(
    private readonly nas: Simulator,
    private readonly nodeRed: WatchedNodeRed,
    private readonly userDirectory: string,
  ) {
    this.#sent = new SentActions(nas);
    const nodes = [1, 2].flatMap((number) => [
      sessionFor(nas, number),
      ...tabFor(`tab${number}`, sessionId(number), [...LINES, HEALTH], 0.1),
      ...watchFor(`tab${number}`, sessionId(number), 0.2),
    ]);
    this.#flow = new ChangingFlow(nodes, this.#random);
  }

  async run(deploys: number, every: number): Promise<DeployFigures> {
    const before = await this.#warmUp();
    const heaps: number[] = [];
    const begin = performance.now();
    for (let deploy = 1; deploy <= deploys; deploy++) {
      if (deploy % every === 0) heaps.push((await this.#rest()).heap);
      else await this.#deployChange();
    }
    const seconds = Math.round((performance.now() - begin) / 1000);
    const after = await this.#rest();
    const secondHalf = heaps.slice(Math.floor(heaps.length / 2));
    return {
      deploys,
      seconds,
      counts: after.counts,
      settingsSent: this.#sent.settings,
      settingsTwice: this.#sent.twice,
      backupsSent: this.#sent.backups,
      sessionsMost: this.#sessionsMost,
      sessionsLeft: this.nas.sessions.length,
      resourcesBefore: before.resources,
      resourcesLeft: after.resources,
      listenersMore: more(before.listeners, after.listeners),
      processListenersMore: after.processListeners - before.processListeners,
      warnings: after.warnings,
      trouble: this.nodeRed.trouble(),
      positionsLeft: await filesIn(path.join(this.userDirectory, 'abb-watch')),
      heaps: heaps.map(rounded),
      kilobytesPerDeploy: rounded((slope(secondHalf) / every) * 1024),
    };
  }

  /** Everything has been used once before anything is measured. */
  async #warmUp(): Promise<ChildFigures> {
    await this.nodeRed.deploy(this.#flow.nodes, 'full');
    this.#flow.delivered();
    await pause(2000);
    await this.nodeRed.deploy(EMPTY, 'full');
    // Node-RED itself has timers that end in the first seconds.
    await pause(6000);
    this.#before = await this.nodeRed.figures();
    this.#flow.restore();
    return this.#before;
  }

  async #deployChange(): Promise<void> {
    this.#flow.change();
    const type = TYPES[Math.floor(this.#random() * TYPES.length)] ?? 'full';
    await this.nodeRed.deploy(this.#flow.nodes, type);
    this.#flow.delivered();
    this.#look();
    const isLong = this.#random() < LONG_PAUSES;
    await pause(isLong ? LONG_PAUSE_MS : this.#random() * PAUSE_MS);
  }

  /** Deploys nothing at all, waits until what was under way has ended, and measures. */
  async #rest(): Promise<ChildFigures> {
    await this.nodeRed.deploy(EMPTY, 'full');
    this.#look();
    assert.deepEqual(this.nas.sessions, [], 'no session is left when the last node is closed');
    const figures = await this.#settled();
    this.#flow.restore();
    return figures;
  }

  /** The figures when there are no more sockets and timers than at first, or after a while in vain. */
  async #settled(): Promise<ChildFigures> {
    let figures = await this.nodeRed.figures();
    const most = this.#before?.resources.length ?? Infinity;
    for (let tries = 0; figures.resources.length > most && tries < 50; tries++) {
      await pause(200);
      figures = await this.nodeRed.figures();
    }
    return figures;
  }

  #look(): void {
    this.#sessionsMost = Math.max(this.#sessionsMost, this.nas.sessions.length);
    this.#sent.look();
  }
}

function more(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Record<string, number> {
  const risen = Object.entries(after).map(([name, count]): [string, number] => [
    name,
    count - (before[name] ?? 0),
  ]);
  return Object.fromEntries(risen.filter(([, difference]) => difference > 0));
}

async function filesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
