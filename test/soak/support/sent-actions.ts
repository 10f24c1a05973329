import type { Simulator } from '../../../simulator/index.js';

/** Looks through what a NAS has received for actions that came twice. Forgets what it has looked at. */
export class SentActions {
  readonly #marks = new Set<unknown>();
  #twice = 0;
  #backups = 0;

  constructor(private readonly nas: Simulator) {}

  /** Takes in what has been received since the last time. */
  look(): void {
    const { journal } = this.nas;
    for (const { parameters } of journal.calls('SYNO.ActiveBackup.Setting', 'set')) {
      const mark = markIn(parameters['settings']);
      if (this.#marks.has(mark)) this.#twice += 1;
      this.#marks.add(mark);
    }
    this.#backups += journal.calls('SYNO.ActiveBackup.Task', 'backup').length;
    journal.clear();
  }

  /** Settings that came twice; each message sets another value. */
  get twice(): number {
    return this.#twice;
  }

  get settings(): number {
    return this.#marks.size;
  }

  /** Starts of backups. */
  get backups(): number {
    return this.#backups;
  }
}

function markIn(settings: unknown): unknown {
  const rows = settings as readonly { name: string; value: string }[];
  return rows.find(({ name }) => name === 'global_backup_bandwidth_number')?.value;
}
