import { boolean, number, type Row, string, time } from '../fields.js';
import { BACKUP_TYPE, type BackupTypeWord, PLATFORM, type PlatformWord } from '../words.js';
import type { Named, Result } from './result.js';

/** A machine that is backed up. */
export interface Device {
  readonly id: number | null;
  readonly uuid: string | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly os: string | null;
  readonly platform: PlatformWord | null;
  readonly backupType: BackupTypeWord | null;
  /** `online`, `offline` or another word of DSM's; machines without an agent have none. */
  readonly agentStatus: string | null;
  readonly canBackUp: boolean | null;
  readonly registeredAt: string | null;
  readonly userName: string | null;
  readonly tasks: readonly Named[];
  readonly lastBackup: Result | null;
}

/**
 * Reads a device row. DSM's `login_time` is not a sign of life but the time of registration, so nothing is made
 * of it beside that; and of the many secrets in a row none is read.
 */
export function parseDevice(device: Row, tasks: readonly Named[], lastBackup: Result | null): Device {
  const platform = number(device['platform_type']);
  return {
    id: number(device['device_id']),
    uuid: string(device['device_uuid']),
    name: string(device['host_name']),
    address: string(device['host_ip']),
    os: string(device['os_name']),
    platform: platform === 0 ? null : PLATFORM.wordOrNull(platform),
    backupType: BACKUP_TYPE.wordOrNull(number(device['backup_type'])),
    agentStatus: string(device['agent_status']),
    canBackUp: boolean(device['agent_can_backup']),
    registeredAt: time(device['create_time']) ?? time(device['login_time']),
    userName: string(device['login_user']),
    tasks,
    lastBackup,
  };
}
