import { BACKUP_TYPE } from '../../world/codes.js';
import type { Device } from '../../world/model.js';
import { secret } from '../secrets.js';

/** Whether a device has an agent that reports its state; VMs and file servers have none. */
function hasAgent({ backupType }: Device): boolean {
  return backupType !== BACKUP_TYPE.vm && backupType !== BACKUP_TYPE.fileServer;
}

/**
 * A device as it stands in many replies, secrets included, as on a real NAS. Fields that are not sent are
 * `undefined`: rows of one shape are much cheaper than rows put together from parts.
 *
 * @param newer whether the package is one that sends database accounts
 * @param live whether the state of the agent is sent
 */
export function deviceRow(device: Device, { newer, live }: { newer: boolean; live: boolean }): object {
  const isVm = device.backupType === BACKUP_TYPE.vm;
  const isNas = device.backupType === BACKUP_TYPE.nas;
  const withAgent = live && hasAgent(device);
  return {
    agent_can_backup: withAgent ? device.online : undefined,
    agent_driver_status: withAgent ? 'enable' : undefined,
    agent_status: withAgent ? (device.online ? 'online' : 'offline') : undefined,
    agent_token: secret('agent-token', device.id),
    agentless_auth_policy: 0,
    auto_discovery: false,
    backup_type: device.backupType,
    create_time: device.registeredAt,
    device_id: device.id,
    device_uuid: device.uuid,
    driver_status: withAgent ? null : undefined,
    dsm_model: isNas ? 'DS923+' : '',
    dsm_unique: isNas ? 'synology_r1000_ds923+' : '',
    host_ip: isVm ? '' : device.address,
    host_name: device.hostName,
    host_port: 0,
    hypervisor_id: device.hypervisorId === 0 ? '' : String(device.hypervisorId),
    inventory_id: device.hypervisorId,
    kernel_version: newer ? '' : undefined,
    login_password: secret('login-password', device.id),
    login_time: device.registeredAt + 9,
    login_user: device.userName,
    login_user_id: device.userId,
    mssql_password: newer ? secret('mssql-password', device.id) : undefined,
    mssql_user: newer ? 'sa' : undefined,
    oracle_password: newer ? secret('oracle-password', device.id) : undefined,
    oracle_user: newer ? 'system' : undefined,
    os_name: device.osName,
    platform_type: device.platform,
    time_zone: newer ? 3600 : undefined,
    vm_moid_path: isVm ? `vm-${String(device.id)}` : '',
  };
}
