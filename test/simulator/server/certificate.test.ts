import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { startSimulator } from '../../../simulator/index.js';
import type { Simulator } from '../../../simulator/index.js';
import { createCertificate, fingerprintOf } from '../../../simulator/server/certificate.js';

describe('the certificate of the simulator', () => {
  it('is a self-signed one that OpenSSL reads, for the names of this machine', () => {
    const certificate = new X509Certificate(createCertificate().cert);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.equal(certificate.subject, 'CN=synology');
    assert.equal(certificate.issuer, 'CN=synology');
    assert.equal(certificate.checkHost('localhost'), 'localhost');
    assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1');
    assert.equal(certificate.checkIP('::1'), '::1');
    assert.equal(certificate.checkIP('10.0.0.1'), undefined);
    assert.ok(Date.parse(certificate.validFrom) < Date.now() && Date.parse(certificate.validTo) > Date.now());
  });

  it('takes names and times, also times past 2050 and long addresses', () => {
    const { cert } = createCertificate({
      commonName: 'nas.example',
      altNames: ['2001:db8::1:2', 'nas.example'],
      validFrom: new Date('2020-02-03T04:05:06Z'),
      validTo: new Date('2055-06-07T08:09:10Z'),
    });
    const certificate = new X509Certificate(cert);
    assert.equal(certificate.subject, 'CN=nas.example');
    assert.equal(certificate.checkIP('2001:db8::1:2'), '2001:db8::1:2');
    assert.equal(new Date(certificate.validFrom).toISOString(), '2020-02-03T04:05:06.000Z');
    assert.equal(new Date(certificate.validTo).toISOString(), '2055-06-07T08:09:10.000Z');
  });

  it('is another one each time, with the fingerprint that OpenSSL tells', () => {
    const [first, second] = [createCertificate(), createCertificate()];
    assert.notEqual(fingerprintOf(first.cert), fingerprintOf(second.cert));
    assert.match(fingerprintOf(first.cert), /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  describe('over TLS', () => {
    let simulator: Simulator;

    afterEach(() => simulator.close());

    async function shownFingerprint(options: ConnectionOptions = {}): Promise<string> {
      const socket = connect({ host: simulator.host, port: simulator.port, ...options });
      await once(socket, 'secureConnect');
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256;
    }

    it('is trusted by who names it as the authority, and by nobody else', async () => {
      simulator = await startSimulator();
      assert.equal(await shownFingerprint({ ca: simulator.certificate }), simulator.fingerprint);
      await assert.rejects(shownFingerprint(), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    });

    it('may be expired, or for another name', async () => {
      simulator = await startSimulator({ tls: { validTo: new Date('2021-01-01T00:00:00Z') } });
      await assert.rejects(shownFingerprint({ ca: simulator.certificate }), { code: 'CERT_HAS_EXPIRED' });
      await simulator.close();
      simulator = await startSimulator({ tls: { altNames: ['other.example'] } });
      await assert.rejects(shownFingerprint({ ca: simulator.certificate }), {
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
    });

    it('may be one of the caller', async () => {
      const tls = createCertificate({ commonName: 'mine' });
      simulator = await startSimulator({ tls });
      assert.equal(await shownFingerprint({ ca: tls.cert }), fingerprintOf(tls.cert));
    });

    it('can be swapped while the server runs', async () => {
      simulator = await startSimulator();
      const old = simulator.fingerprint;
      const swapped = simulator.swapCertificate();
      assert.notEqual(swapped, old);
      assert.equal(simulator.fingerprint, swapped);
      assert.equal(await shownFingerprint({ rejectUnauthorized: false }), swapped);
    });
  });
});
