import { number, row, type Row, rows, time } from '../fields.js';
import type { OutcomeWord } from '../words.js';
import { durationOf } from './duration.js';
import { type Device, parseDevice } from './device.js';
import { outcome } from './result.js';

/** What one device has sent to the NAS within a window of time. */
export interface DeviceTransfers {
  readonly device: Device;
  readonly transferredBytes: number;
  readonly processedBytes: number;
  /** Newest first. */
  readonly runs: readonly TransferRun[];
}

/** The part that one device had in one run of a task. */
export interface TransferRun {
  readonly resultId: number | null;
  readonly outcome: OutcomeWord;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationSeconds: number | null;
  readonly transferredBytes: number | null;
  readonly processedBytes: number | null;
}

/** Reads a row of Overview.list_device_transfer_size. Devices without a run appear with an empty list. */
export function parseDeviceTransfers(entry: Row): DeviceTransfers {
  const runs = rows(entry['transfer_list']).map(parseRun).sort(laterFirst);
  return {
    device: parseDevice(row(entry['device']), [], null),
    transferredBytes: sum(runs.map((run) => run.transferredBytes)),
    processedBytes: sum(runs.map((run) => run.processedBytes)),
    runs,
  };
}

function parseRun(run: Row): TransferRun {
  const startedAt = number(run['time_start']) ?? 0;
  const endedAt = number(run['time_end']) ?? 0;
  return {
    resultId: number(run['result_id']),
    outcome: outcome(number(run['status']), startedAt, endedAt),
    startedAt: time(startedAt),
    endedAt: time(endedAt),
    durationSeconds: durationOf(startedAt, endedAt),
    transferredBytes: number(run['transfered_bytes']),
    processedBytes: number(run['processed_bytes']),
  };
}

function laterFirst(a: TransferRun, b: TransferRun): number {
  return (b.startedAt ?? '').localeCompare(a.startedAt ?? '') || (b.resultId ?? 0) - (a.resultId ?? 0);
}

function sum(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((total, value) => total + (value ?? 0), 0);
}
