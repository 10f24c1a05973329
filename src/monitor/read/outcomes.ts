import { row, rows } from '../../abb/fields.js';
import { TRANSFER_LIST } from '../../abb/methods.js';
import { isBackupResult, type Result } from '../../abb/shapes/result.js';
import { parseDeviceTransfers } from '../../abb/shapes/transfers.js';
import { seconds } from '../compare/happening.js';
import type { DeviceOutcome } from '../events.js';
import type { Numbered } from '../snapshot.js';
import type { Call } from './nas.js';

/** Asks how the machines of these runs came out, over the span of the runs; undefined when none was a backup. */
export function outcomesCall(ended: readonly Numbered<Result>[]): Call | undefined {
  const backups = ended.filter(({ item }) => isBackupResult(item));
  if (backups.length === 0) return undefined;
  const moments = backups.flatMap(({ at, item }) => [at, seconds(item.endedAt)]).filter((at) => at > 0);
  const parameters = {
    time_start: moments.reduce((first, at) => Math.min(first, at), Infinity),
    time_end: moments.reduce((last, at) => Math.max(last, at), 0),
  };
  return moments.length === 0 ? undefined : { method: TRANSFER_LIST, parameters };
}

/** How each machine came out, by the id of the run. Runs of other times with the same id are told apart by the span. */
export function parseOutcomes(data: unknown): Map<number, DeviceOutcome[]> {
  const outcomes = new Map<number, DeviceOutcome[]>();
  for (const entry of rows(row(data)['device_list'])) {
    // Most devices of a large NAS had no part in these runs.
    if (rows(entry['transfer_list']).length === 0) continue;
    const { device, runs } = parseDeviceTransfers(entry);
    for (const { resultId, outcome, transferredBytes, startedAt, endedAt } of runs) {
      if (resultId === null) continue;
      const outcomeOfDevice = {
        id: device.id,
        name: device.name,
        outcome,
        transferredBytes,
        startedAt,
        endedAt,
      };
      outcomes.set(resultId, [...(outcomes.get(resultId) ?? []), outcomeOfDevice]);
    }
  }
  return outcomes;
}
