import { Random } from '../world/random.js';

/** Every secret in a reply begins with this, so that a test can look for leaks in whatever a client lets out. */
export const CANARY = 'canary-';

const SOURCE = new Random(77);

const SOURCES = new Map<string, Random>();

function sourceOf(kind: string): Random {
  const source = SOURCES.get(kind) ?? SOURCE.fork(kind);
  SOURCES.set(kind, source);
  return source;
}

/** A made-up secret of one kind (`agent-token`, `login-password`) that belongs to one thing. */
export function secret(kind: string, id: number): string {
  return `${CANARY}${kind}-${sourceOf(kind).hex(16, id)}`;
}
