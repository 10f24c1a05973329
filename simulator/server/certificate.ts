/** Self-signed certificates made at start, since a NAS fresh out of the box has one too. */
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import * as der from './der.js';

export interface CertificateOptions {
  /** Subject and issuer; default `synology`. */
  readonly commonName?: string;
  /** DNS names and IP addresses; default the common name, localhost, 127.0.0.1 and ::1. */
  readonly altNames?: readonly string[];
  /** Default: yesterday. */
  readonly validFrom?: Date;
  /** Default: in ten years. A past date makes an expired certificate. */
  readonly validTo?: Date;
}

/** A private key and its certificate, both PEM. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

const sha256WithRsa = der.sequence(der.objectIdentifier('1.2.840.113549.1.1.11'), der.nullValue());
const dayMilliseconds = 86_400_000;

let keyPair: { privateKey: KeyObject; publicKey: KeyObject } | undefined;

/** One RSA key per process: making one costs a good part of a second. */
function serverKeyPair(): { privateKey: KeyObject; publicKey: KeyObject } {
  keyPair ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  return keyPair;
}

/** Makes a new certificate; two calls never give the same fingerprint, though they share the key. */
export function createCertificate(options: CertificateOptions = {}): ServerIdentity {
  const { privateKey, publicKey } = serverKeyPair();
  const commonName = options.commonName ?? 'synology';
  const altNames = options.altNames ?? [commonName, 'localhost', '127.0.0.1', '::1'];
  const validFrom = options.validFrom ?? new Date(Date.now() - dayMilliseconds);
  const validTo = options.validTo ?? new Date(Date.now() + 3650 * dayMilliseconds);
  const name = nameOf(commonName);

  const toBeSigned = der.sequence(
    der.tagged(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    sha256WithRsa,
    name,
    der.sequence(der.time(validFrom), der.time(validTo)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(3, der.sequence(basicConstraints(), alternativeNames(altNames))),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = der.sequence(toBeSigned, sha256WithRsa, der.bitString(signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(certificate),
  };
}

/** The SHA-256 fingerprint of a PEM certificate, in upper-case hex pairs with colons. */
export function fingerprintOf(cert: string): string {
  return new X509Certificate(cert).fingerprint256;
}

function nameOf(commonName: string): Buffer {
  const attribute = der.sequence(der.objectIdentifier('2.5.4.3'), der.utf8String(commonName));
  return der.sequence(der.set(attribute));
}

/** Marked as an authority, so that a client may trust the certificate by naming it as its CA. */
function basicConstraints(): Buffer {
  const content = der.sequence(der.boolean(true));
  return der.sequence(der.objectIdentifier('2.5.29.19'), der.boolean(true), der.octetString(content));
}

function alternativeNames(names: readonly string[]): Buffer {
  const items = names.map((name) =>
    isIP(name) === 0 ? der.alternativeDnsName(name) : der.alternativeAddress(name),
  );
  return der.sequence(der.objectIdentifier('2.5.29.17'), der.octetString(der.sequence(...items)));
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
