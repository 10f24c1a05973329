import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { seededRandom } from '../../../simulator/random.js';
import { type InstalledPackage, installPackedPackage } from '../../end-to-end/support/installed-package.js';
import { until } from '../../support/until.js';
import type { ChildFigures } from './figures.js';
import { soakFlow } from './soak-flow.js';
import { type NasAnswer, SoakNas } from './soak-nas.js';
import { lostEnds, readEvents, repeats } from './told-events.js';
import type { SoakFigures } from './verdict.js';
import { WatchedNodeRed } from './watched-node-red.js';

const WATCHES = ['tab1-watch-node', 'tab2-watch-node'];
/** Numbers that one run of Node-RED may hand out; the simulated NAS takes up to a million. */
const NUMBERS_PER_LIFE = 3000;
const SETTLE_MS = 15_000;
const LOOK_EVERY_MS = 10_000;

/** Runs Node-RED and a NAS side by side while both meet with accidents, and measures. */
export class Soak {
  readonly #counts: Record<string, number> = {};
  readonly #unhandled: string[] = [];
  readonly #warnings: string[] = [];
  readonly #killed = new Set<string>();
  readonly #random: () => number;
  readonly #journal: string;
  #life = 0;
  #heaps: number[] = [];
  #heapFirst = 0;
  #heapGrowthMost = 0;
  #graceful = 0;
  #reboots = 0;
  #otherBlows = 0;
  #sessionsExcused = 0;
  #lastFigures: ChildFigures | undefined;

  private constructor(
    private readonly nas: SoakNas,
    private readonly installed: InstalledPackage,
    private nodeRed: WatchedNodeRed,
    seed: number,
    private readonly tell: (line: string) => void,
  ) {
    this.#random = seededRandom(seed);
    this.#journal = journalIn(installed);
  }

  /** @param tell is given a line now and then */
  static async run(minutes: number, seed: number, tell: (line: string) => void): Promise<SoakFigures> {
    const nas = await SoakNas.start();
    const installed = await installPackedPackage();
    let soak: Soak | undefined;
    try {
      const first = await startLife(installed, 1);
      soak = new Soak(nas, installed, first, seed, tell);
      soak.#life = 1;
      return await soak.#run(minutes);
    } finally {
      await soak?.nodeRed.stop();
      await nas.close();
      await installed.remove();
    }
  }

  async #run(minutes: number): Promise<SoakFigures> {
    await this.nodeRed.deploy(soakFlow(this.nas.place), 'full');
    await this.#watchesBegin();
    const begin = await this.nas.command({ do: 'look' });
    const end = performance.now() + minutes * 60_000;
    let looked = performance.now();
    while (performance.now() < end) {
      await pause(1000 + this.#random() * 4000);
      if (performance.now() - looked > LOOK_EVERY_MS) {
        await this.#look();
        looked = performance.now();
      }
      await this.#blow();
    }
    return this.#finish(minutes, begin);
  }

