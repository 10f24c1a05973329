/** The DSM accounts of the simulated NAS, and what each may do. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The codes with which a right password can still be refused; see `AccountOptions.refusal`. */
export type LoginRefusal = 401 | 402 | 405 | 406 | 408 | 409 | 410 | 449;

export interface AccountOptions {
  readonly name: string;
  readonly password: string;
  /** Whether the account may use Active Backup for Business; default true. Without it DSM answers 105. */
  readonly mayUseBackup?: boolean;
  /** Login names (`session=`) that are bound to an application the account may not use: refused with 402. */
  readonly deniedSessions?: readonly string[];
  /** Refuse every login with this code: 401 disabled, 402 denied, 406 must enrol, 408-410 password expired, 449 approval. */
  readonly refusal?: LoginRefusal;
  /** One-time codes, each good for one login. Having any (even an empty list) switches two-factor login on. */
  readonly otpCodes?: readonly string[];
  /** Secret (base32) of an authenticator app, as an alternative to fixed codes. */
  readonly otpSecret?: string;
}

/** The account of a simulator that was given none. */
export const demoAccount: AccountOptions = { name: 'backup-reader', password: 'demo-password' };

const otpPeriodMilliseconds = 30_000;

export class Accounts {
  private readonly byName = new Map<string, AccountOptions>();
  private readonly usedCodes = new Set<string>();

  constructor(accounts: readonly AccountOptions[]) {
    for (const account of accounts) this.set(account);
  }

  /** All accounts as they are now. */
  list(): AccountOptions[] {
    return [...this.byName.values()];
  }

  get(name: string): AccountOptions | undefined {
    return this.byName.get(name);
  }

  /** Adds an account, or replaces the one of the same name. Sessions that are open stay open. */
  set(account: AccountOptions): void {
    this.byName.set(account.name, account);
  }

  /** Changes some properties of an account that exists. */
  change(name: string, change: Partial<Omit<AccountOptions, 'name'>>): void {
    const account = this.byName.get(name);
    if (account === undefined) throw new Error(`The simulator has no account "${name}".`);
    this.set({ ...account, ...change });
  }

  remove(name: string): void {
    this.byName.delete(name);
  }

  /** Accepts a one-time code of the account at most once. */
  acceptCode(account: AccountOptions, code: string): boolean {
    const key = `${account.name}\n${code}`;
    if (this.usedCodes.has(key) || !validCodes(account).some((valid) => equal(valid, code))) return false;
    this.usedCodes.add(key);
    return true;
  }
}

export function needsOtp(account: AccountOptions): boolean {
  return account.otpCodes !== undefined || account.otpSecret !== undefined;
}

/** The code that an authenticator app shows at `at` (real time, milliseconds) for a base32 secret: RFC 6238. */
export function authenticatorCode(secret: string, at = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / otpPeriodMilliseconds)));
  const digest = createHmac('sha1', base32(secret)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The codes good right now: an authenticator's clock may be one period off in either direction. */
function validCodes(account: AccountOptions): string[] {
  const { otpSecret } = account;
  const fixed = [...(account.otpCodes ?? [])];
  if (otpSecret === undefined) return fixed;
  const periods = [-1, 0, 1].map((period) => Date.now() + period * otpPeriodMilliseconds);
  return [...fixed, ...periods.map((at) => authenticatorCode(otpSecret, at))];
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function base32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const letters = text.toUpperCase().match(/[A-Z2-7]/g) ?? [];
  const bits = letters.map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}
