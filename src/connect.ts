import { isIPv6 } from 'node:net';

import { ActiveBackup, type RunOptions } from './abb/active-backup.js';
import type { Answer, Operation } from './abb/operation.js';
import { allowedMethods, operations } from './abb/operations/index.js';
import type { Parameter } from './abb/parameters/kinds.js';
import type { Given } from './abb/parameters/read.js';
import { PROBE } from './abb/probe.js';
import { type ConnectionReport, testConnection as tryOut } from './dsm/connection-test.js';
import { AbbError } from './dsm/errors.js';
import { DsmSession } from './dsm/session.js';
import type { SessionLimits, SessionOptions } from './dsm/session-options.js';
import { normaliseFingerprint, type Trust } from './dsm/trust.js';

/** Where a NAS is, as whom to log in, and what to trust. */
export interface ConnectOptions {
  /** Host name, IPv4 or IPv6 address; without `https://` and without a port. */
  readonly host: string;
  readonly username: string;
  readonly password: string;
  /** Default https. */
  readonly protocol?: 'https' | 'http' | undefined;
  /** 1-65535; default 5001 for https, 5000 for http. */
  readonly port?: number | undefined;
  /** What a reverse proxy puts before DSM's own paths, such as `/nas`; default nothing. */
  readonly basePath?: string | undefined;
  /** Trust exactly the certificate with this SHA-256 fingerprint: short for the `trust` of that kind. */
  readonly fingerprint?: string | undefined;
  /** Which certificate is trusted; default one that a public authority has signed for `host`. */
  readonly trust?: Trust | undefined;
  /** Trusted-device token of an account with two-factor authentication. */
  readonly deviceId?: string | undefined;
  /** The label under which DSM lists this trusted device; default `Node.js`. */
  readonly deviceName?: string | undefined;
  readonly limits?: Partial<SessionLimits> | undefined;
  /** Allows a readable password on plain HTTP where DSM offers no encryption; default false. */
  readonly allowPlainLogin?: boolean | undefined;
}

/** A NAS that can be asked: each operation is a method, and `close` ends the session. */
export type Connection = ActiveBackup & OperationMethods & { close(): Promise<void> };

/** The operations as methods. Each takes its parameters by name and gives the normalised result. */
export type OperationMethods = {
  readonly [N in keyof Operations]: (
    ...args: Partial<GivenTo<N>> extends GivenTo<N>
      ? [given?: GivenTo<N>, options?: RunOptions]
      : [given: GivenTo<N>, options?: RunOptions]
  ) => Promise<ResultOf<N>>;
};

/**
 * Makes a client for one NAS. Nothing is sent yet: it logs in when it is first asked for something.
 * @throws AbbError ABB_NOT_CONFIGURED when host, port, account or fingerprint cannot be right
 */
export function connect(options: ConnectOptions): Connection {
  const session = new DsmSession(sessionOptions(options));
  const backup = new ActiveBackup(session);
  return Object.assign(backup, methodsOf(backup), { close: () => session.close() });
}

/**
 * Tries out options step by step, with one login, and leaves no session behind. Refused credentials are tried too.
 * @param otpCode a one-time code, for an account with a second factor: with it the machine becomes a trusted device
 *   of the account, and the report has the token for `deviceId`. DSM gives a token once for each `deviceName`
 * @returns what works and what does not; only options that cannot be right at all make it throw
 * @throws AbbError ABB_NOT_CONFIGURED like `connect`
 */
export async function testConnection(options: ConnectOptions, otpCode?: string): Promise<ConnectionReport> {
  const session = sessionOptions(options);
  const credentials = otpCode === undefined ? session.credentials : { ...session.credentials, otpCode };
  return tryOut({ ...session, credentials }, PROBE);
}

const DEFAULT_PORTS = { https: 5001, http: 5000 };

/**
 * The options of a session that may call what the operations need.
 * @throws AbbError ABB_NOT_CONFIGURED like `connect`
 */
