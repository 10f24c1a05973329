/** SYNO.ActiveBackup.Setting: the settings of the package. */
import { isIPv4 } from 'node:net';
import { DsmRefusal } from '../api.js';
import type { Parameters } from '../api.js';
import { method } from './backup-api.js';
import type { Backup, Methods } from './backup-api.js';
import { optionalFlag, records } from './parameters.js';
import { INVALID_VALUE } from './refusals.js';

function within(low: number, high: number): (value: string) => boolean {
  return (value) => /^\d+$/.test(value) && Number(value) >= low && Number(value) <= high;
}

function isFlag(value: string): boolean {
  return value === 'true' || value === 'false';
}

function isAddressOrEmpty(value: string): boolean {
  return value === '' || isIPv4(value);
}

/** Which settings can be set, and to what. */
const ALLOWED: Readonly<Record<string, (value: string) => boolean>> = {
  max_concurrent_devices: within(1, 1000),
  memory_usage_limit_percentage: within(1, 100),
  enable_global_bandwidth_control: isFlag,
  global_backup_bandwidth_number: within(0, 1_000_000),
  enable_ip_range_bandwidth_control: isFlag,
  bandwidth_control_ip_start: isAddressOrEmpty,
  bandwidth_control_ip_end: isAddressOrEmpty,
  retention_run_hour: within(0, 23),
  retention_run_min: within(0, 59),
};

export function settingMethods(backup: Backup): Methods {
  return {
    list: method(() => list(backup)),
    set: method((parameters) => set(backup, parameters), ['settings']),
  };
}

/** The end of the package's certificate is a text in older packages and a huge number in newer ones. */
function list({ world, shape }: Backup): unknown {
  return {
    cert_info: {
      cert_from_dsm: {
        cert_common_name: '',
        cert_issuer: 'R10',
        cert_san: [],
        cert_tillTime: 'May 29 18:54:13 2027 GMT',
      },
      cert_from_package: {
        cert_common_name: 'Active Backup for Business',
        cert_issuer: 'Synology Active Backup for Business',
        cert_san: ['Active Backup for Business'],
        cert_tillTime: shape.isNewer ? 2_033_608_492_000_000 : 'Apr 17 19:14:52 2034 GMT',
      },
      cert_use_package: world.settings.usePackageCertificate,
    },
    settings: world.settings.rows.map((row) => ({ ...row })),
  };
}

/** All rows are taken or none. */
function set({ world }: Backup, parameters: Parameters): void {
  const rows = records(parameters, 'settings').map(({ name, value }) => {
    if (typeof name !== 'string' || typeof value !== 'string') {
      throw new DsmRefusal(120, { name: 'settings', reason: 'type' });
    }
    const allows = Object.hasOwn(ALLOWED, name) ? ALLOWED[name] : undefined;
    if (allows?.(value) !== true) throw new DsmRefusal(INVALID_VALUE);
    return { name, value };
  });
  const usePackage = optionalFlag(parameters, 'cert_use_package');
  for (const { name, value } of rows) world.changeSetting(name, value);
  if (usePackage !== undefined) world.settings.usePackageCertificate = usePackage;
}
