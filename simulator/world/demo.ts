import type { Builder } from './builder.js';
import { BACKUP_TYPE, SOURCE_TYPE } from './codes.js';
import type { Fleet } from './fleet.js';
import type { Schedule } from './model.js';

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const WORKDAYS = [1, 2, 3, 4, 5];
const { vm, pc, physicalServer, fileServer, nas } = BACKUP_TYPE;

function at(hour: number, minute: number, weekdays: readonly number[], repeatHours = 0): Schedule {
  return { enabled: true, hour, minute, weekdays, repeatHours };
}

/** A small office: every type of backup, something unscheduled, something that has never run, something shaky. */
export function buildDemo(build: Builder, fleet: Fleet): void {
  build.storage(1, 'ActiveBackupforBusiness', 1500);
  build.storage(2, 'ServerBackups', 2900);
  fleet.hypervisors.set(1, {
    id: 1,
    hostName: 'esxi-cellar',
    address: '192.168.1.20',
    hostType: 1,
    version: '7.0.3',
  });

  const laptop = build.device({
    hostName: 'anna-laptop',
    backupType: pc,
    userName: 'anna',
    usedGigabytes: 240,
  });
  build.task({
    name: "Anna's laptop",
    backupType: pc,
    deviceIds: [laptop],
    storageId: 1,
    schedule: at(12, 30, WORKDAYS),
    failRate: 0.04,
  });

  const server = build.device({ hostName: 'office-server', backupType: physicalServer, usedGigabytes: 900 });
  build.task({
    name: 'Office server',
    backupType: physicalServer,
    deviceIds: [server],
    storageId: 2,
    schedule: at(3, 0, EVERY_DAY),
    failRate: 0.02,
  });

  const shop = ['shop-web', 'shop-database', 'shop-mail'].map((hostName) =>
    build.device({ hostName, backupType: vm, hypervisorId: 1 }),
  );
  build.task({
    name: 'Web shop',
    backupType: vm,
    deviceIds: shop,
    storageId: 2,
    schedule: at(1, 0, EVERY_DAY),
    failRate: 0.06,
    maxConcurrentDevices: 2,
  });

  const files = build.device({ hostName: 'accounting-files', backupType: fileServer, usedGigabytes: 350 });
  build.task({
    name: 'Accounting files',
    backupType: fileServer,
    deviceIds: [files],
    storageId: 1,
    schedule: at(7, 15, WORKDAYS, 4),
    retention: { keepAll: false, keepVersions: 0, keepDays: 5 },
    failRate: 0.08,
  });

  const branch = build.device({ hostName: 'branch-nas', backupType: nas, usedGigabytes: 1800 });
  build.task({
    name: 'Branch office NAS',
    backupType: nas,
    deviceIds: [branch],
    storageId: 2,
    schedule: at(4, 30, EVERY_DAY),
    failRate: 0.3,
  });

  const desks = ['reception-1', 'reception-2'].map((hostName) => build.device({ hostName, backupType: pc }));
  const studio = build.device({ hostName: 'studio-linux', backupType: pc, osName: 'Ubuntu 22.04(64-bit)' });
  build.task({
    name: 'Front desk PCs',
    backupType: pc,
    deviceIds: [...desks, studio],
    storageId: 1,
    schedule: at(18, 0, WORKDAYS),
    failRate: 0.05,
  });

  build.task({
    name: 'Office server data drive',
    backupType: physicalServer,
    sourceType: SOURCE_TYPE.customVolumes,
    deviceIds: [server],
    storageId: 1,
    manualRunsPerWeek: 1,
  });
  const spare = build.device({
    hostName: 'spare-macbook',
    backupType: pc,
    osName: 'macOS 15.1',
    usedGigabytes: 80,
  });
  build.task({ name: 'Spare MacBook', backupType: pc, deviceIds: [spare], storageId: 1 });
}
