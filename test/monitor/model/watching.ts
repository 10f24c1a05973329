/** The watching side of a history: a monitor, its watchers and their positions, through restarts and crashes. */
import type { Simulator } from '../../../simulator/index.js';
import { DsmSession } from '../../../src/dsm/session.js';
import { ActiveBackup, allowedMethods } from '../../../src/index.js';
import { type EventName, Monitor, type PositionStore, type Watcher } from '../../../src/monitor/index.js';
import { sessionOptions } from '../../support/nas.js';
import type { Answer, Poll } from './account.js';
import type { History, WatcherPlan } from './history.js';
import type { Witness } from './witness.js';

/** A position that can be put back to what it was when the last poll began. */
class Memory {
  #text: string | undefined;
  #before: string | undefined;

  /** A new handle; a killed process is one whose handle writes no more. */
  open(): PositionStore & { kill(): void } {
    let killed = false;
    return {
      kill: () => {
        killed = true;
      },
      load: () => Promise.resolve(this.#text === undefined ? undefined : JSON.parse(this.#text)),
      save: (position) => {
        if (!killed) this.#text = JSON.stringify(position);
        return Promise.resolve();
      },
      remove: () => {
        if (!killed) this.#text = undefined;
        return Promise.resolve();
      },
    };
  }

  mark(): void {
    this.#before = this.#text;
  }

  putBack(): void {
    this.#text = this.#before;
  }
}

/** These rest on the judgement of health, which has a table of scenarios of its own. */
const JUDGED_ELSEWHERE: ReadonlySet<EventName> = new Set(['device.overdue', 'device.recovered']);

interface Seat {
  readonly plan: WatcherPlan;
  readonly memory: Memory;
  readonly polls: Poll[];
  handle: ReturnType<Memory['open']>;
  watcher: Watcher | undefined;
}

export class Watching {
  readonly #nas: Simulator;
  readonly #witness: Witness;
  readonly #ahead: number;
  readonly #seats: readonly Seat[];
  #session: DsmSession;
  #monitor: Monitor;
  #life = 0;
  /** Every watcher of this life has had a poll that was answered. */
  #begun = false;

  constructor(nas: Simulator, history: History, witness: Witness) {
    this.#nas = nas;
    this.#witness = witness;
    this.#ahead = history.ahead;
    this.#seats = history.watchers.map((plan) => {
      const memory = new Memory();
      return { plan, memory, polls: [], handle: memory.open(), watcher: undefined };
    });
    this.#session = this.#newSession();
    this.#monitor = this.#newMonitor();
  }

  get polls(): readonly (readonly Poll[])[] {
    return this.#seats.map(({ polls }) => polls);
  }

  /** Whether every watcher has something to compare with, so that a poll may be less than certain. */
  get hasBegun(): boolean {
    return this.#begun;
  }

  start(): void {
    this.#begun = this.#life > 0 && this.#begun && this.#seats.every(({ plan }) => plan.start === 'stopped');
    for (const seat of this.#seats) {
      seat.handle = seat.memory.open();
      seat.watcher = this.#monitor.watch({
        start: seat.plan.start,
        machines: seat.plan.machines,
        ...(seat.plan.events === undefined ? {} : { events: seat.plan.events }),
        ...(seat.plan.taskIds === undefined ? {} : { taskIds: seat.plan.taskIds }),
        ...(seat.plan.deviceIds === undefined ? {} : { deviceIds: seat.plan.deviceIds }),
        position: seat.handle,
        onEvent: (event) => {
          if (!JUDGED_ELSEWHERE.has(event.event)) current(seat).events.push(event);
        },
        onState: (state) => current(seat).states.push(state),
        onNotice: (sentence) => current(seat).notices.push(sentence),
        onError: (error) => current(seat).errors.push(error),
      });
    }
  }

  /** @param secondsPerCall how much time passes before each call that the NAS answers */
  async poll(answer: Answer, secondsPerCall: number): Promise<void> {
    const photos = secondsPerCall > 0 ? [] : [this.#witness.photo()];
    const { moment: begin, era } = this.#witness;
    const nasBegin = this.#nas.world.now;
    for (const { polls, memory } of this.#seats) {
      memory.mark();
      const told = { events: [], notices: [], errors: [], states: [], undone: false };
      polls.push({
        ...{ answer, era, life: this.#life, begin, nasBegin, photos },
        ...{ end: begin, nasEnd: nasBegin, clientAt: 0, ...told },
      });
    }
    const ticking = secondsPerCall > 0 ? this.#tick(secondsPerCall, photos) : undefined;
    // A poll that fails has told its watchers; what it brought is judged by what was done to its requests.
    await this.#monitor.poll().catch(() => undefined);
    ticking?.cancel();
    if (ticking !== undefined) photos.push(this.#witness.photo());
    for (const seat of this.#seats) {
      const poll = current(seat);
      poll.end = this.#witness.moment;
      poll.nasEnd = this.#nas.world.now;
      poll.clientAt = Math.floor(this.#clientNow() / 1000);
    }
    if (answer === 'whole') this.#begun = true;
  }

  async restart(how: 'graceful' | 'crash', login: boolean): Promise<void> {
    const polls = this.#seats[0]?.polls ?? [];
    const last = polls.at(-1);
    const killed = how === 'crash' && this.#begun && last?.life === this.#life && this.#hasBegunBefore(polls);
    if (killed) {
      for (const seat of this.#seats) {
        seat.handle.kill();
        current(seat).undone = true;
      }
    }
    await this.#stop();
    if (killed) for (const { memory } of this.#seats) memory.putBack();
    if (login) {
      await this.#session.close();
      this.#session = this.#newSession();
    }
    this.#life += 1;
    this.#monitor = this.#newMonitor();
    this.start();
  }

  async close(): Promise<void> {
    await this.#stop();
    await this.#session.close();
  }

  /** The beginning itself is not undone: there would be nothing to compare with. */
  #hasBegunBefore(polls: readonly Poll[]): boolean {
    return polls.slice(0, -1).some(({ answer }) => answer === 'whole');
  }

  async #stop(): Promise<void> {
    for (const { watcher } of this.#seats) await watcher?.close();
    await this.#monitor.close();
  }

  /** Time passes and a photo is taken before each call, also before each one inside a compound request. */
  #tick(seconds: number, photos: Poll['photos']): { cancel(): void } {
    return this.#nas.faults.add({
      kind: 'code',
      code: 100,
      times: Infinity,
      where: () => {
        this.#nas.clock.advance(seconds * 1000);
        this.#witness.catchUp();
        photos.push(this.#witness.photo());
        return false;
      },
    });
  }

  #clientNow(): number {
    const jumped = this.#witness.account.jumps.reduce((sum, { seconds }) => sum + seconds, 0);
    return this.#nas.clock.now() + (this.#ahead - jumped) * 1000;
  }

  #newMonitor(): Monitor {
    return new Monitor(new ActiveBackup(this.#session), { now: () => this.#clientNow() });
  }

  #newSession(): DsmSession {
    // Pauses between tries would only cost time: nothing recovers by itself while a poll is under way.
    const limits = { retryPausesMs: [0], farewellMs: 500 };
    return new DsmSession(sessionOptions(this.#nas, { methods: allowedMethods, limits }));
  }
}

function current({ polls }: Seat): Poll {
  const poll = polls.at(-1);
  if (poll === undefined) throw new Error('told something before the first poll');
  return poll;
}
