import { DsmRefusal } from '../api.js';
import { Refused } from '../world/index.js';
import type { RefusalReason } from '../world/index.js';

/** The package's codes; their meanings come from the messages of its own web interface. */
const CODES: Readonly<Record<RefusalReason, number>> = {
  no_such_task: 1010,
  no_such_version: 1103,
  locked_version: 1101,
  being_deleted: 1208,
  already_running: 4005,
  already_waiting: 4007,
  device_offline: 5001,
  name_used: 4003,
};

/** "Invalid parameters", for values of the right type that make no sense. */
export const INVALID_VALUE = 3103;

/** Runs something in the world and says what the world refuses in DSM's codes. */
export function inDsmCodes<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refused) throw new DsmRefusal(CODES[error.reason]);
    throw error;
  }
}
