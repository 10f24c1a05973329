import { Random } from '../world/random.js';

/** Every secret in a reply begins with this, so that a test can look for leaks in whatever a client lets out. */
export const CANARY = 'canary-';

const SOURCE = new Random(77);

const SOURCES = new Map<SecretKind, Random>();

function sourceOf(kind: SecretKind): Random {
  const source = SOURCES.get(kind) ?? SOURCE.fork(kind);
  SOURCES.set(kind, source);
  return source;
}

/** What a reply of Active Backup may give away. */
export const SECRET_KINDS = [
  'agent-token',
  'automount-iv',
  'automount-location',
  'hypervisor-password',
  'login-password',
  'mssql-password',
  'oracle-password',
  'serial-number',
  'thumbprint',
] as const;

export type SecretKind = (typeof SECRET_KINDS)[number];

/** A made-up secret of one kind that belongs to one thing. */
export function secret(kind: SecretKind, id: number): string {
  return `${CANARY}${kind}-${sourceOf(kind).hex(16, id)}`;
}
