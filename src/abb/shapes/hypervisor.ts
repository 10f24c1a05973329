import { number, type Row, string } from '../fields.js';
import { HYPERVISOR_TYPE, type HypervisorTypeWord } from '../words.js';

/** A host of virtual machines that Active Backup knows. */
export interface Hypervisor {
  readonly id: number | null;
  readonly name: string | null;
  readonly type: HypervisorTypeWord | null;
  readonly address: string | null;
  readonly port: number | null;
  readonly description: string | null;
  readonly version: string | null;
}

/** Reads a row of Inventory.list. Beside id and name no public reply shows its fields, so several are tried. */
export function parseHypervisor(inventory: Row): Hypervisor {
  return {
    id: number(inventory['inventory_id']),
    name: string(inventory['host_name']),
    type: HYPERVISOR_TYPE.wordOrNull(number(inventory['host_type']) ?? number(inventory['type'])),
    address: string(inventory['host_ip']) ?? string(inventory['host_addr']) ?? string(inventory['address']),
    port: number(inventory['host_port']),
    description: string(inventory['description']),
    version: string(inventory['version']),
  };
}
