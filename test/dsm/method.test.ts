import assert from 'node:assert/strict';

import { callKey, type DsmMethod, encodeParameters, type WireParameters } from '../../src/dsm/method.js';

const LIST: DsmMethod = { api: 'SYNO.Some.Api', method: 'list', version: 1, effect: 'read' };

describe('the key of a call', () => {
  const key = (parameters: WireParameters, change: Partial<DsmMethod> = {}) =>
    callKey({ ...LIST, ...change }, parameters);

  it('is the same for calls that ask DSM the same', () => {
    const parameters = () => ({ load_status: true, limit: 200, filter: { task_ids: [1, 2], key_word: 'a' } });
    assert.equal(key(parameters()), key(parameters()));
  });

  for (const [what, other] of [
    ['API', { api: 'SYNO.Other.Api' }],
    ['method', { method: 'get' }],
    ['version', { version: 2 }],
  ] as const) {
    it(`differs with the ${what}`, () => assert.notEqual(key({}), key({}, other)));
  }

  for (const [one, other] of [
    [{ limit: 1 }, { limit: 2 }],
    [{ limit: 1 }, { limit: '1' }],
    [{ load: true }, { load: 'true' }],
    [{ limit: 1 }, { offset: 1 }],
    [{ filter: { task_id: 1 } }, { filter: { task_id: 2 } }],
    [{ filter: {} }, { filter: [] }],
    // What a text contains is never taken for the parameter that follows it.
    [{ a: '1', b: '2' }, { a: '1" b="2' }],
  ] as const) {
    it(`tells ${JSON.stringify(one)} from ${JSON.stringify(other)}`, () =>
      assert.notEqual(key(one), key(other)));
  }
});

describe('the form of a call', () => {
  const parameters = { word: 'a "b"', on: true, off: false, limit: 200, ids: [1, 2], filter: {} };

  it('has every value as JSON where DSM wants JSON', () => {
    const form = encodeParameters(parameters, 'json');
    assert.deepEqual(Object.fromEntries(form), {
      word: '"a \\"b\\""',
      on: 'true',
      off: 'false',
      limit: '200',
      ids: '[1,2]',
      filter: '{}',
    });
  });

  it('has texts as they are where DSM wants them so', () => {
    assert.equal(encodeParameters(parameters, 'plain').get('word'), 'a "b"');
  });
});
