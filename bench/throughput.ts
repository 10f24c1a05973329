import { benchCredentials, benchFlow } from './support/flow.js';
import { BareClient, startNas, taskListForm } from './support/nas.js';
import { type Message, Runtime } from './support/node-red.js';
import { type Line, median, print } from './support/statistics.js';

const ROUNDS = 9;
const ROUND_MS = 1500;

// Code that runs once for a message is compiled only after thousands of them.
const WARM_UP_ROUNDS = 4;

// Each request asks for something else, so that equal reads cannot be shared; all lie after every backup.
let counter = 4_000_000_000;

/** Messages per second through `abb-tasks` against the core `http request` node that asks the same. */
async function main(): Promise<void> {
  const nas = await startNas();
  const bare = new BareClient(nas.port);
  const headers = await bare.logIn();
  const runtime = new Runtime();
  await runtime.start(benchFlow(nas.port), benchCredentials);
  const ours = () => runtime.pass('abb-tasks', { ...message(), params: { to: counter } });
  const theirs = () => {
    const payload = new URLSearchParams(taskListForm(counter)).toString();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    return runtime.pass('http-request', { ...message(), payload, headers: { ...headers, ...form } });
  };
  const lines: Line[] = [];
  for (const inFlight of [1, 16]) {
    for (let index = 0; index < WARM_UP_ROUNDS; index += 1) {
      await round(ours, inFlight);
      await round(theirs, inFlight);
    }
    const pairs: (readonly [number, number])[] = [];
    for (let index = 0; index < ROUNDS; index += 1) {
      const [first, second] = index % 2 === 0 ? [ours, theirs] : [theirs, ours];
      const rates = [await round(first, inFlight), await round(second, inFlight)] as const;
      pairs.push(index % 2 === 0 ? rates : [rates[1], rates[0]]);
    }
    lines.push({
      what: `${inFlight} in flight`,
      ours: `${median(pairs.map(([mine]) => mine)).toFixed(0)} msg/s`,
      theirs: `${median(pairs.map(([, other]) => other)).toFixed(0)} msg/s`,
      ratio: median(pairs.map(([mine, other]) => mine / other)),
      goal: '>= 2',
    });
  }
  print(`Messages per second, ${ROUNDS} rounds of ${ROUND_MS} ms: abb-tasks / http request`, lines);
  await runtime.stop();
  await bare.close();
  nas.close();
}

function message(): Message {
  counter += 1;
  return { _msgid: `m${counter}` };
}

/** Keeps so many messages under way for a while; gives messages per second. */
async function round(send: () => Promise<void>, inFlight: number): Promise<number> {
  const begin = performance.now();
  const end = begin + ROUND_MS;
  let count = 0;
  const lane = async () => {
    while (performance.now() < end) {
      await send();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return count / ((performance.now() - begin) / 1000);
}

void main();
