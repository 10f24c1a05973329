import assert from 'node:assert/strict';

import { Catalogue, currentLanguage, setLanguage } from '../../src/texts/catalogue.js';

const greetings = new Catalogue(
  { hello: 'Hello __name__, you are __age__', again: '__name__ and __name__' },
  { hello: 'Hallo __name__, Alter __age__', again: '__name__ und __name__' },
);

describe('a catalogue of texts', () => {
  afterEach(() => {
    setLanguage('en-US');
  });

  for (const [tag, language] of [
    ['de', 'de'],
    ['de-CH', 'de'],
    ['en-US', 'en-US'],
    ['en-GB', 'en-US'],
    ['fr', 'en-US'],
    ['', 'en-US'],
  ] as const) {
    it(`speaks ${language} when the language is "${tag}"`, () => {
      setLanguage('de');
      setLanguage(tag);
      assert.equal(currentLanguage(), language);
    });
  }

  it('fills in each place wherever it occurs', () => {
    assert.equal(greetings.text('hello', { name: 'Anna', age: 7 }), 'Hello Anna, you are 7');
    assert.equal(greetings.text('again', { name: 'Anna' }), 'Anna and Anna');
  });

  it('leaves a place open that nobody gives a value, and does not look for places in values', () => {
    assert.equal(greetings.text('hello', { name: '__age__' }), 'Hello __age__, you are __age__');
  });

  it('changes language together with all others', () => {
    const other = new Catalogue({ yes: 'yes' }, { yes: 'ja' });
    setLanguage('de');
    assert.equal(greetings.text('again', { name: 'A' }), 'A und A');
    assert.equal(other.text('yes'), 'ja');
  });

  it('knows its keys, and only those', () => {
    assert.ok(greetings.has('hello'));
    assert.ok(!greetings.has('toString'));
  });
});
