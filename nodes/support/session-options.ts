import { AbbError } from '../../src/dsm/errors.js';
import { DEFAULT_LIMITS, type SessionOptions } from '../../src/dsm/session.js';
import { normaliseFingerprint, type TlsOptions, type Trust } from '../../src/dsm/trust.js';
import { allowedMethods } from '../../src/abb/operations/index.js';
import type { SessionConfig, SessionCredentials } from './session-node.js';

const DEFAULT_PORTS = { https: 5001, http: 5000 };

// The label under which DSM lists this Node-RED among the trusted devices of the account.
const DEVICE_NAME = 'Node-RED';

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
  const protocol = config.protocol === 'http' ? 'http' : 'https';
  const { username = '', password = '', deviceId = '' } = credentials;
  if (username === '' || password === '') throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.noAccount');
  return {
    address: {
      protocol,
      host: readHost(config.host),
      port: inRange(config.port, 1, 65_535) ?? DEFAULT_PORTS[protocol],
      basePath: readBasePath(config.basePath),
    },
    trust: readTrust(config, tlsOptions),
    credentials: { account: username, password, deviceId, deviceName: DEVICE_NAME },
    methods: allowedMethods,
    limits: {
      requestMs: (inRange(config.timeout, 0.1, 3600) ?? DEFAULT_LIMITS.requestMs / 1000) * 1000,
      concurrency: Math.floor(inRange(config.concurrency, 1, 100) ?? DEFAULT_LIMITS.concurrency),
    },
    allowPlainLogin: isTrue(config.allowPlainLogin),
  };
}

function readHost(value: unknown): string {
  const host = typeof value === 'string' ? value.trim().replace(/^\[(.*)\]$/, '$1') : '';
  if (host === '') throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.noHost');
  if (!/^[\w.:%-]+$/.test(host)) throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.host', { host });
  return host;
}

function readBasePath(value: unknown): string {
  const path = typeof value === 'string' ? value.trim().replace(/^\/+|\/+$/g, '') : '';
  return path === '' ? '' : `/${encodeURI(path)}`;
}

function readTrust({ trust, fingerprint }: Partial<SessionConfig>, options: TlsOptions): Trust {
  if (trust === 'any') return { kind: 'any' };
  if (trust === 'ca') return { kind: 'ca', options };
  if (trust !== 'fingerprint') return { kind: 'system' };
  const sha256 = normaliseFingerprint(fingerprint ?? '');
  if (sha256 === undefined) throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.fingerprint');
  return { kind: 'fingerprint', sha256 };
}

function inRange(value: unknown, min: number, max: number): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  return number >= min && number <= max ? number : undefined;
}

/** Whether a setting is on; environment variables give text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
