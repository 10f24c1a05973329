import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';

import { createCertificate } from '../../simulator/server/certificate.js';
import type { Simulator } from '../../simulator/index.js';
import { formatFingerprint, normaliseFingerprint, type Trust } from '../../src/dsm/trust.js';
import { freePort } from '../support/free-port.js';
import { BACK_UP, LIST_TASKS } from '../support/methods.js';
import { failure, sessionOptions, useBench } from '../support/nas.js';

describe('the certificate of a NAS', () => {
  const { startNas, newSession } = useBench();

  function call(nas: Simulator, trust: Trust): Promise<unknown> {
    return newSession(nas, { trust }).call(LIST_TASKS, {});
  }

  it('is trusted by its fingerprint, in any spelling', async () => {
    const nas = await startNas();
    const bare = nas.fingerprint.replaceAll(':', '');
    for (const sha256 of [nas.fingerprint, bare, bare.toLowerCase()]) {
      await call(nas, { kind: 'fingerprint', sha256 });
    }
  });

  it('is refused under the fingerprint of another, and that server receives no request', async () => {
    const nas = await startNas();
    const impostor = await startNas();
    const error = await failure('ABB_TLS', call(impostor, { kind: 'fingerprint', sha256: nas.fingerprint }));
    assert.ok(error.message.includes(nas.fingerprint), error.message);
    assert.ok(error.message.includes(impostor.fingerprint), error.message);
    assert.deepEqual(impostor.journal.entries, []);
  });

  it('is compared on every connection: one that changes under way is refused', async () => {
    const nas = await startNas();
    const session = newSession(nas);
    await session.call(LIST_TASKS, {});
    nas.swapCertificate();
    const { length } = nas.journal.entries;
    await failure('ABB_TLS', session.call(LIST_TASKS, {}));
    assert.equal(nas.journal.entries.length, length);
  });

  it('is refused under a fingerprint that is none', async () => {
    const nas = await startNas();
    await failure('ABB_TLS', call(nas, { kind: 'fingerprint', sha256: '' }));
    assert.deepEqual(nas.journal.entries, []);
  });

  it('leaves no doubt about an action when it is refused', async () => {
    const nas = await startNas();
    const session = newSession(nas, { trust: { kind: 'system' } });
    await failure('ABB_TLS', session.call(BACK_UP, { task_ids: [1], trigger_type: 1 }));
  });

  it('is refused by the system when nobody known has signed it', async () => {
    const nas = await startNas();
    const error = await failure('ABB_TLS', call(nas, { kind: 'system' }));
    assert.ok(error.message.includes('DEPTH_ZERO_SELF_SIGNED_CERT'), error.message);
    assert.deepEqual(nas.journal.entries, []);
  });

  it('is trusted when it fits the own authority', async () => {
    const nas = await startNas();
    await call(nas, { kind: 'ca', options: { ca: nas.certificate } });
  });

  it('is refused when it does not fit the own authority', async () => {
    const nas = await startNas();
    await failure('ABB_TLS', call(nas, { kind: 'ca', options: { ca: createCertificate().cert } }));
    assert.deepEqual(nas.journal.entries, []);
  });

  it('is refused when the authority fits, but the name does not', async () => {
    const nas = await startNas({ tls: { commonName: 'other', altNames: ['other'] } });
    await failure('ABB_TLS', call(nas, { kind: 'ca', options: { ca: nas.certificate } }));
    await call(nas, { kind: 'ca', options: { ca: nas.certificate, servername: 'other' } });
  });

  it('is refused when it has expired', async () => {
    const nas = await startNas({ tls: { validTo: new Date(Date.now() - 1000) } });
    await failure('ABB_TLS', call(nas, { kind: 'ca', options: { ca: nas.certificate } }));
  });

  it('does not matter over plain HTTP, which has none, whatever is trusted', async () => {
    const nas = await startNas({ protocol: 'http', encryptionBits: 2048 });
    await call(nas, { kind: 'fingerprint', sha256: '00'.repeat(32) });
    await call(nas, { kind: 'system' });
    await call(nas, { kind: 'ca', options: {} });
  });

  it('does not matter when any is trusted', async () => {
    await call(await startNas(), { kind: 'any' });
  });
});

describe('a server that is no NAS', () => {
  const { startNas, newSession } = useBench();

  it('is not reachable where nothing listens', async () => {
    const nas = await startNas();
    const { address } = sessionOptions(nas);
    const session = newSession(nas, { address: { ...address, port: await freePort() } });
    await failure('ABB_UNREACHABLE', session.call(LIST_TASKS, {}));
  });

  it('is not reachable under a name that does not exist', async function () {
    // A name server that loses a question or two takes its time.
    this.timeout(70_000);
    const nas = await startNas();
    const { address } = sessionOptions(nas);
    const session = newSession(nas, {
      address: { ...address, host: 'no-such-nas.invalid' },
      limits: { connectMs: 60_000, requestMs: 60_000 },
    });
    const error = await failure('ABB_UNREACHABLE', session.call(LIST_TASKS, {}));
    assert.ok(error.message.includes('no-such-nas.invalid'), error.message);
  });

  it('is not reachable when it speaks HTTP on the port of HTTPS', async () => {
    const nas = await startNas({ protocol: 'http' });
    const { address } = sessionOptions(nas);
    const session = newSession(nas, { address: { ...address, protocol: 'https' } });
    const error = await failure('ABB_UNREACHABLE', session.call(LIST_TASKS, {}));
    assert.equal(error.textKey, 'network.tls');
  });

  it('is given up when it takes the connection and then says nothing', async () => {
    const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const nas = await startNas();
    const { address } = sessionOptions(nas);
    const session = newSession(nas, {
      address: { ...address, port },
      limits: { connectMs: 100 },
    });
    const begin = performance.now();
    await failure('ABB_TIMEOUT', session.call(LIST_TASKS, {}));
    // Less than the limits of a session that names none.
    assert.ok(performance.now() - begin < 8000);
    await session.close();
    silent.close();
    await once(silent, 'close');
  });
});

describe('a fingerprint', () => {
  const digits = 'AB'.repeat(32);

  it('is compared without colons, blanks and case', () => {
    const spelt = 'ab:'.repeat(31) + 'ab';
    assert.equal(normaliseFingerprint(spelt), digits);
    assert.equal(normaliseFingerprint(` ${digits.toLowerCase()} `), digits);
  });

  it('is shown in pairs of digits', () => {
    assert.equal(formatFingerprint(digits.toLowerCase()), 'AB:'.repeat(31) + 'AB');
  });

  for (const text of ['', digits.slice(1), `${digits}00`, `${digits.slice(2)}GG`, 'AB'.repeat(20)]) {
    it(`is not ${text === '' ? 'an empty text' : text}`, () => {
      assert.equal(normaliseFingerprint(text), undefined);
    });
  }
});
