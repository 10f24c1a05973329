import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';

import nodeRed from 'node-red';

const root = path.join(__dirname, '..', '..');

/** A message as the runtime passes it on. */
export interface Message {
  _msgid: string;
  [property: string]: unknown;
}

/** A real Node-RED runtime in this process, without its editor, with the built nodes in it. */
export class Runtime {
  readonly #waiting = new Map<string, (error?: unknown) => void>();
  readonly #userDir = mkdtempSync(path.join(os.tmpdir(), 'abb-bench-'));

  async start(flow: object[], credentials: object): Promise<void> {
    this.#write('flows.json', flow);
    this.#write('flows_cred.json', credentials);
    const settings: RuntimeSettings = {
      userDir: this.#userDir,
      nodesDir: path.join(root, 'dist', 'nodes'),
      uiHost: '127.0.0.1',
      uiPort: 0,
      httpAdminRoot: false,
      httpNodeRoot: false,
      credentialSecret: false,
      flowFile: 'flows.json',
      logging: { console: { level: 'error', metrics: false, audit: false } },
    };
    nodeRed.init(createServer(), settings);
    const started = once(nodeRed.events, 'flows:started');
    await nodeRed.start();
    await started;
    // A node has done its part when it says so; for both sides of a comparison this is the same moment.
    nodeRed.hooks.add('onComplete.bench', ({ msg, error }: { msg: Message; error?: unknown }) => {
      const done = this.#waiting.get(msg._msgid);
      this.#waiting.delete(msg._msgid);
      done?.(error);
    });
  }

  /** Hands a message to a node and waits until the node is done with it. */
  pass(nodeId: string, msg: Message): Promise<void> {
    const passed = this.#passed(msg._msgid);
    findNode(nodeId).receive(msg);
    return passed;
  }

  // Apart from `pass`, so that what waits does not hold the message: the garbage of both sides would pile up.
  #passed(id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (error) => {
        if (error === undefined || error === null) resolve();
        else reject(error instanceof Error ? error : new Error('the node failed'));
      });
    });
  }

  async stop(): Promise<void> {
    await nodeRed.stop();
    rmSync(this.#userDir, { recursive: true, force: true });
  }

  #write(file: string, content: object): void {
    writeFileSync(path.join(this.#userDir, file), JSON.stringify(content));
  }
}

type RuntimeSettings = Parameters<typeof nodeRed.init>[1] & Readonly<Record<string, unknown>>;

interface Receiver {
  receive(msg: Message): void;
}

function findNode(id: string): Receiver {
  const { nodes } = nodeRed;
  if (!canFind(nodes)) throw new Error('this Node-RED does not tell its nodes');
  return nodes.getNode(id);
}

// Node-RED's types leave this method out.
function canFind(nodes: object): nodes is { getNode(id: string): Receiver } {
  return 'getNode' in nodes;
}
