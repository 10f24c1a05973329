import { once } from 'node:events';
import { connect } from 'node:net';
import { isDeepStrictEqual } from 'node:util';

import type { Fault, OrderedFault, Simulator } from '../../../simulator/index.js';
import { pause } from '../../../src/dsm/pause.js';
import type { Given } from '../../../src/abb/parameters/read.js';
import { onFailedConnection } from '../../support/failed-connections.js';
import { isSessionPlace } from './places.js';
import type { Cell, CellResult, Mishap } from './matrix-words.js';

/** Where messages go: into a node, or into the client. */
export interface Line {
  /** Opens the session with a read that nothing strikes. */
  readonly warmUp: () => Promise<End>;
  readonly send: (params: Given) => Promise<End>;
}

/** How a message ended. */
export interface End {
  /** `answered`, or the code of the error. */
  readonly ending: string;
  readonly payload?: unknown;
}

// Three requests at their limit, the pauses between them, and time for a busy machine.
const MOST_REQUESTS = 3;
const PAUSES_SECONDS = 2.5;
const SLACK_SECONDS = 10;
const USUAL_LIMIT_SECONDS = 5;

// Longer than it takes the client to notice that its connections are gone.
const NOTICE_MS = 60;

/** Plays one cell: a message that is struck, and after it one that is not. */
export async function runCell(cell: Cell, nas: Simulator, line: Line): Promise<CellResult> {
  const { place } = cell;
  if (!isSessionPlace(place)) await line.warmUp();
  if (place.waits) hurry(nas);
  const begin = performance.now();
  const strike = begun(cell, nas);
  if (!place.afterAction && 'begin' in cell.row.fault) await pause(NOTICE_MS);
  const first = await within(cell, line.send(place.params?.(nas, 0, cell.times) ?? {}));
  const { sent, ran } = actionsOf(cell, nas);
  const seconds = (performance.now() - begin) / 1000;
  await strike.end();
  const logins = loginsOf(nas);
  const next = await within(cell, line.send(place.params?.(nas, 1, 'once') ?? {}));
  const ending = endingOf(first);
  const wrong = [
    ...judgeEnding(cell, first, next),
    ...judgeAction(cell, sent, ran),
    ...judgeNext(cell, next, loginsOf(nas) - logins),
    ...(strike.struck() ? [] : ['the fault struck nothing']),
  ];
  return { cell, ending, sent, ran, wrong, seconds };
}

/** Lets the backups of a wait end soon. */
function hurry(nas: Simulator): void {
  for (const id of nas.world.fleet.tasks.keys()) {
    nas.world.nextOutcome(id, { outcome: 'success', durationSeconds: 20 });
  }
}

interface Strike {
  end(): Promise<void>;
  struck(): boolean;
}

function begun(cell: Cell, nas: Simulator): Strike {
  const { fault } = cell.row;
  return 'begin' in fault ? mishap(cell, nas, fault) : struckRequests(cell, nas, fault);
}

function struckRequests({ place, times }: Cell, nas: Simulator, fault: Fault): Strike {
  const { api, method, action, afterAction } = place;
  const isMeant = () => !afterAction || ranTimes(nas, action) > 0;
  const order: OrderedFault = nas.faults.add({
    ...fault,
    api,
    method,
    where: isMeant,
    times: times === 'once' ? 1 : Infinity,
  });
  return {
    async end() {
      nas.faults.clear();
      await untilReachable(nas);
    },
    struck: () => order.hits > 0,
  };
}

function mishap({ place, times }: Cell, nas: Simulator, { begin, end, answers }: Mishap): Strike {
  const over = new AbortController();
  const isOver = aborted(over.signal);
  let hasBegun = false;
  const strike = () => {
    hasBegun = true;
    begin(nas);
  };
  const course = async () => {
    if (place.afterAction) await Promise.race([atFirstRequestAfter(place.action, nas, strike), isOver]);
    else strike();
    if (!hasBegun) return;
    const answered = answersOf(nas);
    if (times === 'lasting') await isOver;
    else if (answers) while (answersOf(nas) === answered && !over.signal.aborted) await pause(5);
    else await Promise.race([atFailedConnection(nas, over.signal), isOver]);
    end(nas);
    await untilReachable(nas);
  };
  const played = course();
  return {
    async end() {
      over.abort();
      await played;
    },
    struck: () => hasBegun,
  };
}

