import assert from 'node:assert/strict';

import { textOf } from '../../src/dsm/reply-text.js';

describe('the text of a reply that came in parts', () => {
  const SENTENCE = 'Büro 🖥 läuft – 完了';

  it('is the same wherever it was cut, also within a character', () => {
    const whole = Buffer.from(SENTENCE);
    for (let cut = 0; cut <= whole.length; cut++)
      assert.equal(textOf([whole.subarray(0, cut), whole.subarray(cut)]), SENTENCE);
  });

  it('has nothing of an earlier and longer one', () => {
    textOf([Buffer.from('x'.repeat(100_000)), Buffer.from('x')]);
    assert.equal(textOf([Buffer.from('a'), Buffer.from('b')]), 'ab');
  });

  it('is empty without parts', () => {
    assert.equal(textOf([]), '');
  });

  for (const bytes of [256 * 1024, 256 * 1024 + 1, 2 ** 20]) {
    it(`may have ${bytes} bytes`, () => {
      const text = 'é'.repeat(bytes / 2) + (bytes % 2 === 1 ? '.' : '');
      const whole = Buffer.from(text);
      assert.equal(whole.length, bytes);
      assert.equal(textOf([whole.subarray(0, 7), whole.subarray(7)]), text);
    });
  }
});
