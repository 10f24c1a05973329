/** `npm run soak -- --minutes 30 --seed 1`: Node-RED and a NAS through accidents of every kind; prints a verdict. */
import { parseArgs } from 'node:util';

import { Soak } from './support/soak.js';
import { judge } from './support/verdict.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: String(Date.now() % 10_000) },
    },
  });
  say(`--minutes ${values.minutes} --seed ${values.seed}`);
  const figures = await Soak.run(Number(values.minutes), Number(values.seed), say);
  say(JSON.stringify(figures, undefined, 2));
  const complaints = judge(figures);
  say(complaints.length === 0 ? 'All is well.' : `Not well: ${complaints.join('; ')}.`);
  process.exitCode = complaints.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  throw error;
});
