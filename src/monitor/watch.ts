import { ABANDONED_SECONDS, DAY_SECONDS, HOUR_SECONDS } from '../abb/seconds.js';
import type { Result } from '../abb/shapes/result.js';
import { text } from '../texts/texts.js';
import { compare, type Comparison, lost } from './compare/compare.js';
import { endedJobs } from './compare/ended-jobs.js';
import { isDoubtful, recognise, type Recognised } from './compare/recognise.js';
import { newestTime } from './compare/stream.js';
import { Filter } from './filter.js';
import { nobodysNames } from './nobodys-names.js';
import type { MonitorState, WatcherOptions } from './options.js';
import { overheard } from './overheard.js';
import { Bookmark } from './position/bookmark.js';
import { newPosition } from './position/position.js';
import { UnreadablePosition } from './position/unreadable.js';
import type { Need } from './read/list-reader.js';
import type { Numbered, SeenTask, Snapshot } from './snapshot.js';
import { readerOf, type Wants, wantsOf } from './wants.js';

/** One user of a monitor: what it wants, and how far it has been told. */
export class Watch {
  #wants: Wants;
  readonly #filter: Filter;
  readonly #bookmark: Bookmark;
  #state = '';
  /** Whom the state is for. */
  #reader = '';
  /** Whether all that the state consists of has been read for them. */
  #hasState = false;
  /** Chosen names of which it has said that nothing has them. */
  readonly #nobodys = new Set<string>();
  #loading: Promise<void> | undefined;
  #problem: Error | undefined;
  #closed = false;

  /**
   * @param now milliseconds since the epoch
   * @param session what events name as their session
   */
  constructor(
    readonly options: WatcherOptions,
    now: number,
    private readonly session: string | undefined,
  ) {
    this.#wants = wantsOf(options, readerOf(options));
    this.#filter = new Filter(options);
    const notice = (sentence: string) => this.#notice(sentence);
    this.#bookmark = new Bookmark(options.position, newPosition(Math.floor(now / 1000)), notice);
  }

