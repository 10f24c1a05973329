import type { Agenda } from './agenda.js';
import type { Fleet } from './fleet.js';
import type { Logs } from './logs.js';
import type { Random } from './random.js';
import type { WorldRecord } from './record.js';
import type { Results } from './results.js';
import type { Settings } from './settings.js';
import type { TimeZone } from './time.js';
import type { Versions } from './versions.js';

/** What the parts of the world that act (backups, retention, removal) work on together. */
export interface WorldState {
  /** Seconds since the epoch: the moment of the happening that is being played. */
  now: number;
  readonly random: Random;
  readonly zone: TimeZone;
  readonly fleet: Fleet;
  readonly settings: Settings;
  readonly agenda: Agenda;
  /** These three are others after the package was installed again. */
  results: Results;
  logs: Logs;
  versions: Versions;
  readonly record: WorldRecord;
  /** Shortest and longest duration of the backup of one device in seconds. */
  readonly backupSeconds: readonly [number, number];
  /** How long the removal of a task or of versions takes, seconds. */
  readonly removalSeconds: number;
}
