import assert from 'node:assert/strict';

import { dropSecrets, redact } from '../../src/abb/redact.js';

const secretFields = [
  'agent_token',
  'login_password',
  'mssql_password',
  'oracle_password',
  'host_password',
  'passphrase',
  'client_secret',
  'private_key',
  'automount_iv',
  'automount_location',
  'serial_number',
  'sid',
  'synotoken',
];

describe('redacting', () => {
  for (const name of secretFields) {
    it(`conceals ${name}, however deep`, () => {
      const redacted = redact({ tasks: [{ devices: [{ [name]: 's3cret', host_name: 'pc' }] }] });
      const expected = { tasks: [{ devices: [{ [name]: '[redacted]', host_name: 'pc' }] }] };
      assert.deepEqual(redacted, expected);
    });
  }

  it('conceals a secret of any type, with all that is in it', () => {
    assert.deepEqual(redact({ token: { a: ['x'] }, password: 1234 }), {
      token: '[redacted]',
      password: '[redacted]',
    });
  });

  it('conceals the value of a setting whose name says that it is one', () => {
    const rows = [
      { name: 'smtp_password', value: 's3cret' },
      { name: 'max_concurrent_devices', value: '4' },
    ];
    assert.deepEqual(redact({ settings: rows }), {
      settings: [{ name: 'smtp_password', value: '[redacted]' }, rows[1]],
    });
  });

  it('leaves visible whether a secret is set at all', () => {
    const fields = { password: '', agent_token: null, has_password: true };
    assert.deepEqual(redact(fields), fields);
  });

  it('leaves everything else as it is', () => {
    const data = { total: 1, tasks: [{ task_id: '7', side: 'left', devices: null, empty: [], none: {} }] };
    assert.deepEqual(redact(data), data);
    for (const value of [null, undefined, 7, 'text', true]) assert.equal(redact(value), value);
  });

  it('does not change what it was given', () => {
    const data = { agent_token: 's3cret' };
    redact(data);
    assert.equal(data.agent_token, 's3cret');
  });

  it('can leave such fields out altogether', () => {
    assert.deepEqual(dropSecrets({ a: 1, token: 'x', in: [{ password: 'y', b: 2 }] }), {
      a: 1,
      in: [{ b: 2 }],
    });
  });
});
