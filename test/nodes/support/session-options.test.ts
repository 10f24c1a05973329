import assert from 'node:assert/strict';

import { isTrue } from '../../../nodes/support/flags.js';
import { sessionOptions } from '../../../nodes/support/session-options.js';
import type { SessionConfig } from '../../../nodes/support/session-node.js';
import { AbbError } from '../../../src/dsm/errors.js';
import { DEFAULT_LIMITS } from '../../../src/dsm/session-options.js';

const who = { username: 'a', password: 'b' };

function options(config: Partial<SessionConfig>): ReturnType<typeof sessionOptions> {
  return sessionOptions({ host: 'nas', ...config }, who, {});
}

describe('the options of a session', () => {
  it('are those of DSM where the dialog says nothing', () => {
    const { address, trust, limits, allowPlainLogin } = options({});
    assert.deepEqual(address, { protocol: 'https', host: 'nas', port: 5001, basePath: '' });
    assert.deepEqual(trust, { kind: 'system' });
    assert.deepEqual(limits, {
      requestMs: DEFAULT_LIMITS.requestMs,
      concurrency: DEFAULT_LIMITS.concurrency,
    });
    assert.equal(allowPlainLogin, false);
  });

  it('take the port of HTTP with HTTP', () => {
    assert.equal(options({ protocol: 'http' }).address.port, 5000);
  });

  it('do not mind with HTTP what was once entered for HTTPS', () => {
    const { trust } = options({ protocol: 'http', trust: 'fingerprint', fingerprint: 'half' });
    assert.deepEqual(trust, { kind: 'any' });
  });

  for (const [port, expected] of [
    ['1', 1],
    [65_535, 65_535],
    ['', 5001],
  ] as const) {
    it(`take port ${expected} for ${JSON.stringify(port)}`, () => {
      assert.equal(options({ port }).address.port, expected);
    });
  }

  for (const port of ['0', '65536', 'x', '50.5', -1]) {
    it(`are refused with port ${port}: a login must not go elsewhere than was meant`, () => {
      assert.throws(() => options({ port }), { code: 'ABB_NOT_CONFIGURED', textKey: 'configuration.port' });
    });
  }

  for (const [host, expected] of [
    [' nas.local ', 'nas.local'],
    ['192.168.1.2', '192.168.1.2'],
    ['[fe80::1%eth0]', 'fe80::1%eth0'],
    ['::1', '::1'],
  ] as const) {
    it(`take the host ${expected} for ${JSON.stringify(host)}`, () => {
      assert.equal(options({ host }).address.host, expected);
    });
  }

  for (const host of [
    '',
    '  ',
    'https://nas',
    'nas/',
    'nas name',
    'user@nas',
    'nas?x',
    'nas:5001',
    '192.168.1.256',
    'nas%20',
  ]) {
    it(`do not take ${JSON.stringify(host)} for a host`, () => {
      assert.throws(
        () => options({ host }),
        (error) => error instanceof AbbError && error.code === 'ABB_NOT_CONFIGURED',
      );
    });
  }

  it('count seconds in the dialog and milliseconds inside, and know text', () => {
    assert.equal(options({ timeout: '2.5' }).limits?.requestMs, 2500);
    assert.equal(options({ timeout: 30 }).limits?.requestMs, 30_000);
    assert.equal(options({ timeout: '0' }).limits?.requestMs, DEFAULT_LIMITS.requestMs);
  });

  it('allow whole requests at a time only', () => {
    assert.equal(options({ concurrency: '2.9' }).limits?.concurrency, 2);
    assert.equal(options({ concurrency: 0 }).limits?.concurrency, DEFAULT_LIMITS.concurrency);
  });

  for (const [value, expected] of [
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
    ['', false],
    [undefined, false],
    [1, false],
  ] as const) {
    it(`take ${JSON.stringify(value ?? null)} for ${expected ? 'on' : 'off'}`, () => {
      assert.equal(isTrue(value), expected);
    });
  }
});
