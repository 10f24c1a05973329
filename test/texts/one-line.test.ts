import assert from 'node:assert/strict';

import { cutEnd, oneLine } from '../../src/texts/one-line.js';

describe('a text in one line', () => {
  it('has spaces in place of line breaks and other control characters', () => {
    assert.equal(oneLine('a\r\nb\u2028c\u0000d'), 'a b c d');
  });

  it('has no half characters', () => {
    assert.equal(oneLine('a\uD83Db'), 'a\uFFFDb');
    assert.equal(oneLine('😀'), '😀');
  });
});

describe('a text cut at its end', () => {
  it('is left alone when it is short enough', () => assert.equal(cutEnd('abc', 3), 'abc'));

  it('says that something is missing', () => assert.equal(cutEnd('abcd', 3), 'ab…'));

  it('is not cut within a character', () => assert.equal(cutEnd('a😀b', 3), 'a…'));
});
