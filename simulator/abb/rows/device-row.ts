import { BACKUP_TYPE } from '../../world/codes.js';
import type { Device } from '../../world/model.js';
import { secret } from '../secrets.js';

/** Whether a device has an agent that reports its state; VMs and file servers have none. */
function hasAgent({ backupType }: Device): boolean {
  return backupType !== BACKUP_TYPE.vm && backupType !== BACKUP_TYPE.fileServer;
}

function liveFields(device: Device): Record<string, unknown> {
  if (!hasAgent(device)) return {};
  return {
    agent_can_backup: device.online,
    agent_driver_status: 'enable',
    agent_status: device.online ? 'online' : 'offline',
    driver_status: null,
  };
}

function newerFields(device: Device): Record<string, unknown> {
  return {
    kernel_version: '',
    mssql_password: secret('mssql-password', device.id),
    mssql_user: 'sa',
    oracle_password: secret('oracle-password', device.id),
    oracle_user: 'system',
    time_zone: 3600,
  };
}

/**
 * A device as it stands in many replies, secrets included, as on a real NAS.
 *
 * @param newer whether the package is one that sends database accounts
 * @param live whether the state of the agent is sent
 */
export function deviceRow(device: Device, { newer, live }: { newer: boolean; live: boolean }): object {
  const isVm = device.backupType === BACKUP_TYPE.vm;
  const isNas = device.backupType === BACKUP_TYPE.nas;
  return {
    ...(live ? liveFields(device) : {}),
    agent_token: secret('agent-token', device.id),
    agentless_auth_policy: 0,
    auto_discovery: false,
    backup_type: device.backupType,
    create_time: device.registeredAt,
    device_id: device.id,
    device_uuid: device.uuid,
    dsm_model: isNas ? 'DS923+' : '',
    dsm_unique: isNas ? 'synology_r1000_ds923+' : '',
    host_ip: isVm ? '' : device.address,
    host_name: device.hostName,
    host_port: 0,
    hypervisor_id: device.hypervisorId === 0 ? '' : String(device.hypervisorId),
    inventory_id: device.hypervisorId,
    login_password: secret('login-password', device.id),
    login_time: device.registeredAt + 9,
    login_user: device.userName,
    login_user_id: device.userId,
    os_name: device.osName,
    platform_type: device.platform,
    vm_moid_path: isVm ? `vm-${String(device.id)}` : '',
    ...(newer ? newerFields(device) : {}),
  };
}
