import type { Builder } from './builder.js';
import { BACKUP_TYPE } from './codes.js';
import type { BackupType } from './codes.js';
import type { Fleet } from './fleet.js';
import type { Schedule } from './model.js';
import type { WorldSize } from './options.js';
import type { Random } from './random.js';
import { UNSCHEDULED } from './schedule.js';

const NAMES: Readonly<Record<BackupType, string>> = {
  1: 'Virtual machines',
  2: 'Workplace',
  3: 'Server',
  4: 'File server',
  5: 'NAS',
};

const TYPES = [
  BACKUP_TYPE.pc,
  BACKUP_TYPE.physicalServer,
  BACKUP_TYPE.vm,
  BACKUP_TYPE.fileServer,
  BACKUP_TYPE.nas,
] as const;

/** One task in ten is started by hand only. */
const UNSCHEDULED_EVERY = 10;

function scheduleOf(index: number, size: WorldSize, random: Random): Schedule {
  if (size.scheduled === false || index % UNSCHEDULED_EVERY === UNSCHEDULED_EVERY - 1) return UNSCHEDULED;
  const weekdays = random.pick([[0, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5], [6]], index, 21);
  return {
    enabled: true,
    hour: random.integer(0, 23, index, 22),
    minute: random.integer(0, 59, index, 23),
    weekdays,
    repeatHours: 0,
  };
}

/** A world of any size; the types of backup take turns, so five tasks hold one of each. */
export function buildSized(
  size: WorldSize,
  build: Builder,
  fleet: Fleet,
  random: Random,
  failRate: number,
): void {
  const storages = Math.max(1, size.storages ?? 2);
  for (let id = 1; id <= storages; id += 1) {
    build.storage(id, id === 1 ? 'ActiveBackupforBusiness' : `Backup${String(id)}`, 800 * id);
  }
  fleet.hypervisors.set(1, { id: 1, hostName: 'esxi-1', address: '10.0.0.1', hostType: 1, version: '7.0.3' });
  fleet.hypervisors.set(2, {
    id: 2,
    hostName: 'hyperv-1',
    address: '10.0.0.2',
    hostType: 3,
    version: '10.0',
  });
  for (let index = 0; index < size.tasks; index += 1) {
    const backupType = TYPES[index % TYPES.length] ?? BACKUP_TYPE.pc;
    const number = String(index + 1);
    const deviceIds = Array.from({ length: size.devicesPerTask ?? 1 }, (_, device) =>
      build.device({
        hostName: `host-${number}-${String(device + 1)}`,
        backupType,
        hypervisorId: backupType === BACKUP_TYPE.vm ? 1 + (index % 2) : 0,
      }),
    );
    build.task({
      name: `${NAMES[backupType]} ${number}`,
      backupType,
      deviceIds,
      storageId: 1 + (index % storages),
      schedule: scheduleOf(index, size, random),
      failRate,
    });
  }
}
