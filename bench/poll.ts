/**
 * What watching costs: one poll on NASes of several sizes (or those on the command line), and the CPU of many watches
 * that have nothing to tell.
 */
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type * as client from '../src/index.js';
import type * as monitoring from '../src/monitor/index.js';
import { startNas } from './support/nas.js';
import { median } from './support/statistics.js';
import { countTraffic, trafficSoFar } from './support/traffic.js';

const chosen = process.argv.slice(2).map(Number);
const SIZES = chosen.length > 0 ? chosen : [10, 100, 1000, 10_000];
const RUNNING = 10;
const POLLS = 9;

const SESSIONS = 20;
const WARM_UP_MS = 5000;
const IDLE_MS = 60_000;

// What is published is measured, not what a test tool makes of the sources.
const dist = path.join(__dirname, '..', 'dist', 'src');

type Client = typeof client & typeof monitoring;

async function main(): Promise<void> {
  countTraffic();
  const library = {
    ...((await import(path.join(dist, 'index.js'))) as typeof client),
    ...((await import(path.join(dist, 'monitor', 'index.js'))) as typeof monitoring),
  };
  const rows = [['devices', 'running', 'time', 'CPU', 'received', 'requests', 'first poll']];
  for (const devices of SIZES) rows.push(...(await measurePolls(library, devices)));
  printTable(`One poll of a watch that wants every event (median of ${POLLS})`, rows);
  await measureIdle(library);
}

async function measurePolls(library: Client, devices: number): Promise<string[][]> {
  const nas = await startNas(devices);
  const session = newSession(library, nas.port);
  const backup = new library.ActiveBackup(session);
  const monitor = new library.Monitor(backup, { automatic: false });
  monitor.watch(watcher(library));
  const begin = performance.now();
  await monitor.poll();
  const first = `${(performance.now() - begin).toFixed(0)} ms`;

  const idle = await measure(() => monitor.poll());
  await backup.run(library.operations.setConcurrentDevices, { value: RUNNING });
  const taskIds = Array.from({ length: RUNNING }, (_, index) => index + 1);
  await backup.run(library.operations.runBackup, { taskIds });
  await monitor.poll();
  const busy = await measure(() => monitor.poll());

  await monitor.close();
  await session.close();
  nas.close();
  return [
    [String(devices), '0', ...idle, first],
    [String(devices), String(RUNNING), ...busy, ''],
  ];
}

async function measure(poll: () => Promise<void>): Promise<string[]> {
  const times: number[] = [];
  const cpu: number[] = [];
  const before = trafficSoFar();
  for (let index = 0; index < POLLS; index += 1) {
    const begin = performance.now();
    const used = process.cpuUsage();
    await poll();
    times.push(performance.now() - begin);
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1000);
  }
  const after = trafficSoFar();
  return [
    `${median(times).toFixed(1)} ms`,
    `${median(cpu).toFixed(1)} ms`,
    `${((after.bytes - before.bytes) / POLLS / 1024).toFixed(1)} KiB`,
    ((after.requests - before.requests) / POLLS).toFixed(1),
  ];
}

/** The CPU of this process while its watches have nothing to tell, with the usual intervals. */
async function measureIdle(library: Client): Promise<void> {
  const nas = await startNas(10);
  const watches = Array.from({ length: SESSIONS }, (_, index) => {
    const session = newSession(library, nas.port);
    const phase = index / SESSIONS;
    const monitor = new library.Monitor(new library.ActiveBackup(session), { automatic: true, phase });
    monitor.watch(watcher(library));
    return { session, monitor };
  });
  await pause(WARM_UP_MS);
  const before = trafficSoFar();
  const used = process.cpuUsage();
  await pause(IDLE_MS);
  const { user, system } = process.cpuUsage(used);
  const { requests, bytes } = trafficSoFar();
  const share = (user + system) / 1000 / IDLE_MS;
  printTable(`${SESSIONS} sessions that are watched and idle, over ${IDLE_MS / 1000} s`, [
    ['CPU, of one core', 'requests', 'received'],
    [
      `${(share * 100).toFixed(2)} %`,
      String(requests - before.requests),
      `${((bytes - before.bytes) / 1024).toFixed(0)} KiB`,
    ],
  ]);
  for (const { monitor, session } of watches) {
    await monitor.close();
    await session.close();
  }
  nas.close();
}

function watcher(library: Client): monitoring.WatcherOptions {
  return {
    start: 'now',
    position: library.memoryPosition(),
    onEvent: () => undefined,
    onState: () => undefined,
    onError: (error) => {
      throw error;
    },
  };
}

function newSession({ DsmSession, allowedMethods }: Client, port: number): client.DsmSession {
  return new DsmSession({
    address: { protocol: 'https', host: '127.0.0.1', port, basePath: '' },
    trust: { kind: 'any' },
    credentials: { account: 'backup-reader', password: 'demo-password', deviceId: '', deviceName: 'bench' },
    methods: allowedMethods,
  });
}

function printTable(title: string, rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
  process.stdout.write(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
}

void main();
