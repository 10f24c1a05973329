import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';

/**
 * All that a NAS may ever be asked for: its own words for discovery and session, and the methods that the README's
 * nodes need. Written down here once more, so that nothing gets onto the client's list unnoticed. What is missing
 * is missing on purpose: DSM runs `Log.clear` and `Task.cancel_waiting_backup` at once and for everything.
 */
const KNOWN: ReadonlySet<string> = new Set([
  'SYNO.API.Info.query',
  'SYNO.API.Encryption.getinfo',
  'SYNO.API.Auth.login',
  'SYNO.API.Auth.logout',
  'SYNO.DSM.Info.getinfo',
  'SYNO.Entry.Request.request',
  'SYNO.ActiveBackup.Task.list',
  'SYNO.ActiveBackup.Task.backup',
  'SYNO.ActiveBackup.Task.cancel',
  'SYNO.ActiveBackup.Task.remove',
  'SYNO.ActiveBackup.Version.list',
  'SYNO.ActiveBackup.Version.delete',
  'SYNO.ActiveBackup.Device.list',
  'SYNO.ActiveBackup.Overview.list_device_transfer_size',
  'SYNO.ActiveBackup.Inventory.list',
  'SYNO.ActiveBackup.Share.list_storage',
  'SYNO.ActiveBackup.Share.list_volume',
  'SYNO.ActiveBackup.Log.list_log',
  'SYNO.ActiveBackup.Log.list_result',
  'SYNO.ActiveBackup.Log.list_result_detail',
  'SYNO.ActiveBackup.Setting.list',
  'SYNO.ActiveBackup.Setting.set',
]);

/** Makes sure that a NAS has been asked for nothing else; every test that has one ends with this. */
export function assertKnownMethods({ journal }: Simulator): void {
  const asked = journal.calls().map(({ api = '', method = '' }) => `${api}.${method}`);
  assert.deepEqual(
    asked.filter((name) => !KNOWN.has(name)),
    [],
  );
}
