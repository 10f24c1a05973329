import assert from 'node:assert/strict';

import { Gate } from '../../src/dsm/gate.js';
import { failure } from '../support/nas.js';

const never = new AbortController().signal;

/** A piece of work that ends when it is told to. */
class Work {
  started = false;
  end: () => void = () => undefined;

  readonly run = (): Promise<void> => {
    this.started = true;
    return new Promise((resolve) => {
      this.end = resolve;
    });
  };
}

async function settled(): Promise<void> {
  await new Promise(setImmediate);
}

describe('a gate', () => {
  it('lets as many through as it is wide, and the next when one has left, in order', async () => {
    const gate = new Gate(2, 10);
    const works = [new Work(), new Work(), new Work(), new Work()];
    const [first, second, third, fourth] = works as [Work, Work, Work, Work];
    const all = works.map((work) => gate.run(work.run, never));
    await settled();
    assert.deepEqual(
      works.map(({ started }) => started),
      [true, true, false, false],
    );
    second.end();
    await settled();
    assert.deepEqual(
      works.map(({ started }) => started),
      [true, true, true, false],
    );
    first.end();
    await settled();
    third.end();
    fourth.end();
    await Promise.all(all);
  });

  it('gives back what the work gives, or fails as it fails', async () => {
    const gate = new Gate(1, 0);
    assert.equal(await gate.run(() => Promise.resolve(7), never), 7);
    await assert.rejects(
      gate.run(() => Promise.reject(new Error('no')), never),
      /no/,
    );
    assert.equal(await gate.run(() => Promise.resolve(8), never), 8);
  });

  it('turns away with ABB_BUSY what finds the queue full', async () => {
    const gate = new Gate(1, 1);
    const running = new Work();
    const all = [gate.run(running.run, never), gate.run(() => Promise.resolve(), never)];
    await failure(
      'ABB_BUSY',
      gate.run(() => Promise.resolve(), never),
    );
    running.end();
    await Promise.all(all);
  });

  it('lets one that waits withdraw, and never starts its work', async () => {
    const gate = new Gate(1, 10);
    const running = new Work();
    const withdrawn = new Work();
    const last = new Work();
    const withdraw = new AbortController();
    const first = gate.run(running.run, never);
    const second = gate.run(withdrawn.run, withdraw.signal);
    const third = gate.run(last.run, never);
    withdraw.abort(new Error('enough'));
    await assert.rejects(second, /enough/);
    running.end();
    await settled();
    assert.equal(withdrawn.started, false);
    assert.equal(last.started, true);
    last.end();
    await Promise.all([first, third]);
  });

  it('does not lose one that waits when another comes that has withdrawn already', async () => {
    const gate = new Gate(1, 10);
    const running = new Work();
    const waiting = new Work();
    const first = gate.run(running.run, never);
    const second = gate.run(waiting.run, never);
    await assert.rejects(gate.run(new Work().run, AbortSignal.abort(new Error('gone'))), /gone/);
    running.end();
    await settled();
    assert.equal(waiting.started, true);
    waiting.end();
    await Promise.all([first, second]);
  });
});
