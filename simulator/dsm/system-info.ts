/** SYNO.DSM.Info: model, version and uptime of the NAS. */
import type { Clock } from '../api.js';
import type { Dialect } from '../dialect.js';
import type { DsmApi } from './call.js';

interface Machine {
  readonly clock: Clock;
  /** Simulated time of the last start, milliseconds since the epoch. */
  bootedAt(): number;
  serial(): string;
}

export function systemInfoApi(machine: Machine, dialect: Dialect): DsmApi {
  const { clock } = machine;
  return {
    path: 'entry.cgi',
    minVersion: 1,
    maxVersion: 2,
    requestFormat: 'JSON',
    methods: {
      getinfo: {
        right: 'session',
        run: () => ({
          codepage: 'enu',
          model: 'DS923+',
          ram: 8192,
          serial: machine.serial(),
          temperature: 41,
          temperature_warn: false,
          time: new Date(clock.now()).toUTCString(),
          uptime: Math.floor((clock.now() - machine.bootedAt()) / 1000),
          ...versionOf(dialect),
        }),
      },
    },
  };
}

function versionOf({ authMaxVersion, backupMaxVersion }: Dialect): Record<string, unknown> {
  if (authMaxVersion === 6) return { version: '25556', version_string: 'DSM 6.2.4-25556 Update 7' };
  return backupMaxVersion === 1
    ? { version: '72806', version_string: 'DSM 7.2.2-72806 Update 3' }
    : { version: '81180', version_string: 'DSM 7.4-81180' };
}
