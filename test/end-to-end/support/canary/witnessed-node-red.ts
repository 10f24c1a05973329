import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import ts from 'typescript';
import { WebSocket } from 'undici';

import { until } from '../../../support/until.js';
import { userDirectoryWithClone } from '../linked-package.js';
import { type NodeRed, startNodeRed } from '../node-red.js';

const SETTINGS = {
  credentialSecret: 'a secret of this test',
  logging: { console: { level: 'trace', metrics: true, audit: true } },
};

const WITNESSED = ['log', 'message', 'status', 'end'] as const;

/** A real Node-RED that logs at trace level, and of which everything that can be seen is written down. */
export class WitnessedNodeRed {
  readonly #answers: string[] = [];

  private constructor(
    private readonly nodeRed: NodeRed,
    private readonly directory: string,
    private readonly sidebar: WebSocket,
    private readonly comms: string[],
  ) {}

  static async start(): Promise<WitnessedNodeRed> {
    const directory = await userDirectoryWithClone();
    await mkdir(path.join(directory, 'nodes'));
    await writeFile(path.join(directory, 'nodes', 'witness.js'), compiledWitness());
    await writeFile(path.join(directory, 'nodes', 'witness.html'), '');
    process.env['WITNESS_FILE'] = `${directory}.seen`;
    const nodeRed = await startNodeRed(directory, SETTINGS);
    const comms: string[] = [];
    const sidebar = new WebSocket(`${nodeRed.url.replace('http', 'ws')}/comms`);
    sidebar.addEventListener('message', (event) => comms.push(String(event.data)));
    await new Promise((resolve) => sidebar.addEventListener('open', resolve));
    sidebar.send('{"subscribe":"#"}');
    return new WitnessedNodeRed(nodeRed, directory, sidebar, comms);
  }

  /** Asks the admin API as the editor does, and keeps the answer, headers included, as something that was seen. */
  async ask(target: string, body?: unknown, headers: Record<string, string> = {}): Promise<string> {
    const request =
      body === undefined
        ? { headers }
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify(body),
          };
    const answer = await fetch(this.nodeRed.url + target, request);
    const text = await answer.text();
    this.#answers.push(`${target} ${answer.status} ${JSON.stringify([...answer.headers])} ${text}`);
    return text;
  }

  /** Hands a message to a node and waits until the node is done with it; tells `answered` or the error's code. */
  async pass(node: string, msg: object): Promise<string> {
    const { ending } = JSON.parse(await this.ask(`/witness/${node}`, msg)) as { ending: string };
    return ending;
  }

  /** Deploys everything, and waits until it runs: Node-RED answers before that. */
  async deploy(flows: readonly object[]): Promise<void> {
    const answer = await this.ask('/flows', { flows }, { 'Node-RED-API-Version': 'v2' });
    const { rev } = JSON.parse(answer) as { rev: string };
    const isRunning = (shown: string) => shown.includes('runtime-deploy') && shown.includes(rev);
    await until('the flows to run', 60, () => this.comms.find(isRunning));
  }

  /**
   * Waits until the editor has been shown everything: its web socket carries bundles that wait for one another.
   * @param last a part of what comes last, but for what nodes show a little later
   */
  async untilShown(last: string): Promise<void> {
    await until('the last message', 60, () => this.comms.find((shown) => shown.includes(last)));
    let { length } = this.comms;
    await until('the web socket to be silent', 30, async () => {
      await pause(300);
      const isSilent = this.comms.length === length;
      ({ length } = this.comms);
      return isSilent ? true : undefined;
    });
  }

  async stop(): Promise<void> {
    this.sidebar.close();
    await this.nodeRed.stop('SIGTERM');
  }

  /** Everything that could be seen so far, by where: to be asked when it has stopped. */
  async seen(): Promise<Map<string, string>> {
    const files = await readdir(this.directory, { recursive: true, withFileTypes: true });
    const own = files.filter((file) => file.isFile() && !file.parentPath.includes('node_modules'));
    const contents = await Promise.all(
      own.map(async ({ parentPath, name }): Promise<[string, string]> => {
        const file = path.join(parentPath, name);
        return [path.relative(this.directory, file), await readFile(file, 'latin1')];
      }),
    );
    return new Map([
      ...WITNESSED.map((what): [string, string] => [
        `what nodes let out, ${what}`,
        readFileSync(`${this.directory}.seen-${what}`, 'utf8'),
      ]),
      ['the log', this.nodeRed.log()],
      ['the editor over its web socket', this.comms.join('\n')],
      ['answers of the admin API', this.#answers.join('\n')],
      ...contents,
    ]);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
    for (const what of WITNESSED) await rm(`${this.directory}.seen-${what}`, { force: true });
  }
}

function compiledWitness(): string {
  const source = readFileSync(path.join(__dirname, 'witness.ts'), 'utf8');
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}
