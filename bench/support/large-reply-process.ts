import path from 'node:path';

import type * as client from '../../src/index.js';
import { BareClient, taskListForm } from './nas.js';

/** How often each side does its work; the first time does not count. */
const REPEATS = 4;

async function main(): Promise<void> {
  const [side, port] = process.argv.slice(2);
  const work = side === 'ours' ? await ours(Number(port)) : await theirs(Number(port));
  await work();
  const times: number[] = [];
  for (let index = 1; index < REPEATS; index += 1) {
    global.gc?.();
    const begin = performance.now();
    const result = await work();
    times.push(performance.now() - begin);
    if (!result) throw new Error('nothing came');
  }
  process.send?.({ milliseconds: Math.min(...times), peakBytes: process.resourceUsage().maxRSS * 1024 });
}

async function ours(port: number): Promise<() => Promise<unknown>> {
  // What is published is measured, not what a test tool makes of the sources.
  const built = path.join(__dirname, '..', '..', 'dist', 'src', 'index.js');
  const { ActiveBackup, allowedMethods, DsmSession, operations } = (await import(built)) as typeof client;
  const session = new DsmSession({
    address: { protocol: 'https', host: '127.0.0.1', port, basePath: '' },
    trust: { kind: 'any' },
    credentials: { account: 'backup-reader', password: 'demo-password', deviceId: '', deviceName: 'bench' },
    methods: allowedMethods,
  });
  const backup = new ActiveBackup(session);
  return async () => (await backup.run(operations.tasks)).result;
}

async function theirs(port: number): Promise<() => Promise<unknown>> {
  const bare = new BareClient(port);
  await bare.logIn();
  return async () => JSON.parse(await bare.fetchText(taskListForm())) as unknown;
}

void main();
