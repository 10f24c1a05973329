import assert from 'node:assert/strict';

import { AbbError } from '../../src/dsm/errors.js';

describe('the sentence of an error', () => {
  it('is one line of bearable length, whatever a NAS or a flow has put into it', () => {
    const name = `a\nb\u2028${'😀'.repeat(1000)}`;
    const { message } = new AbbError('ABB_BAD_PARAMETER', 'parameter.unknownNone', { name });
    assert.match(message, /^Unknown parameter "a b 😀+…"\./u);
    assert.ok(message.length < 600, String(message.length));
  });
});
