import { once } from 'node:events';
import path from 'node:path';

import { Agent, request } from 'undici';

import type { FlowNode } from '../../end-to-end/support/admin.js';
import { type NodeRed, startNodeRed } from '../../end-to-end/support/node-red.js';
import type { ChildFigures } from './figures.js';
import type { DeploymentType } from './flow-changes.js';

/** A Node-RED in a process of its own that tells what it holds. */
export class WatchedNodeRed {
  // Connections of ours that are kept would count among those that the nodes have left behind.
  readonly #agent = new Agent({ pipelining: 0 });

  private constructor(private readonly nodeRed: NodeRed) {}

  static async start(userDirectory: string): Promise<WatchedNodeRed> {
    const probe = path.join(__dirname, 'probe.ts');
    return new WatchedNodeRed(
      await startNodeRed(userDirectory, {}, ['--require', 'tsx/cjs', '--require', probe]),
    );
  }

  async deploy(flows: readonly FlowNode[], type: DeploymentType): Promise<void> {
    const { statusCode, body } = await request(`${this.nodeRed.url}/flows`, {
      dispatcher: this.#agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'node-red-api-version': 'v2',
        'node-red-deployment-type': type,
      },
      body: JSON.stringify({ flows }),
    });
    const said = await body.text();
    if (statusCode !== 200) throw new Error(`${statusCode}: ${said}`);
  }

  async figures(): Promise<ChildFigures> {
    const { process: child } = this.nodeRed;
    const answer = once(child, 'message');
    child.send('figures');
    const [figures] = (await answer) as [ChildFigures];
    return figures;
  }

  /** Lines of the log that speak of trouble other than what a message met with. */
  trouble(): string[] {
    const lines = this.nodeRed.log().split('\n');
    return lines.filter(
      (line) => /\[error\]|\[red\]|Unhandled|Uncaught/.test(line) && !line.includes('[abb-'),
    );
  }

  /** Whether it still runs. */
  get alive(): boolean {
    const { exitCode, signalCode } = this.nodeRed.process;
    return exitCode === null && signalCode === null;
  }

  get log(): string {
    return this.nodeRed.log();
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (!this.#agent.closed) await this.#agent.close();
    return this.nodeRed.stop(signal);
  }
}
