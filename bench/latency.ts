import { benchCredentials, benchFlow } from './support/flow.js';
import { BareClient, startNas, taskListForm } from './support/nas.js';
import { Runtime } from './support/node-red.js';
import { median, print, quantile } from './support/statistics.js';

const ROUNDS = 15;
const PER_ROUND = 150;

// Code that runs once for a message is compiled only after thousands of them, long after undici's own.
const WARM_UP_ROUNDS = 25;

/** A message through `abb-tasks` against a bare request and `JSON.parse`, one after the other. */
async function main(): Promise<void> {
  const nas = await startNas();
  const bare = new BareClient(nas.port);
  await bare.logIn();
  const runtime = new Runtime();
  await runtime.start(benchFlow(nas.port), benchCredentials);
  let sent = 0;
  const ours = () => runtime.pass('abb-tasks', { _msgid: `m${(sent += 1)}` });
  const theirs = async () => {
    JSON.parse(await bare.fetchText(taskListForm()));
  };
  for (let index = 0; index < WARM_UP_ROUNDS; index += 1) {
    await round(ours);
    await round(theirs);
  }
  const results: { ours: number[]; theirs: number[] }[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    const oursFirst = index % 2 === 0;
    const first = await round(oursFirst ? ours : theirs);
    const second = await round(oursFirst ? theirs : ours);
    results.push(oursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first });
  }
  const line = (share: number) => {
    const mine = results.map((result) => quantile(result.ours, share));
    const other = results.map((result) => quantile(result.theirs, share));
    const ratio = median(mine.map((value, index) => value / (other[index] ?? NaN)));
    return {
      what: `p${share * 100}`,
      ours: `${median(mine).toFixed(2)} ms`,
      theirs: `${median(other).toFixed(2)} ms`,
      ratio,
      goal: '<= 1.10',
    };
  };
  print(`One message, ${ROUNDS} rounds of ${PER_ROUND}: abb-tasks / bare request and JSON.parse`, [
    line(0.5),
    line(0.99),
  ]);
  await runtime.stop();
  await bare.close();
  nas.close();
}

async function round(work: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < PER_ROUND; index += 1) {
    const begin = performance.now();
    await work();
    times.push(performance.now() - begin);
  }
  return times;
}

void main();
