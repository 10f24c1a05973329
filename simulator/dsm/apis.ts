/** All APIs of the simulated NAS but those of the backup package. */
import type { Clock } from '../api.js';
import type { Dialect } from '../dialect.js';
import { apiInfoApi } from './api-info.js';
import { authApi, authTypeApi } from './auth.js';
import type { AuthServices } from './auth.js';
import type { DsmApi, DsmApis } from './call.js';
import { compoundApi } from './compound.js';
import { encryptionApi } from './encryption.js';
import type { Encryption } from './encryption.js';
import { systemInfoApi } from './system-info.js';

export interface DsmApiServices extends AuthServices {
  readonly clock: Clock;
  readonly encryption: Encryption;
  /** Simulated time of the last start. */
  bootedAt(): number;
  serial(): string;
  /** Every API that exists right now, for discovery. */
  allApis(): DsmApis;
}

export function dsmApis(services: DsmApiServices, dialect: Dialect): DsmApis {
  return {
    'SYNO.API.Auth': authApi(services, dialect),
    'SYNO.API.Auth.Type': authTypeApi(services.accounts),
    'SYNO.API.Encryption': encryptionApi(services.encryption, services.clock, dialect),
    'SYNO.API.Info': apiInfoApi(() => services.allApis()),
    // Packages whose names begin alike: a client must not take them for Active Backup for Business.
    'SYNO.ActiveBackupGSuite': listedOnly,
    'SYNO.ActiveBackupOffice365': listedOnly,
    'SYNO.DSM.Info': systemInfoApi(services, dialect),
    'SYNO.Entry.Request': compoundApi(dialect),
  };
}

const listedOnly: DsmApi = {
  path: 'entry.cgi',
  minVersion: 1,
  maxVersion: 1,
  requestFormat: 'JSON',
  methods: {},
};
