import { rows } from '../fields.js';
import { HYPERVISOR_LIST } from '../methods.js';
import type { Operation } from '../operation.js';
import { type Hypervisor, parseHypervisor } from '../shapes/hypervisor.js';
import { byName } from '../sorting.js';

const parameters = {};

/** Lists the hosts of virtual machines that Active Backup knows; by name. */
export const hypervisors: Operation<typeof parameters, readonly Hypervisor[]> = {
  name: 'hypervisors',
  weight: 'reads',
  method: HYPERVISOR_LIST,
  alsoCalls: [],
  parameters,
  async run(access) {
    // Unlike all others, this reply is the bare list.
    const raw = await access.call(HYPERVISOR_LIST, {});
    const found = rows(raw);
    return {
      result: () => found.map(parseHypervisor).sort(byName),
      raw,
      total: found.length,
      count: found.length,
    };
  },
};
