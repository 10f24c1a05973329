import type { JournalCall, JournalEntry, Simulator } from '../../../simulator/index.js';

// Real time after which a request that has no answer will not get one.
const UNANSWERED_MS = 10_000;

/** Looks through what a NAS has carried out for actions that came twice. Forgets what it has looked at. */
export class SentActions {
  readonly #marks = new Set<unknown>();
  #twice = 0;
  #backups = 0;

  constructor(private readonly nas: Simulator) {}

  /** Takes in what has come to an end since the last time. */
  look(): void {
    const { journal, clock } = this.nas;
    const old = clock.now() - UNANSWERED_MS * clock.speed;
    const isOpen = ({ answeredAt, at }: JournalEntry) => answeredAt === undefined && at > old;
    const open = journal.entries.filter(isOpen);
    for (const { call } of journal.entries.filter((entry) => !isOpen(entry))) if (call?.ran) this.#take(call);
    journal.entries.splice(0, Infinity, ...open);
  }

  #take({ api, method, parameters }: JournalCall): void {
    if (api === 'SYNO.ActiveBackup.Task' && method === 'backup') this.#backups += 1;
    if (api !== 'SYNO.ActiveBackup.Setting' || method !== 'set') return;
    const mark = markIn(parameters['settings']);
    if (this.#marks.has(mark)) this.#twice += 1;
    this.#marks.add(mark);
  }

  /** Settings that were made twice; each message sets another value. */
  get twice(): number {
    return this.#twice;
  }

  get settings(): number {
    return this.#marks.size;
  }

  /** Starts of backups that were carried out. */
  get backups(): number {
    return this.#backups;
  }
}

function markIn(settings: unknown): unknown {
  const rows = settings as readonly { readonly name: string; readonly value: string }[];
  return rows.find(({ name }) => name === 'global_backup_bandwidth_number')?.value;
}
