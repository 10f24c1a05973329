/** DSM's Auto Block: an address with too many failed logins may not log in any more, even with the right password. */
import type { Clock } from '../api.js';

export interface AutoBlockOptions {
  /** Failed logins that lead to a block; default 10. */
  readonly attempts?: number;
  /** Within how many simulated minutes; default 5. */
  readonly withinMinutes?: number;
}

export interface FailedLogin {
  /** Simulated time, milliseconds since the epoch. */
  readonly at: number;
  readonly address: string;
  readonly account: string;
  readonly code: number;
}

export class AutoBlock {
  /** Every refused login since the start or the last `clear`, oldest first. */
  readonly failedLogins: FailedLogin[] = [];
  private readonly blocked = new Set<string>();
  private readonly recent = new Map<string, number[]>();
  private readonly attempts: number;
  private readonly withinMilliseconds: number;

  constructor(
    private readonly clock: Clock,
    private readonly options: AutoBlockOptions | false,
  ) {
    const { attempts = 10, withinMinutes = 5 } = options === false ? {} : options;
    this.attempts = attempts;
    this.withinMilliseconds = withinMinutes * 60_000;
  }

  isBlocked(address: string): boolean {
    return this.blocked.has(address);
  }

  /** Notes a refused login. Only wrong credentials count towards a block; a challenge for a code does not. */
  note(address: string, account: string, code: number): void {
    const at = this.clock.now();
    this.failedLogins.push({ at, address, account, code });
    if (this.options === false || (code !== 400 && code !== 404)) return;
    const times = (this.recent.get(address) ?? []).filter((time) => at - time <= this.withinMilliseconds);
    times.push(at);
    this.recent.set(address, times);
    if (times.length >= this.attempts) this.blocked.add(address);
  }

  /** Lifts the block of one address, or of all. */
  unblock(address?: string): void {
    if (address === undefined) {
      this.blocked.clear();
      this.recent.clear();
      return;
    }
    this.blocked.delete(address);
    this.recent.delete(address);
  }
}
