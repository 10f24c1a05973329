import { boolean, number, row, type Row, rows, string } from '../fields.js';

/** A shared folder that holds backups. */
export interface Storage {
  readonly id: number | null;
  readonly shareName: string | null;
  readonly volumeName: string | null;
  readonly volumePath: string | null;
  readonly fileSystem: string | null;
  readonly mounted: boolean | null;
  /** What the backups take after blocks that they share are counted once. */
  readonly usedBytes: number | null;
  readonly compressedBytes: number | null;
  /** Free and total space of the volume, which other data shares. */
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
  readonly deviceCount: number | null;
  readonly devices: Readonly<Record<DeviceKind, DeviceShare>>;
  /** How far a compaction is, per cent; null when there is none. */
  readonly compacting: number | null;
  /** Whether backups or deletions are at work on it. */
  readonly busy: boolean;
}

/** How many devices of a kind back up to a storage, and how much they take. */
export interface DeviceShare {
  readonly count: number | null;
  readonly bytes: number | null;
}

type DeviceKind = 'pc' | 'server' | 'vm' | 'fileServer' | 'nas';

/** The space on one volume of the NAS. */
interface Volume {
  readonly totalBytes: number | null;
  readonly usedBytes: number | null;
}

/** Reads a row of Share.list_volume; its bytes are text. */
function parseVolume(volume: Row): [path: string, Volume] {
  const path = string(volume['volume_path']) ?? '';
  return [path, { totalBytes: number(volume['total_bytes']), usedBytes: number(volume['used_bytes']) }];
}

/** Reads the data of Share.list_storage with that of Share.list_volume, if there is any; by id. */
export function parseStorages(storages: unknown, volumes: unknown): Storage[] {
  const byPath = new Map(rows(row(volumes)['volumes']).map(parseVolume));
  return rows(row(storages)['storages'])
    .map((storage) => parseStorage(storage, byPath))
    .sort((a, b) => (a.id ?? 0) - (b.id ?? 0));
}

/** Reads a row of Share.list_storage. The space comes from the volume that it lies on, as far as that is known. */
function parseStorage(storage: Row, volumes: ReadonlyMap<string, Volume>): Storage {
  const volumePath = string(storage['volume_path']);
  const volume = volumes.get(volumePath ?? '');
  const info = row(storage['device_info']);
  const share = (kind: string): DeviceShare => ({
    count: number(info[`${kind}_count`]),
    bytes: number(info[`${kind}_size`]),
  });
  return {
    id: number(storage['storage_id']),
    shareName: string(storage['share_name']),
    volumeName: string(storage['vol_name']),
    volumePath,
    fileSystem: string(storage['fs_name']),
    mounted: boolean(storage['mounted']),
    usedBytes: number(storage['dedup_size']),
    compressedBytes: number(storage['compressed_size']),
    freeBytes: free(volume),
    totalBytes: volume?.totalBytes ?? null,
    deviceCount: number(storage['device_count']),
    devices: {
      pc: share('pc'),
      server: share('server'),
      vm: share('vm'),
      fileServer: share('agentless'),
      nas: share('dsm'),
    },
    compacting: boolean(storage['compacting']) ? (number(storage['compacting_percentage']) ?? 0) : null,
    busy: ['backup_tasks', 'delete_tasks', 'delete_versions'].some((list) => isFilled(storage[list])),
  };
}

function free(volume: Volume | undefined): number | null {
  if (volume?.totalBytes == null || volume.usedBytes === null) return null;
  return Math.max(0, volume.totalBytes - volume.usedBytes);
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
