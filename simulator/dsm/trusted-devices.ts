/** Tokens with which a device that once gave a one-time code logs in without one. */
import { randomBytes } from 'node:crypto';

interface TrustedDevice {
  readonly account: string;
  readonly name: string;
  readonly token: string;
}

export class TrustedDevices {
  private devices: TrustedDevice[] = [];

  /** A token for a new device; `undefined` when this account already has one under this name: DSM hands it out once. */
  issue(account: string, name: string): string | undefined {
    if (this.devices.some((device) => device.account === account && device.name === name)) return undefined;
    const token = randomBytes(48).toString('base64url');
    this.devices.push({ account, name, token });
    return token;
  }

  /** Whether the token is good for the account. The device name may be left out, but a wrong one is refused. */
  accepts(account: string, token: string, name: string): boolean {
    return this.devices.some(
      (device) =>
        device.account === account && device.token === token && (name === '' || device.name === name),
    );
  }

  /** Forgets the devices of one account, or of all: their tokens are stale from now on. */
  revoke(account?: string): void {
    this.devices = this.devices.filter((device) => account !== undefined && device.account !== account);
  }
}
