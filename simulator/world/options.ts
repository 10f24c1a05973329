/** How large a made-up world is. */
export interface WorldSize {
  readonly tasks: number;
  /** Devices per task; 1 when missing. */
  readonly devicesPerTask?: number;
  /** Rows of the past, exactly; when missing, what the schedules give in `historyDays`. */
  readonly historyRows?: number;
  /** How far the past goes back, days; 28 when missing, or 364 when `historyRows` is given. */
  readonly historyDays?: number;
  /** Shortest and longest duration of the backup of one device in seconds; 30 to 300 when missing. */
  readonly backupSeconds?: readonly [number, number];
  /** Whether tasks start by themselves; true when missing. One in ten does not even then. */
  readonly scheduled?: boolean;
  /** Storages; 2 when missing. */
  readonly storages?: number;
}

export interface WorldOptions {
  /** The same seed, size and times give the same world. */
  readonly seed: number;
  /** `demo`: a small office with friendly names; `empty`: the package just after it was installed. */
  readonly size: 'demo' | 'empty' | WorldSize;
  /** When the world begins, milliseconds since the epoch; the clock's time when missing. */
  readonly startAt?: number;
  /** IANA name of the time zone of the NAS; UTC when missing. */
  readonly timeZone?: string;
  /** How often a backup fails, 0..1; in the demo each task has a rate of its own when this is missing. */
  readonly failRate?: number;
  /** Refuse to back up a device that is offline (code 5001) instead of letting the backup fail; false when missing. */
  readonly refuseOffline?: boolean;
  /** How long the removal of a task or of versions takes, seconds; 3 when missing. */
  readonly removalSeconds?: number;
}

/** What `addTask` needs to know; everything else has sensible values. */
export interface NewTask {
  readonly name: string;
  /** One of the numbers of the reference: 1 VM, 2 PC, 3 physical server, 4 file server, 5 NAS; 2 when missing. */
  readonly backupType?: 1 | 2 | 3 | 4 | 5;
  /** Host names of new devices; one named after the task when missing. */
  readonly hostNames?: readonly string[];
  /** Hour of the day at which it starts every day; when missing it has no schedule. */
  readonly dailyAtHour?: number;
  readonly keepVersions?: number;
  readonly failRate?: number;
}
