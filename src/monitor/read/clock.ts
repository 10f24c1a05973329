import { number, row } from '../../abb/fields.js';
import { AbbError } from '../../dsm/errors.js';
import { GET_KEY } from '../../dsm/encryption.js';
import type { Nas } from './nas.js';

/** Seconds by which the clock of the NAS is ahead of ours; 0 when it does not tell. @param now epoch milliseconds */
export async function clockOffset(nas: Nas, now: number): Promise<number> {
  try {
    const time = number(row(await nas.call(GET_KEY, {}))['server_time']);
    return time === null ? 0 : time - Math.floor(now / 1000);
  } catch (error) {
    if (error instanceof AbbError && error.cause !== undefined) return 0;
    throw error;
  }
}
