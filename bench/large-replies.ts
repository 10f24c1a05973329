import { fork } from 'node:child_process';
import path from 'node:path';

import { startNas } from './support/nas.js';
import { type Line, median, print } from './support/statistics.js';

const ROUNDS = 7;

/** What a process measured of itself. */
export interface Measurement {
  readonly milliseconds: number;
  /** The most memory that the process ever had. */
  readonly peakBytes: number;
}

/** A reply of many tasks against fetching the same text and `JSON.parse` alone, each in a fresh process. */
async function main(): Promise<void> {
  const lines: Line[] = [];
  for (const tasks of [1000, 10_000]) {
    const nas = await startNas(tasks);
    await measure('ours', nas.port);
    const pairs: { ours: Measurement; theirs: Measurement }[] = [];
    for (let index = 0; index < ROUNDS; index += 1) {
      const oursFirst = index % 2 === 0;
      const first = await measure(oursFirst ? 'ours' : 'theirs', nas.port);
      const second = await measure(oursFirst ? 'theirs' : 'ours', nas.port);
      pairs.push(oursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first });
    }
    lines.push(
      line(`${tasks} tasks, time`, pairs, ({ milliseconds }) => milliseconds, 'ms', '<= 1.5'),
      line(`${tasks} tasks, memory`, pairs, ({ peakBytes }) => peakBytes / 2 ** 20, 'MB', '<= 1.3'),
    );
    nas.close();
  }
  print(`Large replies, ${ROUNDS} rounds: list tasks / fetch and JSON.parse`, lines);
}

function line(
  what: string,
  pairs: readonly { ours: Measurement; theirs: Measurement }[],
  of: (measurement: Measurement) => number,
  unit: string,
  goal: string,
): Line {
  return {
    what,
    ours: `${median(pairs.map(({ ours }) => of(ours))).toFixed(1)} ${unit}`,
    theirs: `${median(pairs.map(({ theirs }) => of(theirs))).toFixed(1)} ${unit}`,
    ratio: median(pairs.map(({ ours, theirs }) => of(ours) / of(theirs))),
    goal,
  };
}

function measure(side: 'ours' | 'theirs', port: number): Promise<Measurement> {
  const child = fork(path.join(__dirname, 'support', 'large-reply-process.ts'), [side, String(port)], {
    execArgv: ['--require', 'tsx/cjs', '--expose-gc'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the measuring process ended early')));
    child.once('message', (measurement: Measurement) => {
      resolve(measurement);
      child.kill();
    });
  });
}

void main();
