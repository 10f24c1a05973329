/** One backup of a task from the request to its end. */
import type { ResultStatus } from './codes.js';
import type { Device, NextOutcome, Task, Trigger, Version } from './model.js';
import type { LiveDeviceResult, LiveResult } from './results.js';

/** The part of one device in a backup that has not ended yet. */
export interface DeviceRun {
  readonly device: Device;
  /** Position among the devices of the task. */
  readonly position: number;
  row: LiveDeviceResult | null;
  endsAt: number;
  /** How it will end. */
  plannedStatus: ResultStatus;
  totalBytes: number;
}

export interface Run {
  readonly task: Task;
  readonly trigger: Trigger;
  readonly account: string;
  readonly queuedAt: number;
  readonly pid: number;
  readonly wish: NextOutcome | undefined;
  readonly devices: readonly DeviceRun[];
  phase: 'waiting' | 'running' | 'cancelling' | 'ended';
  result: LiveResult | null;
  version: Version | null;
}

export interface Progress {
  /** 0..1 */
  readonly fraction: number;
  readonly transferredBytes: number;
  readonly totalBytes: number;
}

function deviceFraction(run: DeviceRun, now: number): number {
  if (run.row === null) return 0;
  if (run.row.endedAt > 0) return 1;
  const length = Math.max(1, run.endsAt - run.row.startedAt);
  return Math.min(1, Math.max(0, (now - run.row.startedAt) / length));
}

/** How far a backup has come. @param now seconds, may have a fraction */
export function progressOf(run: Run, now: number): Progress {
  let share = 0;
  let transferredBytes = 0;
  let totalBytes = 0;
  for (const part of run.devices) {
    const fraction = deviceFraction(part, now);
    share += fraction;
    transferredBytes += Math.floor(part.totalBytes * fraction);
    totalBytes += part.totalBytes;
  }
  return {
    fraction: run.devices.length === 0 ? 0 : share / run.devices.length,
    transferredBytes,
    totalBytes,
  };
}
