import { type ConnectOptions, sessionOptions as checkedOptions } from '../../src/connect.js';
import { AbbError } from '../../src/dsm/errors.js';
import { DEFAULT_LIMITS, type SessionOptions } from '../../src/dsm/session-options.js';
import type { TlsOptions } from '../../src/dsm/trust.js';
import { isTrue } from './flags.js';
import { inRange, isBlank } from './in-range.js';
import type { SessionConfig, SessionCredentials } from './session-node.js';
import { trustedDevice } from './trusted-devices.js';

/**
 * Turns what the dialog stored into options of a session. Values may be text even where numbers are meant: flows
 * written by hand and environment variables are.
 * @param tlsOptions those of the chosen `tls-config` node, for trust `ca`
 * @throws AbbError ABB_NOT_CONFIGURED when something without which nothing works is missing or wrong
 */
export function sessionOptions(
  config: Partial<SessionConfig>,
  credentials: SessionCredentials,
  tlsOptions: TlsOptions,
): SessionOptions {
  return checkedOptions({
    protocol: config.protocol === 'http' ? 'http' : 'https',
    host: asText(config.host),
    port: readPort(config.port),
    basePath: asText(config.basePath),
    trust: readTrust(config, tlsOptions),
    username: credentials.username ?? '',
    password: credentials.password ?? '',
    ...trustedDevice(config, credentials),
    limits: {
      requestMs: (inRange(config.timeout, 0.1, 3600) ?? DEFAULT_LIMITS.requestMs / 1000) * 1000,
      concurrency: Math.floor(inRange(config.concurrency, 1, 100) ?? DEFAULT_LIMITS.concurrency),
    },
    allowPlainLogin: isTrue(config.allowPlainLogin),
  });
}

function readTrust(
  { trust, fingerprint }: Partial<SessionConfig>,
  options: TlsOptions,
): ConnectOptions['trust'] {
  if (trust === 'any') return { kind: 'any' };
  if (trust === 'ca') return { kind: 'ca', options };
  return trust === 'fingerprint' ? { kind: 'fingerprint', sha256: asText(fingerprint) } : { kind: 'system' };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readPort(value: unknown): number | undefined {
  if (isBlank(value)) return undefined;
  const port = Number(value);
  // What it was is easier to find than "not a number".
  if (Number.isNaN(port))
    throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.port', { port: String(value) });
  return port;
}
