import assert from 'node:assert/strict';

import type { Simulator } from '../../simulator/index.js';
import { parseEncryptionKey, seal } from '../../src/dsm/encryption.js';
import { forEachDialect } from '../support/dialects.js';
import { LIST_TASKS } from '../support/methods.js';
import { failure, loginsOf, useBench } from '../support/nas.js';

// A real NAS has 4096; making such a key takes seconds.
const encryptionBits = 2048;

/** Everything that went over the wire, readable for a listener. */
function overheard(nas: Simulator): string {
  return nas.journal.entries
    .map(
      ({ path, query, body, headers }) =>
        JSON.stringify([path, query, headers]) + decodeURIComponent(body.replaceAll('+', ' ')),
    )
    .join('\n');
}

forEachDialect('a login over plain HTTP', (dialect) => {
  const { startNas, newSession } = useBench(dialect);
  const password = 'pässword & more=+%';
  const accounts = [{ name: 'secret-account', password }];

  it('hides account and password', async () => {
    const nas = await startNas({ protocol: 'http', encryptionBits, accounts });
    await newSession(nas).call(LIST_TASKS, {});
    assert.equal(loginsOf(nas), 1);
    assert.ok(!overheard(nas).includes(password));
    assert.ok(!overheard(nas).includes('secret-account'));
  });

  it('is refused before the password is sent when DSM offers no encryption', async () => {
    const nas = await startNas({ protocol: 'http', encryptionBits, accounts });
    nas.faults.add({ kind: 'code', code: 103, api: 'SYNO.API.Encryption', times: Infinity });
    const session = newSession(nas);
    await failure('ABB_NOT_CONFIGURED', session.call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 0);
    assert.ok(!overheard(nas).includes(password));
  });

  it('is readable only where that was allowed', async () => {
    const nas = await startNas({ protocol: 'http', encryptionBits, accounts });
    nas.faults.add({ kind: 'code', code: 103, api: 'SYNO.API.Encryption', times: Infinity });
    await newSession(nas, { allowPlainLogin: true }).call(LIST_TASKS, {});
    assert.ok(overheard(nas).includes(password));
  });

  it('is encrypted even where a readable one is allowed', async () => {
    const nas = await startNas({ protocol: 'http', encryptionBits, accounts });
    await newSession(nas, { allowPlainLogin: true }).call(LIST_TASKS, {});
    assert.ok(!overheard(nas).includes(password));
  });

  it('is not sent in the clear because an answer was spoilt', async () => {
    const nas = await startNas({ protocol: 'http', encryptionBits, accounts });
    nas.faults.add({ kind: 'broken_json', api: 'SYNO.API.Encryption' });
    await failure('ABB_BAD_REPLY', newSession(nas).call(LIST_TASKS, {}));
    assert.equal(loginsOf(nas), 0);
  });
});

describe('a login over HTTPS', () => {
  const { startNas, newSession } = useBench();

  it('needs no encryption of its own', async () => {
    const nas = await startNas();
    await newSession(nas).call(LIST_TASKS, {});
    assert.equal(nas.journal.calls('SYNO.API.Encryption').length, 0);
  });
});

describe('what DSM says about its encryption', () => {
  const whole = {
    public_key: 'AB'.repeat(256),
    cipherkey: 'k',
    ciphertoken: 't',
    server_time: 1_700_000_000,
  };

  it('is taken when it is whole, the time also as text', () => {
    const expected = {
      publicKey: 'AB'.repeat(256),
      cipherKey: 'k',
      cipherToken: 't',
      serverTime: 1_700_000_000,
    };
    assert.deepEqual(parseEncryptionKey({ success: true, data: whole }), expected);
    const asText = { ...whole, server_time: '1700000000' };
    assert.deepEqual(parseEncryptionKey({ success: true, data: asText }), expected);
  });

  it('may write the key with zeros before it, or without the one that makes its digits even', () => {
    const keyOf = (digits: string) => {
      const key = parseEncryptionKey({ success: true, data: { ...whole, public_key: digits } });
      assert.ok(key);
      assert.ok(seal({ passwd: 'secret' }, key)['k']?.includes('rsa'));
      return key.publicKey;
    };
    assert.equal(keyOf(`0000${whole.public_key}`), whole.public_key);
    assert.equal(keyOf(whole.public_key.replace(/^A/, '')), `0${whole.public_key.slice(1)}`);
  });

  for (const [name, change] of Object.entries({
    'a key that is too short': { public_key: 'AB' },
    'a key that is no number': { public_key: 'XY'.repeat(256) },
    'no key': { public_key: undefined },
    'no name for the sealed field': { cipherkey: undefined },
    'no name for the time': { ciphertoken: null },
    'no time': { server_time: undefined },
  })) {
    it(`counts for nothing with ${name}`, () => {
      assert.equal(parseEncryptionKey({ success: true, data: { ...whole, ...change } }), undefined);
    });
  }
});
