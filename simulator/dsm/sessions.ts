/** DSM sessions: who is logged in, and why a session that is gone is gone. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../api.js';

export interface Session {
  readonly sid: string;
  readonly account: string;
  /** The `session=` name given at login, or ''. */
  readonly name: string;
  /** The token that requests must carry, or null when the login did not ask for one. */
  readonly synoToken: string | null;
  readonly address: string;
  /** Simulated times, milliseconds since the epoch. */
  readonly openedAt: number;
  lastUsedAt: number;
}

/** Why a session ended: 106 timed out, 107 kicked, 119 forgotten, 150 used from another address. */
export type SessionEnd = 106 | 107 | 119 | 150;

/** So many ended sessions are remembered with their reason; older ones become unknown (119). */
const rememberedEnds = 1000;

export class Sessions {
  private readonly open = new Map<string, Session>();
  private readonly ended = new Map<string, SessionEnd>();

  constructor(
    private readonly clock: Clock,
    private readonly idleMinutes: number,
  ) {}

  /** The sessions that are open now, oldest first. */
  list(): Session[] {
    for (const session of this.open.values()) this.expireWhenIdle(session);
    return [...this.open.values()];
  }

  start(account: string, name: string, address: string, withToken: boolean): Session {
    const session: Session = {
      sid: randomBytes(32).toString('base64url'),
      account,
      name,
      synoToken: withToken ? randomBytes(10).toString('base64url') : null,
      address,
      openedAt: this.clock.now(),
      lastUsedAt: this.clock.now(),
    };
    this.open.set(session.sid, session);
    return session;
  }

  /** The open session with this id, marked as used; or the code with which DSM refuses it. */
  use(sid: string | undefined): Session | SessionEnd {
    if (sid === undefined) return 119;
    const session = this.open.get(sid);
    if (session !== undefined) this.expireWhenIdle(session);
    if (session === undefined || !this.open.has(sid)) return this.ended.get(sid) ?? 119;
    session.lastUsedAt = this.clock.now();
    return session;
  }

  /** Ends one session; a later request with its id gets `reason`. */
  end(sid: string, reason: SessionEnd): void {
    if (!this.open.delete(sid) || reason === 119) return;
    this.ended.set(sid, reason);
    const oldest = this.ended.keys().next().value;
    if (this.ended.size > rememberedEnds && oldest !== undefined) this.ended.delete(oldest);
  }

  /** Ends the sessions that `matches` selects. */
  endAll(reason: SessionEnd, matches: (session: Session) => boolean = () => true): void {
    for (const session of this.open.values()) {
      if (matches(session)) this.end(session.sid, reason);
    }
  }

  /** A restarted DSM knows no session at all, nor why an earlier one ended. */
  forgetAll(): void {
    this.open.clear();
    this.ended.clear();
  }

  private expireWhenIdle(session: Session): void {
    const idle = this.clock.now() - session.lastUsedAt;
    if (idle > this.idleMinutes * 60_000) this.end(session.sid, 106);
  }
}
