/**
 * Plays thousands of generated histories, in several processes: `npm run test:histories [number] [first batch]`.
 * Ends with code 1 when one fails; its shortest form is printed, and `npm run test:histories 50 <batch>` repeats it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import os from 'node:os';

import { addTally, emptyTally, playBatch, type Tally } from './batch.js';

const HISTORIES_EACH = 50;
const MOST_PROCESSES = 4;

/** After so many there is enough to look at. */
const ENOUGH_FAILURES = 5;

interface Report {
  readonly batch: number;
  readonly tally?: Tally;
  readonly failure?: string;
}

/** The work of one process: batches until there are no more. */
function work(): void {
  process.on('message', ({ batch }: { batch: number }) => {
    playBatch(batch, HISTORIES_EACH).then(
      (tally) => process.send?.({ batch, tally }),
      (error: unknown) =>
        process.send?.({ batch, failure: error instanceof Error ? error.message : String(error) }),
    );
  });
}

async function lead(histories: number, first: number): Promise<void> {
  const last = first + Math.ceil(histories / HISTORIES_EACH);
  const sum = emptyTally();
  const failures: string[] = [];
  const begin = performance.now();
  let next = first;

  const lead = (child: ChildProcess): Promise<void> =>
    new Promise((resolve, reject) => {
      const goOn = (): void => {
        if (next < last && failures.length < ENOUGH_FAILURES) child.send({ batch: next++ });
        else child.disconnect();
      };
      child.on('message', ({ tally, failure }: Report) => {
        if (tally !== undefined) addTally(sum, tally);
        if (failure !== undefined) {
          failures.push(failure);
          print(`\n${failure}\n\n`);
        }
        print(`\r${String(sum.histories)} histories, ${seconds(begin)} s `);
        goOn();
      });
      child.once('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`a process ended with ${String(code)}`)),
      );
      goOn();
    });
  const processes = Math.min(MOST_PROCESSES, os.availableParallelism());
  await Promise.all(Array.from({ length: processes }, () => lead(startWorker())));

  print(`\n${String(sum.steps)} steps, ${String(sum.polls)} polls, ${String(sum.requests)} requests\n`);
  for (const [event, count] of Object.entries(sum.events).sort())
    print(`  ${event.padEnd(18)} ${String(count)}\n`);
  print(
    failures.length === 0
      ? `All ${String(sum.histories)} histories went as they must.\n`
      : `${String(failures.length)} batches failed.\n`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function startWorker(): ChildProcess {
  return fork(__filename, ['work'], { execArgv: ['--require', 'tsx/cjs'] });
}

function seconds(begin: number): string {
  return String(Math.round((performance.now() - begin) / 1000));
}

function print(text: string): void {
  process.stdout.write(text);
}

const [what, first] = process.argv.slice(2);
if (what === 'work') work();
else void lead(Number(what ?? 10_000), Number(first ?? 1000));