/**
 * Strikes in the very moment in which the first request after an action arrives: a look every few milliseconds would
 * now and then come when that request has its answer already.
 */
function atFirstRequestAfter(
  action: Cell['place']['action'],
  nas: Simulator,
  strike: () => void,
): Promise<void> {
  return new Promise((resolve) => {
    const where = () => {
      if (ranTimes(nas, action) === 0) return false;
      strike();
      resolve();
      return true;
    };
    nas.faults.add({ kind: 'slow', milliseconds: 0, where });
  });
}

/** Passes when the client has found the NAS away once: after a fixed time it might be back before the client looks. */
function atFailedConnection(nas: Simulator, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = onFailedConnection(nas, resolve);
    signal.addEventListener('abort', stop, { once: true });
  });
}

function answersOf(nas: Simulator): number {
  return nas.journal.entries.filter(({ answeredAt }) => answeredAt !== undefined).length;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** A NAS that refuses connections for a while takes them again by itself. */
async function untilReachable({ host, port }: Simulator): Promise<void> {
  for (;;) {
    const socket = connect(port, host);
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await pause(5);
  }
}

async function within(cell: Cell, message: Promise<End>): Promise<End> {
  const limit = cell.row.limitSeconds ?? USUAL_LIMIT_SECONDS;
  const mostMs = (MOST_REQUESTS * limit + PAUSES_SECONDS + SLACK_SECONDS) * 1000;
  const patience = new AbortController();
  const hung = pause(mostMs, patience.signal).then(
    () => ({ ending: 'hung' }),
    () => ({ ending: 'hung' }),
  );
  const end = await Promise.race([message, hung]);
  patience.abort();
  return end;
}

function judgeEnding({ expected, place }: Cell, first: End, next: End): string[] {
  const ending = endingOf(first);
  if (ending !== (expected === 'tolerated' ? 'answered' : expected)) {
    return [`ended as ${ending} in place of ${expected}`];
  }
  // What reads as well the second time has to read the same.
  const isComparable = place.sort === 'read' && !place.action && !place.tellsTime && expected === 'answered';
  return isComparable && !isDeepStrictEqual(first.payload, next.payload)
    ? ['another answer than without']
    : [];
}

function judgeAction({ row, place, expected }: Cell, sent: number, ran: number): string[] {
  if (!place.action) return [];
  const wrong = [];
  if (ran > 1) wrong.push(`the action was run ${ran} times`);
  if (sent > (row.provesNotRun ? 2 : 1)) wrong.push(`the action was sent ${sent} times`);
  if (expected === 'answered' && ran === 0) wrong.push('answered, but not run');
  // An error that says why it did not happen must not be told of what has happened.
  const mayHaveRun =
    place.afterAction === true ||
    expected === 'answered' ||
    expected === 'tolerated' ||
    expected === 'ABB_UNKNOWN_OUTCOME';
  if (!mayHaveRun && ran > 0) wrong.push(`the action was run in spite of ${expected}`);
  return wrong;
}

function judgeNext({ row, expected }: Cell, next: End, logins: number): string[] {
  if (!row.latches) return next.ending === 'answered' ? [] : [`the next message ended as ${next.ending}`];
  const wrong = [];
  if (next.ending !== expected) wrong.push(`the next message ended as ${next.ending}`);
  if (logins > 0) wrong.push('refused credentials were tried again');
  return wrong;
}

/** The outcome of a wait is in its answer. */
function endingOf({ ending, payload }: End): string {
  if (ending !== 'answered' || !Array.isArray(payload)) return ending;
  const [only] = payload as { outcome?: unknown }[];
  return payload.length === 1 && only?.outcome === 'timeout' ? 'timeout' : ending;
}

function actionsOf({ place: { action } }: Cell, nas: Simulator): { sent: number; ran: number } {
  const sent = action === undefined ? 0 : nas.journal.calls(action.api, action.method).length;
  return { sent, ran: ranTimes(nas, action) };
}

function ranTimes(nas: Simulator, action: { api: string; method: string } | undefined): number {
  if (action === undefined) return 0;
  return nas.journal.calls(action.api, action.method).filter(({ ran }) => ran).length;
}

function loginsOf(nas: Simulator): number {
  return nas.journal.calls('SYNO.API.Auth', 'login').length;
}
