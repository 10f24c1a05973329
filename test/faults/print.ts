/** `npm run faults`: plays the fault matrix and prints its figures; fails when a cell is wrong. */
import { figuresOf, matrixText } from './support/table.js';
import { runMatrix } from './support/run-matrix.js';

async function main(): Promise<void> {
  const begin = performance.now();
  const results = await runMatrix();
  const seconds = (performance.now() - begin) / 1000;
  process.stdout.write(`${matrixText(results)}\n\n${seconds.toFixed(0)} s\n`);
  if (figuresOf(results).wrong > 0) process.exitCode = 1;
}

void main();
