import assert from 'node:assert/strict';

import { AbbError } from '../../src/dsm/errors.js';
import { manyListeners, NEVER, OwnWithdrawal } from '../../src/dsm/withdrawal.js';

const closed = () => new AbbError('ABB_CLOSED', 'closed');

describe('a withdrawal', () => {
  it('tells everybody who listens, once, with the first reason', () => {
    const withdrawal = new OwnWithdrawal();
    const told: string[] = [];
    withdrawal.addEventListener('abort', () => told.push(withdrawal.reason.message));
    withdrawal.addEventListener('abort', () => told.push('two'));
    withdrawal.abort(closed());
    withdrawal.abort(new Error('later'));
    assert.deepEqual(told, [closed().message, 'two']);
    assert.ok(withdrawal.aborted);
  });

  it('leaves alone who does not listen any more', () => {
    const withdrawal = new OwnWithdrawal();
    const listener = () => assert.fail('told');
    withdrawal.addEventListener('abort', listener);
    withdrawal.removeEventListener('abort', listener);
    withdrawal.abort(closed());
  });

  it('throws its reason from then on, and nothing before', () => {
    const withdrawal = new OwnWithdrawal();
    withdrawal.throwIfAborted();
    const reason = closed();
    withdrawal.abort(reason);
    assert.throws(
      () => withdrawal.throwIfAborted(),
      (error) => error === reason,
    );
  });
});

describe('the withdrawal that never comes', () => {
  it('keeps nobody who listens', () => {
    NEVER.addEventListener('abort', () => assert.fail('told'));
    NEVER.throwIfAborted();
    assert.equal(NEVER.aborted, false);
  });
});

describe('a signal that many calls share', () => {
  it('makes Node.js warn of no leak', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    try {
      const { signal } = new AbortController();
      manyListeners(signal);
      for (let index = 0; index < 50; index += 1) signal.addEventListener('abort', () => undefined);
      await new Promise(setImmediate);
      assert.deepEqual(warnings, []);
    } finally {
      process.off('warning', note);
    }
  });
});