export function sessionOptions(options: ConnectOptions): SessionOptions {
  const { protocol = 'https', username, password } = options;
  if (!isText(username) || !isText(password))
    throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.noAccount');
  return {
    address: {
      protocol,
      host: readHost(options.host),
      port: readPort(options.port ?? DEFAULT_PORTS[protocol]),
      basePath: readBasePath(options.basePath),
    },
    // Plain HTTP has no certificate that could be trusted, or not.
    trust: protocol === 'http' ? { kind: 'any' } : readTrust(options),
    credentials: {
      account: username,
      password,
      deviceId: options.deviceId ?? '',
      deviceName: options.deviceName ?? 'Node.js',
    },
    methods: allowedMethods,
    limits: options.limits ?? {},
    allowPlainLogin: options.allowPlainLogin ?? false,
  };
}

// JavaScript may give what the types forbid, such as a variable of the environment that is not set.
function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function readHost(value: string): string {
  const host = isText(value) ? value.trim().replace(/^\[(.*)\]$/, '$1') : '';
  if (host === '') throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.noHost');
  if (!isHost(host)) throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.host', { host });
  return host;
}

// The numbers of an IPv4 address may be out of range, which only a parser of URLs sees.
function isHost(text: string): boolean {
  return isIPv6(text) || (/^[\w.-]+$/.test(text) && URL.canParse(`https://${text}/`));
}

function readPort(port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.port', { port });
}

function readBasePath(value = ''): string {
  const path = value.trim().replace(/^\/+|\/+$/g, '');
  return path === '' ? '' : `/${encodeURI(path)}`;
}

function readTrust({ fingerprint, trust = { kind: 'system' } }: ConnectOptions): Trust {
  const wanted: Trust = fingerprint === undefined ? trust : { kind: 'fingerprint', sha256: fingerprint };
  if (wanted.kind !== 'fingerprint') return wanted;
  const sha256 = normaliseFingerprint(wanted.sha256);
  if (sha256 === undefined) throw new AbbError('ABB_NOT_CONFIGURED', 'configuration.fingerprint');
  return { kind: 'fingerprint', sha256 };
}

function methodsOf(backup: ActiveBackup): OperationMethods {
  const declared: readonly (readonly [string, Operation])[] = Object.entries(operations);
  const methods = declared.map(([name, operation]) => [
    name,
    async (given?: Given, options?: RunOptions) => (await backup.run(operation, given, options)).result,
  ]);
  // Each method runs the operation of its own name, which Object.fromEntries cannot follow.
  return Object.fromEntries(methods) as OperationMethods;
}

type Operations = typeof operations;

type SchemaOf<N extends keyof Operations> = Operations[N]['parameters'];

type ResultOf<N extends keyof Operations> = Operations[N] extends {
  run(...args: never): Promise<Answer<infer R>>;
}
  ? R
  : never;

/** What an operation may be given: what its parameters become, and the other forms that they are read from. */
type GivenTo<N extends keyof Operations> = {
  readonly [P in keyof SchemaOf<N> as IsRequired<SchemaOf<N>[P]> extends true ? P : never]: FormsOf<
    SchemaOf<N>[P]
  >;
} & {
  readonly [P in keyof SchemaOf<N> as IsRequired<SchemaOf<N>[P]> extends true ? never : P]?:
    FormsOf<SchemaOf<N>[P]> | undefined;
};

type IsRequired<P> = P extends { readonly required: true } ? true : false;

type FormsOf<P> = P extends Parameter<infer T> ? Forms<T> : never;

/** Numbers may be text, times also a Date, and a list of one the one alone; see `parameters/kinds.ts`. */
type Forms<T> = T extends readonly (infer Item)[]
  ? Forms<Item> | readonly Forms<Item>[]
  : T extends number
    ? number | string | Date
    : T;
