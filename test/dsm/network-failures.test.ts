import assert from 'node:assert/strict';

import { errors } from 'undici';

import { TransportError } from '../../src/dsm/errors.js';
import { explainFailure } from '../../src/dsm/network-failures.js';

function explain(code: string, syscall: string): TransportError {
  const error = explainFailure(Object.assign(new Error(code), { code, syscall }), 'nas:5001', 10_000);
  assert.ok(error instanceof TransportError);
  return error;
}

describe('a failure of the network', () => {
  for (const code of ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'ETIMEDOUT']) {
    it(`proves that nothing was sent when no connection came about (${code})`, () => {
      assert.equal(explain(code, 'connect').mayHaveRun, false);
    });
  }

  for (const code of ['EHOSTUNREACH', 'ENETDOWN', 'ETIMEDOUT', 'ECONNRESET']) {
    for (const syscall of ['read', 'write']) {
      it(`leaves open what became of a request that was on its way (${code} at a ${syscall})`, () => {
        const error = explain(code, syscall);
        assert.equal(error.mayHaveRun, true);
        assert.equal(error.textKey, 'network.lost');
      });
    }
  }

  it('of several addresses is that of the first', () => {
    const refused = Object.assign(new Error(), { code: 'ECONNREFUSED', syscall: 'connect' });
    const error = explainFailure(new AggregateError([refused, refused]), 'nas:5001', 10_000);
    assert.equal(error.textKey, 'network.refused');
  });

  for (const error of [new errors.HTTPParserError('no HTTP'), new errors.HeadersOverflowError()]) {
    it(`is a bad reply where what came is no HTTP (${error.name})`, () => {
      const explained = explainFailure(error, 'nas:5001', 10_000);
      assert.ok(explained instanceof TransportError);
      assert.equal(explained.code, 'ABB_BAD_REPLY');
      assert.equal(explained.mayHaveRun, true);
    });
  }

  it('is a wrong protocol where the other side speaks no TLS, whatever the call was', () => {
    assert.equal(explain('EPROTO', 'write').textKey, 'network.tls');
  });
});
