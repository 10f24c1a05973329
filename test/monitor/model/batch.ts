/** A batch of generated histories on one simulated NAS. */
import fc from 'fast-check';

import {
  type DialectChoice,
  dialectNames,
  type Simulator,
  startSimulator,
} from '../../../simulator/index.js';
import { anyHistory, type History } from './history.js';
import { judge } from './oracle/index.js';
import { BEGIN, Player } from './player.js';

/** What a number of histories held. */
export interface Tally {
  histories: number;
  steps: number;
  polls: number;
  requests: number;
  /** How often each event came. */
  events: Record<string, number>;
}

/** Most steps of a history; they have fewer than half as many on average. */
const STEPS = 50;

/** Looking for the shortest failing history may take this long. */
const SHORTEN_MS = 25_000;

/** The ways of speaking take turns: the presets, and a mix of its own for every other batch. */
export function dialectOf(batch: number): DialectChoice {
  const preset = dialectNames[(batch >> 1) % dialectNames.length];
  return batch % 2 === 0 && preset !== undefined ? preset : { random: batch };
}

/**
 * Plays a batch and compares what came with what must have come.
 * @param batch the same number gives the same histories
 * @throws with the shortest history that was found to fail, and what is wrong with it
 */
export async function playBatch(batch: number, histories: number): Promise<Tally> {
  const nas = await startSimulator({
    dialect: dialectOf(batch),
    protocol: 'http',
    encryptionBits: 1024,
    speed: 0,
    startAt: BEGIN,
    size: 'empty',
    autoBlock: false,
  });
  const tally = emptyTally();
  let began = Infinity;
  try {
    const outcome = await fc.check(
      fc.asyncProperty(anyHistory(STEPS), async (history) => {
        // What is still shorter after so long is not worth the wait.
        if (performance.now() - began > SHORTEN_MS) return;
        const complaints = await play(nas, history, tally);
        if (complaints.length === 0) return;
        began = Math.min(began, performance.now());
        throw new Error(complaints.join('\n'));
      }),
      { numRuns: histories, seed: batch },
    );
    if (outcome.failed) throw new Error(failure(batch, outcome));
  } finally {
    await nas.close();
  }
  if (nas.internalErrors.length > 0) throw nas.internalErrors[0];
  return tally;
}

export function emptyTally(): Tally {
  return { histories: 0, steps: 0, polls: 0, requests: 0, events: {} };
}

/** Adds one tally to another. */
export function addTally(sum: Tally, more: Tally): void {
  sum.histories += more.histories;
  sum.steps += more.steps;
  sum.polls += more.polls;
  sum.requests += more.requests;
  for (const [event, count] of Object.entries(more.events))
    sum.events[event] = (sum.events[event] ?? 0) + count;
}

async function play(nas: Simulator, history: History, tally: Tally): Promise<string[]> {
  const played = await new Player(nas, history).play();
  const events: Record<string, number> = {};
  for (const { event } of played.polls.flat().flatMap((poll) => poll.events))
    events[event] = (events[event] ?? 0) + 1;
  addTally(tally, {
    histories: 1,
    steps: history.steps.length,
    polls: played.polls[0]?.length ?? 0,
    requests: nas.journal.entries.length,
    events,
  });
  return judge(history, played);
}

function failure(batch: number, outcome: fc.RunDetails<[History]>): string {
  const { counterexample, errorInstance } = outcome;
  const reason = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : '';
  const lines = counterexample?.[0].steps.map((step) => `  ${JSON.stringify(step)}`) ?? [];
  const rest = JSON.stringify({ ...counterexample?.[0], steps: undefined });
  return [
    `Batch ${String(batch)} (${JSON.stringify(dialectOf(batch))}) fails. The shortest history that was found:`,
    rest,
    ...lines,
    reason,
  ].join('\n');
}
