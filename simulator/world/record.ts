import type { ResultStatus } from './codes.js';

/** Something that happened in the world, as the world itself knows it; tests compare a client's events with it. */
export interface Happening {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly kind:
    | 'task_added'
    | 'task_renamed'
    | 'task_changed'
    | 'task_removed'
    | 'run_accepted'
    | 'run_skipped'
    | 'run_never_starts'
    | 'run_started'
    | 'run_cancelling'
    | 'run_withdrawn'
    | 'run_finished'
    | 'job_started'
    | 'job_finished'
    | 'device_run_started'
    | 'device_run_finished'
    | 'version_added'
    | 'version_removed'
    | 'device_online'
    | 'device_offline'
    | 'setting_changed'
    | 'logs_cleared'
    | 'history_cleared'
    | 'package_reinstalled'
    | 'clock_jumped';
  readonly taskId?: number;
  readonly taskName?: string;
  readonly deviceId?: number;
  readonly resultId?: number;
  readonly versionId?: number;
  readonly status?: ResultStatus;
  readonly setting?: string;
}

/** So many happenings are remembered; a test that makes more must read in between. */
const REMEMBERED = 1_000_000;

/** Everything that happened since the world began, in order. */
export class WorldRecord {
  readonly happenings: Happening[] = [];

  add(happening: Happening): void {
    if (this.happenings.length >= REMEMBERED) this.happenings.splice(0, REMEMBERED / 10);
    this.happenings.push(happening);
  }
}
