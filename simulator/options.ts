/** What a simulator can be started with. */
import type { ApiDeclaration } from './api.js';
import type { DialectChoice } from './dialects.js';
import type { AccountOptions } from './dsm/accounts.js';
import type { AutoBlockOptions } from './dsm/auto-block.js';
import type { CertificateOptions, ServerIdentity } from './server/certificate.js';
import type { WorldOptions } from './world/index.js';

export interface SimulatorOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** Default https. */
  readonly protocol?: 'https' | 'http';
  /** A path before `/webapi`, as a reverse proxy may add it, e.g. `/nas`. */
  readonly basePath?: string;
  /** A key and certificate (PEM) of the caller, or wishes for the one that is made. */
  readonly tls?: ServerIdentity | CertificateOptions;
  /** How much there is to back up; default `demo`. */
  readonly size?: WorldOptions['size'];
  /** Further wishes for the world: time zone, rate of failures and so on. */
  readonly world?: Partial<Omit<WorldOptions, 'seed' | 'size' | 'startAt'>>;
  /** Of the world; the same seed gives the same world. Default 1. */
  readonly seed?: number;
  /** Simulated seconds per real second, 0 stands still; default 1. */
  readonly speed?: number;
  /** Simulated time at the start, milliseconds since the epoch; default the real time. */
  readonly startAt?: number;
  /** Which DSM is played; default `dsm-7.4`. */
  readonly dialect?: DialectChoice;
  /** Default one account, see `demoAccount`. */
  readonly accounts?: readonly AccountOptions[];
  /** Switches the control interface on, on a port of its own (0 or true: a free one). Default off. */
  readonly control?: boolean | { readonly port: number };
  /** Whether Active Backup for Business is installed; default true. */
  readonly packageInstalled?: boolean;
  /** Default 10 failed logins in 5 minutes; `false` never blocks. */
  readonly autoBlock?: AutoBlockOptions | false;
  /** Simulated minutes after which an unused session ends; default 30. */
  readonly sessionIdleMinutes?: number;
  /** Size of the key of SYNO.API.Encryption; default 4096 as on a real NAS, fewer are made faster. */
  readonly encryptionBits?: number;
  /** Told of each error in the simulator itself; they are also kept in `internalErrors`. */
  readonly onInternalError?: (error: unknown) => void;
  /** APIs beside those of DSM and the backup package. */
  readonly extraApis?: Readonly<Record<string, ApiDeclaration>>;
}
