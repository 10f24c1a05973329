/**
 * The methods of Active Backup that this client calls. Version 1 of each: every known client speaks it, and
 * DSM 7.4 has been reported to refuse list methods at its highest version.
 */
import type { DsmMethod, Effect } from '../dsm/method.js';

function backupMethod(api: string, method: string, effect: Effect): DsmMethod {
  return { api: `SYNO.ActiveBackup.${api}`, method, version: 1, effect };
}

export const TASK_LIST = backupMethod('Task', 'list', 'read');
export const TASK_BACKUP = backupMethod('Task', 'backup', 'action');
export const TASK_CANCEL = backupMethod('Task', 'cancel', 'action');
export const TASK_REMOVE = backupMethod('Task', 'remove', 'action');
export const VERSION_LIST = backupMethod('Version', 'list', 'read');
export const VERSION_DELETE = backupMethod('Version', 'delete', 'action');
export const DEVICE_LIST = backupMethod('Device', 'list', 'read');
export const TRANSFER_LIST = backupMethod('Overview', 'list_device_transfer_size', 'read');
export const HYPERVISOR_LIST = backupMethod('Inventory', 'list', 'read');
export const STORAGE_LIST = backupMethod('Share', 'list_storage', 'read');
export const VOLUME_LIST = backupMethod('Share', 'list_volume', 'read');
export const LOG_LIST = backupMethod('Log', 'list_log', 'read');
export const RESULT_LIST = backupMethod('Log', 'list_result', 'read');
export const RESULT_DETAIL_LIST = backupMethod('Log', 'list_result_detail', 'read');
export const SETTING_LIST = backupMethod('Setting', 'list', 'read');
export const SETTING_SET = backupMethod('Setting', 'set', 'action');
