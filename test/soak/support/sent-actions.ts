import type { Simulator } from '../../../simulator/index.js';

/** Looks through what a NAS has received for actions that came twice. Forgets what it has looked at. */
export class SentActions {
  readonly #marks = new Set<string>();
  #twice = 0;
  #backups = 0;

  constructor(private readonly nas: Simulator) {}

  /** Takes in what has been received since the last time. */
  look(): void {
    const { journal } = this.nas;
    for (const { parameters } of journal.calls('SYNO.ActiveBackup.Setting', 'set')) {
      const mark = markIn(parameters['settings']);
      if (mark === undefined) continue;
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

/** @param settings as text where the request was struck before it was read */
function markIn(settings: unknown): string | undefined {
  const rows: unknown = typeof settings === 'string' ? JSON.parse(settings) : settings;
  const found = (rows as readonly Setting[]).find(({ name }) => name === 'global_backup_bandwidth_number');
  return found?.value;
}

interface Setting {
  readonly name: string;
  readonly value: string;
}
