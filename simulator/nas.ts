/** The simulated NAS without its network: accounts, sessions, APIs, and whether it is up. */
import type { ApiDeclaration, Clock } from './api.js';
import type { Dialect } from './dialect.js';
import { Accounts, demoAccount } from './dsm/accounts.js';
import { dsmApis } from './dsm/apis.js';
import { AutoBlock } from './dsm/auto-block.js';
import type { DsmApis } from './dsm/call.js';
import { Encryption } from './dsm/encryption.js';
import { Sessions } from './dsm/sessions.js';
import { TrustedDevices } from './dsm/trusted-devices.js';
import type { SimulatorOptions } from './options.js';

const defaultIdleMinutes = 30;
const defaultEncryptionBits = 4096;

export class Nas {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly autoBlock: AutoBlock;
  readonly trustedDevices = new TrustedDevices();
  readonly encryption: Encryption;
  packageInstalled: boolean;
  serial = '2390SIM000001';
  /** Simulated time of the last start. */
  bootedAt: number;
  private readonly withoutPackage: DsmApis;
  private withPackage: DsmApis;

  constructor(
    options: SimulatorOptions,
    readonly clock: Clock,
    readonly dialect: Dialect,
    backupApis: Readonly<Record<string, ApiDeclaration>>,
  ) {
    this.accounts = new Accounts(options.accounts ?? [demoAccount]);
    this.sessions = new Sessions(clock, options.sessionIdleMinutes ?? defaultIdleMinutes);
    this.autoBlock = new AutoBlock(clock, options.autoBlock ?? {});
    this.encryption = new Encryption(options.encryptionBits ?? defaultEncryptionBits);
    this.packageInstalled = options.packageInstalled ?? true;
    this.bootedAt = clock.now();
    const services = {
      clock,
      accounts: this.accounts,
      sessions: this.sessions,
      autoBlock: this.autoBlock,
      trustedDevices: this.trustedDevices,
      encryption: this.encryption,
      bootedAt: () => this.bootedAt,
      serial: () => this.serial,
      allApis: () => this.apis(),
    };
    this.withoutPackage = { ...dsmApis(services, dialect), ...options.extraApis };
    this.withPackage = { ...this.withoutPackage, ...backupApis };
  }

  /** Every API that exists right now. A package that is missing or stopped has none. */
  apis(): DsmApis {
    return this.packageInstalled ? this.withPackage : this.withoutPackage;
  }

  /** Another machine takes this place: it has its own serial number and backups, and knows no session and no device. */
  replace(backupApis: Readonly<Record<string, ApiDeclaration>>): void {
    this.serial = `2390SIM${String(Number(this.serial.slice(-6)) + 1).padStart(6, '0')}`;
    this.withPackage = { ...this.withoutPackage, ...backupApis };
    this.trustedDevices.revoke();
    this.restart();
  }

  /** After a restart nobody is logged in. */
  restart(): void {
    this.sessions.forgetAll();
    this.bootedAt = this.clock.now();
  }
}
