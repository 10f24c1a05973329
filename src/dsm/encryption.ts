/**
 * The scheme by which DSM's own pages protect a password on plain HTTP: a random passphrase, sealed with DSM's
 * public key, encrypts the secret fields. It protects those fields alone, not what follows.
 */
import {
  type KeyObject,
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';

import type { DsmMethod } from './method.js';
import type { DsmReply } from './reply.js';

/** Hands out the public key. */
export const GET_KEY: DsmMethod = {
  api: 'SYNO.API.Encryption',
  method: 'getinfo',
  version: 1,
  effect: 'read',
};

/** What DSM says about its encryption of login parameters. */
export interface EncryptionKey {
  /** RSA modulus in pairs of hexadecimal digits; the exponent is always 65537. */
  readonly publicKey: string;
  /** Name of the form field that carries the sealed fields. */
  readonly cipherKey: string;
  /** Name of the sealed field that carries DSM's clock. */
  readonly cipherToken: string;
  /** DSM's clock, epoch seconds. */
  readonly serverTime: number;
}

/** Reads the answer to `GET_KEY`; undefined when DSM does not offer encryption. */
export function parseEncryptionKey(reply: DsmReply): EncryptionKey | undefined {
  if (!reply.success || typeof reply.data !== 'object' || reply.data === null) return undefined;
  const data = reply.data as Record<string, unknown>;
  const { cipherkey: cipherKey, ciphertoken: cipherToken } = data;
  const publicKey = modulus(data['public_key']);
  const serverTime = Number(data['server_time']);
  const whole =
    publicKey !== undefined &&
    typeof cipherKey === 'string' &&
    typeof cipherToken === 'string' &&
    Number.isFinite(serverTime);
  return whole ? { publicKey, cipherKey, cipherToken, serverTime } : undefined;
}

/** A modulus in whole bytes, without zeros before it: how long it is tells how much it can seal. */
function modulus(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[0-9a-f]+$/i.test(value)) return undefined;
  const digits = value.replace(/^0+/, '');
  const whole = digits.length % 2 === 0 ? digits : `0${digits}`;
  return whole.length / 2 >= SHORTEST_MODULUS ? whole : undefined;
}

// Bytes. What is shorter is no key that anybody would use.
const SHORTEST_MODULUS = 128;

/** The one form field that stands for all of `secrets`. */
export function seal(secrets: Readonly<Record<string, string>>, key: EncryptionKey): Record<string, string> {
  const fields = new URLSearchParams({ ...secrets, [key.cipherToken]: String(key.serverTime) });
  // PKCS#1 v1.5 padding takes 11 bytes of the modulus; DSM's pages fill the rest.
  const passphrase = printable(key.publicKey.length / 2 - 11);
  const rsa = publicEncrypt(
    { key: publicKeyOf(key.publicKey), padding: constants.RSA_PKCS1_PADDING },
    Buffer.from(passphrase),
  );
  const sealed = {
    rsa: rsa.toString('base64'),
    aes: encrypt(fields.toString(), passphrase).toString('base64'),
  };
  return { [key.cipherKey]: JSON.stringify(sealed) };
}

function publicKeyOf(modulusHex: string): KeyObject {
  const modulus = Buffer.from(modulusHex, 'hex');
  return createPublicKey({
    format: 'jwk',
    key: { kty: 'RSA', n: modulus.toString('base64url'), e: Buffer.from([1, 0, 1]).toString('base64url') },
  });
}

// Letters and digits: 64 of them, so that a random byte picks one without bias.
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function printable(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte & 63]).join('');
}

/** AES-256-CBC in OpenSSL's "Salted__" form: key and initialisation vector come from an MD5 chain. */
function encrypt(text: string, passphrase: string): Buffer {
  const salt = randomBytes(8);
  let chain = Buffer.alloc(0);
  let last = Buffer.alloc(0);
  while (chain.length < 48) {
    last = createHash('md5').update(last).update(passphrase).update(salt).digest();
    chain = Buffer.concat([chain, last]);
  }
  const cipher = createCipheriv('aes-256-cbc', chain.subarray(0, 32), chain.subarray(32, 48));
  return Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(text, 'utf8'), cipher.final()]);
}
