import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { freePort } from '../../support/free-port.js';
import { root } from '../../support/package.js';
import { until } from '../../support/until.js';

/** A Node-RED in a process of its own. */
export interface NodeRed {
  /** Where its editor and admin API are, without a slash at the end. */
  readonly url: string;
  readonly version: string;
  /** Everything that it has logged so far. */
  log(): string;
  /** Sends the signal and answers the exit code; null when the signal itself ended it. */
  stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
  readonly process: ChildProcess;
}

/** The folder whose node_modules has the Node-RED to test: ours, or the one that E2E_NODE_RED names. */
const home = process.env['E2E_NODE_RED'] ?? root;
const program = createRequire(path.join(home, 'package.json')).resolve('node-red/red.js');
const itsUtil = createRequire(program).resolve('@node-red/util');

const STARTED = 'flows started';

const settings = (port: number, more: object): string => `module.exports = {
  uiHost: '127.0.0.1',
  uiPort: ${port},
  flowFile: 'flows.json',
  debugMaxLength: 1000000,
  telemetry: { enabled: false, updateNotification: false },
  ...${JSON.stringify(more)},
  // What a module that was loaded before Node-RED wants.
  ...globalThis.settingsOfProbe,
};
// The tests are gone without having stopped us.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Node-RED answers before: what is deployed meanwhile is lost.
require(${JSON.stringify(itsUtil)}).events.once('flows:started', () => process.send('${STARTED}'));
`;

async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}

/**
 * Starts Node-RED on a free port with this user directory, and waits until it answers and its flows run.
 * @param more settings beside the usual ones
 * @param nodeOptions options for Node.js itself, such as a module to load first
 */
export async function startNodeRed(
  userDirectory: string,
  more: object = {},
  nodeOptions: readonly string[] = [],
): Promise<NodeRed> {
  for (;;) {
    const started = await startOnFreePort(userDirectory, more, nodeOptions);
    if (started) return started;
  }
}

/** Answers nothing when somebody else has taken the port meanwhile. */
async function startOnFreePort(
  userDirectory: string,
  more: object,
  nodeOptions: readonly string[],
): Promise<NodeRed | undefined> {
  const port = await freePort();
  const settingsFile = path.join(userDirectory, 'settings.js');
  await writeFile(settingsFile, settings(port, more));
  const child = spawn(process.execPath, [...nodeOptions, program, '-u', userDirectory, '-s', settingsFile], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  let isStarted = false;
  child.on('message', (message) => (isStarted ||= message === STARTED));
  const url = `http://127.0.0.1:${port}`;
  const version = await until('Node-RED to answer', 90, async () => {
    if (log.includes('port in use')) return PORT_TAKEN;
    if (child.exitCode !== null) throw new Error(`Node-RED ended:\n${log}`);
    if (!isStarted) return undefined;
    const reply = await fetch(`${url}/settings`).catch(() => undefined);
    return reply?.ok === true ? ((await reply.json()) as { version: string }).version : undefined;
  });
  if (version === PORT_TAKEN) {
    await stopChild(child, 'SIGKILL');
    return undefined;
  }
  return { url, version, log: () => log, stop: (signal) => stopChild(child, signal), process: child };
}

const PORT_TAKEN = 'port taken';
