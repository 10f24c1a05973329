import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import type { DistantNas } from './nas.js';

/** What a soak does to its NAS. */
export type NasCommand =
  | { readonly do: 'look' | 'kick' | 'expire' }
  | { readonly do: 'faults'; readonly rate: number }
  | { readonly do: 'reboot'; readonly milliseconds: number; readonly meanwhile: 'bad_gateway' | 'refuse' };

/** What the NAS tells after each command. */
export interface NasAnswer {
  /** Simulated time, epoch seconds. */
  readonly now: number;
  /** DSM sessions that are open. */
  readonly sessions: number;
  readonly internalErrors: readonly string[];
  readonly settingsSent: number;
  readonly settingsTwice: number;
  readonly backupsSent: number;
  /** Every job that has ended since the beginning. */
  readonly ends: readonly JobEnd[];
}

/** The end of a job, by the world's own record. */
export interface JobEnd {
  readonly at: number;
  readonly resultId: number;
  readonly isBackup: boolean;
}

/** The simulated NAS of a soak, in a process of its own. */
export class SoakNas {
  private constructor(
    private readonly child: ChildProcess,
    readonly place: DistantNas,
  ) {}

  static async start(): Promise<SoakNas> {
    const child = fork(path.join(__dirname, 'soak-nas-process.ts'), [], {
      execArgv: ['--require', 'tsx/cjs'],
    });
    const [place] = (await once(child, 'message')) as [DistantNas];
    return new SoakNas(child, place);
  }

  async command(command: NasCommand): Promise<NasAnswer> {
    const answer = once(this.child, 'message');
    this.child.send(command);
    const [told] = (await answer) as [NasAnswer];
    return told;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }
}
