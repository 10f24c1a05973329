/** SYNO.ActiveBackup.Share: where the backups lie, and how much room there is. */
import { BACKUP_TYPE, VERSION_STATUS } from '../world/codes.js';
import type { BackupType } from '../world/codes.js';
import { groupBy } from '../world/group.js';
import type { Storage, Task } from '../world/model.js';
import { method } from './backup-api.js';
import type { Backup, Methods } from './backup-api.js';
import { secret } from './secrets.js';

const BTRFS = 3;

export function shareMethods(backup: Backup): Methods {
  return {
    list_storage: method(() => listStorage(backup)),
    list: method(() => listShares(backup)),
    list_volume: method(() => listVolumes(backup)),
  };
}

function listStorage(backup: Backup): unknown {
  const tasks = [...backup.world.fleet.tasks.values()];
  const ofStorage = groupBy(tasks, (task) => task.storageId);
  const storages = [...backup.world.fleet.storages.values()];
  return {
    storages: storages.map((storage) => storageRow(storage, ofStorage.get(storage.id) ?? [], backup)),
  };
}

function storageRow(storage: Storage, tasks: readonly Task[], backup: Backup): object {
  const { world, shape } = backup;
  const devices = new Set(tasks.flatMap((task) => task.deviceIds));
  const deleting = tasks.filter((task) => world.removals.isRemovingTask(task.id));
  return {
    automount_iv: secret('automount-iv', storage.id),
    automount_location: secret('automount-location', storage.id),
    backup_tasks: tasks.filter((task) => world.runs.of(task.id) !== undefined).map((task) => task.id),
    compacting: false,
    compacting_percentage: 0,
    compressed_size: 0,
    dedup_size: storage.usedBytes,
    delete_tasks: deleting.map((task) => task.id),
    delete_versions: deletingVersions(tasks, backup),
    device_count: devices.size,
    device_info: deviceInfo(tasks, backup),
    fs_name: 'btrfs',
    fs_type: BTRFS,
    mounted: true,
    relink_state: { alive: false, owner: true, state: 0 },
    repo_dir: '@ActiveBackup',
    share_name: storage.shareName,
    share_type: shape.isNewer ? 'normal' : undefined,
    storage_compress_algorithm: 0,
    storage_encrypt_algorithm: 0,
    storage_id: storage.id,
    vol_name: storage.volumeName,
    volume_path: storage.volumePath,
  };
}

function deletingVersions(tasks: readonly Task[], { world }: Backup): number[] {
  if (world.removals.versionIds.length === 0) return [];
  const versions = tasks.flatMap((task) => world.versions.of(task));
  return versions
    .filter((version) => version.status === VERSION_STATUS.deleting)
    .map((version) => version.id);
}

/** How many devices of each kind a storage holds, and how much data they have. */
function deviceInfo(tasks: readonly Task[], { world }: Backup): Record<string, number> {
  const kinds: readonly (readonly [string, BackupType])[] = [
    ['agentless', BACKUP_TYPE.fileServer],
    ['dsm', BACKUP_TYPE.nas],
    ['pc', BACKUP_TYPE.pc],
    ['server', BACKUP_TYPE.physicalServer],
    ['vm', BACKUP_TYPE.vm],
  ];
  const sizes = kinds.map(([name, backupType]) => {
    const ids = new Set(
      tasks.filter((task) => task.backupType === backupType).flatMap((task) => task.deviceIds),
    );
    const bytes = [...ids].reduce((sum, id) => sum + (world.fleet.devices.get(id)?.usedBytes ?? 0), 0);
    return [
      [`${name}_count`, ids.size],
      [`${name}_size`, bytes],
    ] as const;
  });
  return Object.fromEntries(sizes.flat());
}

function freeBytes(storage: Storage): number {
  return Math.max(0, storage.volumeBytes - storage.otherBytes - storage.usedBytes);
}

function listShares({ world, shape }: Backup): unknown {
  const shares = [...world.fleet.storages.values()].map((storage) => ({
    acl_permission: true,
    available: true,
    compress: false,
    cow: true,
    delegated: false,
    free_space: freeBytes(storage),
    name: storage.shareName,
    not_support_new_vesion: false,
    path: `${storage.volumePath}/${storage.shareName}`,
    readonly: false,
    relinkable: false,
    share_type: shape.isNewer ? 'normal' : undefined,
    storage_automount: false,
    storage_compress_algorithm: 0,
    storage_encrypt_algorithm: 0,
    storage_id: storage.id,
    storage_mounted: true,
    type: 'btrfs',
    volume_no_space: freeBytes(storage) === 0,
  }));
  return { default_share: shares[0]?.name ?? '', shares };
}

/** Bytes are text here, though they are numbers in list_storage. */
function listVolumes({ world }: Backup): unknown {
  const volumes = [...world.fleet.storages.values()].map((storage) => ({
    total_bytes: String(storage.volumeBytes),
    used_bytes: String(storage.volumeBytes - freeBytes(storage)),
    volume_path: storage.volumePath,
  }));
  return { volumes };
}
