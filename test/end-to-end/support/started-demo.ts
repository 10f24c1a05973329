import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { root } from '../../support/package.js';
import { until } from '../../support/until.js';

/** A run of `npm start` (without npm around it). */
export class StartedDemo {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Starts it with these environment variables beside ours; `nodeOptions` are for Node.js itself. */
  static start(
    environment: Readonly<Record<string, string>>,
    nodeOptions: readonly string[] = [],
  ): StartedDemo {
    const program = path.join(root, 'scripts', 'start.js');
    const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('ABB_'));
    const env = { ...Object.fromEntries(ours), ...environment };
    return new StartedDemo(spawn(process.execPath, [...nodeOptions, program], { env }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** What a person at the terminal has seen so far. */
  terminal(): string {
    return this.output;
  }

  /** Waits until it says that everything is up; rejects when it ends instead. */
  async ready(): Promise<void> {
    await until('the demo to be up', 90, () => {
      if (this.child.exitCode !== null) throw new Error(`The demo ended:\n${this.output}`);
      return this.output.includes('Ctrl-C stops everything') ? true : undefined;
    });
  }

  /** Waits for its end; answers the exit code. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }

  /** What Ctrl-C (SIGINT) or a service manager (SIGTERM) does; answers the exit code. */
  async stop(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended();
  }
}
