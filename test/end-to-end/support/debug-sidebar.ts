import { once } from 'node:events';

import { WebSocket } from 'undici';

import { until } from '../../support/until.js';

/** One entry of the debug sidebar. */
export interface DebugEntry {
  readonly nodeId: string;
  readonly value: unknown;
}

interface CommsMessage {
  readonly topic: string;
  readonly data: { readonly id?: string; readonly msg?: unknown; readonly format?: string };
}

function entryFrom({ data }: CommsMessage): DebugEntry {
  const { id = '', msg, format = '' } = data;
  const structured = typeof msg === 'string' && /^(Object|array|error)/i.test(format);
  return { nodeId: id, value: structured ? (JSON.parse(msg) as unknown) : msg };
}

/** What the editor's debug sidebar would show, received over the same web socket. */
export class DebugSidebar {
  readonly entries: DebugEntry[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', (event) => {
      const messages = [JSON.parse(String(event.data))].flat() as CommsMessage[];
      this.entries.push(...messages.filter(({ topic }) => topic === 'debug').map(entryFrom));
    });
  }

  static async open(nodeRedUrl: string): Promise<DebugSidebar> {
    const socket = new WebSocket(`${nodeRedUrl.replace('http', 'ws')}/comms`);
    const sidebar = new DebugSidebar(socket);
    await once(socket, 'open');
    socket.send('{"subscribe":"debug"}');
    return sidebar;
  }

  /** The values that a debug node has shown so far, oldest first. */
  valuesOf(nodeId: string): unknown[] {
    return this.entries.filter((entry) => entry.nodeId === nodeId).map((entry) => entry.value);
  }

  /** Waits until a debug node has shown at least `count` values, and answers all of them. */
  async waitFor(nodeId: string, count: number, seconds: number): Promise<unknown[]> {
    return until(`${count} values of the debug node ${nodeId}`, seconds, () => {
      const values = this.valuesOf(nodeId);
      return values.length >= count ? values : undefined;
    });
  }

  async close(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }
}