  /**
   * A poll begins: sees to it that it knows where it was, and what it wants, which may be something else than last time.
   * @returns why it cannot take part: what it remembers cannot be read
   */
  async begin(): Promise<Error | undefined> {
    const reader = readerOf(this.options);
    this.#wants = wantsOf(this.options, reader);
    if (reader !== this.#reader) this.#forgetState();
    this.#reader = reader;
    const { start = 'stopped' } = this.options;
    this.#problem = start === 'stopped' ? await this.#load() : undefined;
    const problem = this.#problem;
    if (problem && !this.#closed) this.#call(() => this.options.onError?.(problem));
    return this.#problem;
  }

  /** Why it takes no part in polls at the moment. */
  get problem(): Error | undefined {
    return this.#problem;
  }

  /** What it wants of the poll that is under way. */
  get wants(): Wants {
    return this.#wants;
  }

  /** Whether there is something that it has not read at all yet. */
  get isBeginning(): boolean {
    const { results, tasks, low } = this.#bookmark.position;
    const { wants } = this;
    return (
      !results || (wants.tasks && !tasks) || (wants.storages && !low) || (wants.state && !this.#hasState)
    );
  }

  /** Whether it has not read the history yet. */
  get lacksResults(): boolean {
    return !this.#bookmark.position.results;
  }

  get lacksVersions(): boolean {
    return this.wants.versions && !this.#bookmark.position.versions;
  }

  /** Whether a job runs that is worth looking at often. @param now milliseconds since the epoch */
  isBusy(now: number): boolean {
    const { results } = this.#bookmark.position;
    return results?.open.some(({ since }) => now / 1000 - since < ABANDONED_SECONDS) ?? false;
  }

  /** What it needs of a list. @param now milliseconds since the epoch */
  needOf(part: 'results' | 'errors' | 'warnings', now: number): Need {
    const { polledAt, results, [part]: position } = this.#bookmark.position;
    const { start } = this.options;
    if (!position) {
      const since = typeof start === 'object' ? now / 1000 - start.hours * HOUR_SECONDS : Infinity;
      return { position: undefined, since, ids: [] };
    }
    const newest = newestTime(position);
    const open = part === 'results' ? (results?.open.map(({ id }) => id) ?? []) : [];
    const gaps = part === 'results' ? (results?.gaps.map(([id]) => id) ?? []) : [];
    const since = Math.min(newest === 0 ? polledAt : newest, polledAt) - DAY_SECONDS;
    return { position, since, ids: [...open, ...gaps] };
  }

  /** Whether this history leaves in doubt what NAS it is that answers. */
  doubts(reading: Snapshot['results']): boolean {
    return isDoubtful(this.#bookmark.position, reading);
  }

  /** Whether it has to compare times of the NAS with ours: it begins some hours ago, or with another NAS. */
  needsClock(snapshot: Snapshot): boolean {
    if (!this.#bookmark.position.results) return typeof this.options.start === 'object';
    return this.recognises(snapshot) === 'replaced';
  }

  /** What this NAS is to it. */
  recognises(snapshot: Snapshot): Recognised {
    return recognise(this.#bookmark.position, snapshot);
  }

  /** The jobs of whose end it is going to tell. */
  endedJobs(snapshot: Snapshot): readonly Numbered<Result>[] {
    return endedJobs(this.#bookmark.position, snapshot, this.options);
  }

  /** Tells what is new, and remembers that it has. */
  async tell(snapshot: Snapshot): Promise<void> {
    if (this.#closed) return;
    await this.#hand(compare(this.#bookmark.position, snapshot, this.options), snapshot.now);
    if (this.#wants.state && !snapshot.isPartial) this.#hasState = true;
    if (snapshot.tasks) this.#sayNobodys(snapshot.tasks);
  }

  /** Whether it wants the state, and all of it has been read since. */
  get isReadyForState(): boolean {
    return this.#wants.state && this.#hasState;
  }

  /** Tells the state of a NAS that does not answer, as far as it is known. */
  tellAway(state: MonitorState): void {
    if (this.#wants.state) this.tellState(state);
  }

  /** Tells the state, if it is another one than before. */
  tellState(state: MonitorState): void {
    if (this.#closed) return;
    const shown = JSON.stringify({ ...state, at: '' });
    if (shown === this.#state) return;
    this.#state = shown;
    this.#call(() => this.options.onState?.(structuredClone(state)));
  }

  /** Tells that a poll went well. */
  polled(running: number): void {
    if (!this.#closed) this.#call(() => this.options.onPoll?.(running));
  }

  /**
   * Tells that a poll failed.
   * @param isAway whether the NAS is taken to be away by now
   */
  async failed(error: Error, isAway: boolean, now: number): Promise<void> {
    if (this.#closed) return;
    this.#call(() => this.options.onError?.(error));
    const { position } = this.#bookmark;
    if (isAway && !position.unreachable) await this.#hand(lost(position, now), now);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#loading?.catch(() => undefined);
    await this.#bookmark.close();
  }

  async #hand({ happenings, position, notices }: Comparison, now: number): Promise<void> {
    const { session } = this;
    for (const event of happenings.flatMap((happening) => this.#filter.pick(happening))) {
      const told = session === undefined ? event : { ...event, session };
      // A copy: it is made of what the next look is compared with, and of what other watchers are told.
      this.#call(() => this.options.onEvent(structuredClone(told)));
    }
    for (const sentence of notices) this.#notice(sentence);
    await this.#bookmark.move(position, now);
  }

  #sayNobodys(tasks: readonly SeenTask[]): void {
    const names = nobodysNames(this.options, tasks).filter((name) => !this.#nobodys.has(name));
    if (names.length === 0) return;
    for (const name of names) this.#nobodys.add(name);
    this.#notice(text('watch.nobody', { names: names.map((name) => JSON.stringify(name)).join(', ') }));
  }

  async #load(): Promise<Error | undefined> {
    this.#loading ??= this.#bookmark.load();
    try {
      await this.#loading;
      return undefined;
    } catch (error) {
      this.#loading = undefined;
      return new UnreadablePosition(error instanceof Error ? error.message : String(error));
    }
  }

  /** Tells something. What is thrown must neither end the poll for others nor have the same told for ever. */
  #call(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      overheard(error);
    }
  }

  /** Whoever wants it again is told all of it. */
  #forgetState(): void {
    this.#hasState = false;
    this.#state = '';
  }

  #notice(sentence: string): void {
    if (!this.#closed) this.#call(() => this.options.onNotice?.(sentence));
  }
}
