/** SYNO.ActiveBackup.Inventory: the hypervisors. */
import type { Parameters } from '../api.js';
import type { Hypervisor } from '../world/model.js';
import { method } from './backup-api.js';
import type { Backup, Methods } from './backup-api.js';
import { optionalIntegers, record } from './parameters.js';
import { secret } from './secrets.js';

export function inventoryMethods(backup: Backup): Methods {
  return { list: method((parameters) => list(backup, parameters)) };
}

/** The reply is a bare list, unlike that of every other method. */
function list({ world }: Backup, parameters: Parameters): unknown {
  const filter = record(parameters, 'filter');
  const types = optionalIntegers(filter, 'type');
  const ids = optionalIntegers(filter, 'inventory_id');
  return [...world.fleet.hypervisors.values()]
    .filter(({ id, hostType }) => types?.includes(hostType) !== false && ids?.includes(id) !== false)
    .map(hypervisorRow);
}

function hypervisorRow(hypervisor: Hypervisor): object {
  const isHyperV = hypervisor.hostType === 3;
  return {
    description: '',
    host_addr: hypervisor.address,
    host_ip: hypervisor.address,
    host_name: hypervisor.hostName,
    host_port: isHyperV ? 5986 : 443,
    host_type: hypervisor.hostType,
    inventory_id: hypervisor.id,
    login_password: secret('hypervisor-password', hypervisor.id),
    login_user: isHyperV ? 'Administrator' : 'root',
    parent_id: 0,
    status: 0,
    thumbprint: secret('thumbprint', hypervisor.id),
    type: hypervisor.hostType,
    version: hypervisor.version,
  };
}
