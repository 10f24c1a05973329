import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { demoAccount, type Simulator, startSimulator } from '../../../simulator/index.js';
import { createCertificate } from '../../../simulator/server/certificate.js';
import { assertKnownMethods } from '../../support/known-methods.js';
import { closeRuntime, openRuntime } from '../../support/node-red.js';
import { allCells } from './cells.js';
import { clientLine } from './client-line.js';
import { type CellFlow, startCellFlow } from './cell-flow.js';
import type { Cell, CellResult } from './matrix-words.js';
import { type Line, runCell } from './run-cell.js';

/** Cells whose NAS and nodes exist at a time. */
const BATCH = 300;

/** Cells that are played at a time; most of their time is pauses. */
const CROWD = 60;
const SMALL_CROWD = 30;

// All have the same, since making one takes longer than the rest of a start.
const CERTIFICATE = createCertificate();

/** What a cell is played on. */
export interface Stage {
  readonly cell: Cell;
  readonly nas: Simulator;
  readonly password: string;
}

/** Plays the whole matrix in a Node-RED of its own. */
export async function runMatrix(cells: readonly Cell[] = allCells()): Promise<CellResult[]> {
  const results: CellResult[] = [];
  const runtime = await openRuntime();
  try {
    for (const timed of [true, false]) {
      const alike = cells.filter(({ row }) => (row.timed ?? false) === timed);
      for (let begin = 0; begin < alike.length; begin += BATCH) {
        const batch = alike.slice(begin, begin + BATCH);
        results.push(...(await runBatch(runtime, batch, timed ? SMALL_CROWD : CROWD)));
      }
    }
  } finally {
    await closeRuntime();
  }
  return results;
}

type Runtime = Awaited<ReturnType<typeof openRuntime>>;

async function runBatch(runtime: Runtime, cells: readonly Cell[], crowd: number): Promise<CellResult[]> {
  const stages: Stage[] = [];
  for (const cell of cells) stages.push(await setStage(cell));
  try {
    const flow = await startCellFlow(
      runtime,
      stages.filter(({ cell }) => cell.row.replyBytes === undefined),
    );
    try {
      return await atATime(stages, crowd, (stage) => play(flow, stage));
    } finally {
      await runtime.stop();
    }
  } finally {
    await Promise.all(stages.map(({ nas }) => nas.close()));
    for (const { nas } of stages) assertSound(nas);
  }
}

/** A small NAS with a past. The password is its own: refused ones are remembered, and ports come again. */
export async function setStage(cell: Cell): Promise<Stage> {
  const password = randomUUID();
  const nas = await startSimulator({
    accounts: [{ name: demoAccount.name, password }],
    size: { tasks: 2, devicesPerTask: 1, historyRows: 20, historyDays: 5, scheduled: false },
    world: { failRate: 0 },
    speed: cell.place.waits ? 60 : 0,
    tls: CERTIFICATE,
  });
  return { cell, nas, password };
}

async function play(flow: CellFlow, stage: Stage): Promise<CellResult> {
  const { cell, nas } = stage;
  if (cell.row.replyBytes === undefined) return runCell(cell, nas, flow.lineOf(stage));
  const line: Line & { close(): Promise<void> } = clientLine(stage, cell.row.replyBytes);
  try {
    return await runCell(cell, nas, line);
  } finally {
    await line.close();
  }
}

function assertSound(nas: Simulator): void {
  assert.deepEqual(nas.internalErrors, []);
  assertKnownMethods(nas);
}

async function atATime<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}
