import { number, row, rows } from '../fields.js';
import { TRANSFER_LIST } from '../methods.js';
import type { Operation } from '../operation.js';
import { moment, optional } from '../parameters/kinds.js';
import { checkWindow } from '../parameters/read.js';
import { DAY_SECONDS } from '../seconds.js';
import { type DeviceTransfers, parseDeviceTransfers } from '../shapes/transfers.js';
import { byName } from '../sorting.js';

const parameters = {
  /** A day ago when it is not given. */
  from: optional(moment),
  /** Now when it is not given. */
  to: optional(moment),
};

/** Lists what each device has transferred in a window of time; by the name of the device. */
export const transfers: Operation<typeof parameters, readonly DeviceTransfers[]> = {
  name: 'transfers',
  weight: 'reads',
  method: TRANSFER_LIST,
  alsoCalls: [],
  parameters,
  async run(access, values) {
    const now = Math.floor(access.now.getTime() / 1000);
    const { from = now - DAY_SECONDS, to = now } = values;
    checkWindow(from, to);
    const raw = await access.call(TRANSFER_LIST, { time_start: from, time_end: to });
    const found = rows(row(raw)['device_list']);
    return {
      result: () => found.map(parseDeviceTransfers).sort((a, b) => byName(a.device, b.device)),
      raw,
      total: number(row(raw)['total']) ?? found.length,
      count: found.length,
    };
  },
};
