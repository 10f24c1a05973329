import assert from 'node:assert/strict';

import { until } from '../../support/until.js';

/** A node as a flow file holds it. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly [property: string]: unknown;
}

/** Node-RED's admin API, as the editor uses it. `url` is without a slash at the end. */
export class Admin {
  constructor(readonly url: string) {}

  /** Replaces all flows. They may start a moment after the answer. */
  async deploy(flows: readonly FlowNode[]): Promise<void> {
    await this.post('/flows', { flows }, { 'Node-RED-API-Version': 'v2' });
  }

  /** All flows; waits for them to be loaded, which Node-RED only begins with when it answers already. */
  async flows(): Promise<FlowNode[]> {
    return until('the flows', 30, async () => {
      const reply = await fetch(`${this.url}/flows`, { headers: { accept: 'application/json' } });
      return reply.ok ? ((await reply.json()) as FlowNode[]) : undefined;
    });
  }

  /** What the button at the left end of an inject node does; waits for the node to be there. */
  async clickInject(nodeId: string): Promise<void> {
    const path = `/inject/${nodeId}`;
    await until(`the node ${nodeId}`, 30, async () => {
      const reply = await this.send(path, {});
      if (reply.status === 404) return undefined;
      assert.ok(reply.ok, `${path}: ${reply.status} ${await reply.text()}`);
      return true;
    });
  }

  async json(path: string): Promise<unknown> {
    const reply = await fetch(this.url + path, { headers: { accept: 'application/json' } });
    assert.equal(reply.status, 200, path);
    return reply.json();
  }

  async text(path: string, accept = 'text/html'): Promise<string> {
    const reply = await fetch(this.url + path, { headers: { accept } });
    assert.equal(reply.status, 200, path);
    return reply.text();
  }

  private async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
    const reply = await this.send(path, body, headers);
    assert.ok(reply.ok, `${path}: ${reply.status} ${await reply.text()}`);
  }

  private send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }
}