  /** Waits until every watch has looked for the first time: what came before is not news to it. */
  async #watchesBegin(): Promise<void> {
    const folder = path.join(this.installed.userDirectory, 'abb-watch');
    const remembered = () => WATCHES.every((node) => existsSync(path.join(folder, `${node}.json`)));
    const begin = performance.now();
    await until('the watches to begin', 120, () => (remembered() ? true : undefined));
    this.tell(`the watches have begun after ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  }

  /** Something that happens to Node-RED or the NAS; often nothing does. */
  async #blow(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.05) await this.#restart('SIGTERM');
    else if (dice < 0.1) await this.#restart('SIGKILL');
    else if (dice < 0.16) await this.#reboot();
    else if (dice < 0.35) await this.#disturb();
    if (!this.nodeRed.alive) {
      this.#unhandled.push(`Node-RED has ended by itself: ${this.nodeRed.log.slice(-2000)}`);
      await this.#restart('SIGTERM');
    }
  }

  async #reboot(): Promise<void> {
    this.#reboots += 1;
    this.#sessionsExcused = 0;
    const meanwhile = this.#random() < 0.5 ? 'refuse' : 'bad_gateway';
    await this.nas.command({ do: 'reboot', milliseconds: 500 + this.#random() * 6000, meanwhile });
  }

  async #disturb(): Promise<void> {
    this.#otherBlows += 1;
    const dice = this.#random();
    if (dice < 0.2) await this.nas.command({ do: 'kick' });
    else if (dice < 0.4) await this.nas.command({ do: 'expire' });
    else await this.nas.command({ do: 'faults', rate: dice < 0.7 ? 0 : this.#random() * 0.3 });
  }

  async #restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.#endLife(signal);
    this.#life += 1;
    this.nodeRed = await startLife(this.installed, this.#life);
  }

  async #endLife(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.nodeRed.alive) await this.#look();
    if (signal === 'SIGKILL') {
      this.#killed.add(String(this.#life));
      this.#sessionsExcused += 2;
    } else this.#graceful += 1;
    const code = await this.nodeRed.stop(signal);
    if (signal === 'SIGTERM' && code !== 0) this.#unhandled.push(`exit code ${String(code)}`);
    this.#unhandled.push(...this.nodeRed.trouble());
    for (const [name, count] of Object.entries(this.#lastFigures?.counts ?? {}))
      this.#counts[name] = (this.#counts[name] ?? 0) + count;
    this.#lastFigures = undefined;
    this.#heaps = [];
  }

  async #look(): Promise<void> {
    const figures = await this.nodeRed.figures();
    this.#lastFigures = figures;
    this.#warnings.push(...figures.warnings);
    this.#heaps.push(figures.heap);
    this.#heapFirst ||= figures.heap;
    this.#heapGrowthMost = Math.max(this.#heapGrowthMost, figures.heap - (this.#heaps[0] ?? 0));
    const { sessions, ends } = await this.nas.command({ do: 'look' });
    this.tell(
      `run ${this.#life}: ${figures.heap.toFixed(1)} MB, ${sessions} sessions, ${ends.length} jobs ended`,
    );
  }

  async #finish(minutes: number, begin: NasAnswer): Promise<SoakFigures> {
    const calm = await this.nas.command({ do: 'faults', rate: 0 });
    await pause(SETTLE_MS);
    await this.#look();
    const heapLast = this.#lastFigures?.heap ?? 0;
    await this.#endLife('SIGTERM');
    const left = await this.nas.command({ do: 'look' });
    const events = readEvents(this.#journal);
    const ends = left.ends.filter(({ at }) => at > begin.now && at <= calm.now);
    if (process.env['SOAK_KEEP'] !== undefined) copyFileSync(this.#journal, process.env['SOAK_KEEP']);
    const lost = WATCHES.flatMap((node) =>
      lostEnds(node, events, ends).map((end) => `${node} ${JSON.stringify(end)}`),
    );
    const twice = repeats(events, this.#killed);
    return {
      minutes,
      simulatedHours: Math.round((left.now - begin.now) / 3600),
      counts: this.#counts,
      gracefulRestarts: this.#graceful - 1,
      kills: this.#killed.size,
      reboots: this.#reboots,
      otherBlows: this.#otherBlows,
      unhandled: this.#unhandled,
      warnings: [...new Set(this.#warnings)],
      heapGrowthMost: this.#heapGrowthMost,
      heapFirst: this.#heapFirst,
      heapLast,
      sessionsLeft: left.sessions,
      sessionsExcused: this.#sessionsExcused,
      settingsSent: left.settingsSent,
      settingsTwice: left.settingsTwice,
      backupsSent: left.backupsSent,
      jobsEnded: ends.length,
      events: events.length,
      eventsLost: lost,
      repeatsAfterKill: twice.afterKill,
      repeatsOtherwise: twice.otherwise.map((event) => JSON.stringify(event)),
      simulatorErrors: left.internalErrors,
    };
  }
}

function journalIn(installed: InstalledPackage): string {
  return path.join(installed.userDirectory, 'soak-events.ndjson');
}

/** Starts Node-RED once more; each run hands out numbers of its own. */
async function startLife(installed: InstalledPackage, life: number): Promise<WatchedNodeRed> {
  if (life === 1) rmSync(journalIn(installed), { force: true });
  process.env['SOAK_JOURNAL'] = journalIn(installed);
  process.env['SOAK_LIFE'] = String(life);
  process.env['SOAK_FIRST_NUMBER'] = String((life - 1) * NUMBERS_PER_LIFE);
  return WatchedNodeRed.start(installed.userDirectory);
}
