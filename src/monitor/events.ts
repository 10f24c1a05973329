import type { DeviceHealth } from '../health/index.js';
import type { LogEntry } from '../abb/shapes/log-entry.js';
import type { Progress } from '../abb/shapes/progress.js';
import type { Named, Result } from '../abb/shapes/result.js';
import type { Storage } from '../abb/shapes/storage.js';
import type { TransferRun } from '../abb/shapes/transfers.js';
import type { Version } from '../abb/shapes/version.js';

/** Every event that a watch can give. The names are a promise; see docs/events.md. */
export const EVENT_NAMES = [
  'backup.started',
  'backup.progress',
  'backup.succeeded',
  'backup.partial',
  'backup.failed',
  'backup.cancelled',
  'backup.skipped',
  'job.finished',
  'task.added',
  'task.changed',
  'task.removed',
  'version.added',
  'version.removed',
  'device.online',
  'device.offline',
  'device.overdue',
  'device.recovered',
  'log.error',
  'log.warning',
  'storage.low',
  'nas.unreachable',
  'nas.reachable',
] as const;

export type EventName = (typeof EVENT_NAMES)[number];

/** Something that happened on the NAS. What does not apply to an event is null, or not there at all. */
export interface AbbEvent {
  /** The same for the same happening, always: what came twice after a crash can be recognised by it. */
  readonly id: string;
  readonly event: EventName;
  /** ISO 8601 in UTC. The NAS's own time where it has one, otherwise when it was noticed. */
  readonly at: string;
  /** The name of the session, where it has one. */
  readonly session?: string;
  readonly task: Named | null;
  /** The machine that it is about; for a run, only when its task has exactly one. */
  readonly device: Named | null;
  readonly result: Result | null;
  /** How each machine of a run came out; empty when DSM does not tell. */
  readonly devices?: readonly DeviceOutcome[];
  /** How the machine named in `device` came out, where an event is about one machine of a run with several. */
  readonly outcome?: TransferRun['outcome'];
  readonly progress?: Progress;
  /** Of one that is gone, only what was remembered. */
  readonly version?: Pick<Version, 'id' | 'taskId' | 'startedAt'> & Partial<Version>;
  readonly log?: LogEntry;
  readonly storage?: Storage;
  /** How the device stands, and why, where it has become overdue or is not any more. */
  readonly health?: DeviceHealth;
  /** What is different about a task: `name`, `schedule`, `retention`, `devices`, `target`, `options`. */
  readonly changes?: readonly string[];
  /** The name that a renamed task had before. */
  readonly previousName?: string | null;
}

/** How one machine came out of a run. */
export interface DeviceOutcome {
  readonly id: number | null;
  readonly name: string | null;
  readonly outcome: TransferRun['outcome'];
  readonly transferredBytes: number | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}
