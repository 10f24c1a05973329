/** SYNO.API.Encryption: how clients hide a password when they must log in over plain HTTP. */
import { constants, createDecipheriv, createHash, generateKeyPair, privateDecrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../api.js';
import type { Dialect } from '../dialect.js';
import type { DsmApi } from './call.js';

/** Names of the two form fields, as DSM tells them to the client. */
const cipherKey = '__cIpHeRtExT';
const cipherToken = '__cIpHeRtOkEn';

interface EncryptionKey {
  readonly privateKey: KeyObject;
  /** RSA modulus, upper-case hex. */
  readonly modulus: string;
}

const makeKeyPair = promisify(generateKeyPair);

export class Encryption {
  private key: Promise<EncryptionKey> | undefined;

  /** @param modulusBits a real DSM has 4096; fewer are made faster */
  constructor(private readonly modulusBits: number) {}

  /** What `getinfo` tells: the public key and the names of the fields. */
  async info(clock: Clock): Promise<unknown> {
    const { modulus } = await this.getKey();
    return {
      cipherkey: cipherKey,
      ciphertoken: cipherToken,
      public_key: modulus,
      server_time: Math.floor(clock.now() / 1000),
    };
  }

  /**
   * The form fields with the hidden ones added. A form without hidden fields comes back as it is, and so does one
   * that cannot be read: then the login simply lacks its account.
   */
  async reveal(form: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const hidden = form[cipherKey];
    if (hidden === undefined || this.key === undefined) return form;
    const { privateKey } = await this.getKey();
    const revealed = decrypt(hidden, privateKey);
    if (revealed?.[cipherToken] === undefined) return form;
    const clear = Object.entries({ ...revealed, ...form });
    return Object.fromEntries(clear.filter(([name]) => name !== cipherKey && name !== cipherToken));
  }

  private getKey(): Promise<EncryptionKey> {
    this.key ??= makeKey(this.modulusBits);
    return this.key;
  }
}

export function encryptionApi(encryption: Encryption, clock: Clock, dialect: Dialect): DsmApi {
  return {
    path: dialect.authPath === 'auth.cgi' ? 'encryption.cgi' : 'entry.cgi',
    minVersion: 1,
    maxVersion: 1,
    requestFormat: 'JSON',
    methods: { getinfo: { right: 'none', run: () => encryption.info(clock) } },
  };
}

async function makeKey(modulusLength: number): Promise<EncryptionKey> {
  const { privateKey, publicKey } = await makeKeyPair('rsa', { modulusLength });
  const { n = '' } = publicKey.export({ format: 'jwk' });
  return { privateKey, modulus: Buffer.from(n, 'base64url').toString('hex').toUpperCase() };
}

function decrypt(hidden: string, privateKey: KeyObject): Record<string, string> | undefined {
  try {
    const { rsa, aes } = JSON.parse(hidden) as { rsa: string; aes: string };
    const passphrase = decryptPassphrase(Buffer.from(rsa, 'base64'), privateKey);
    const text = decryptSalted(Buffer.from(aes, 'base64'), passphrase);
    return Object.fromEntries(new URLSearchParams(text.toString('utf8')));
  } catch {
    return undefined;
  }
}

/** PKCS#1 v1.5 by hand, since Node.js refuses that padding for decryption: 00 02 <random, no zero> 00 <message>. */
function decryptPassphrase(encrypted: Buffer, key: KeyObject): Buffer {
  const padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted);
  const separator = padded.indexOf(0, 2);
  if (padded[0] !== 0 || padded[1] !== 2 || separator < 10) throw new Error('not PKCS#1 v1.5');
  return padded.subarray(separator + 1);
}

/** OpenSSL's "Salted__" form: AES-256-CBC, key and vector derived from the passphrase with one round of MD5. */
function decryptSalted(message: Buffer, passphrase: Buffer): Buffer {
  if (message.toString('latin1', 0, 8) !== 'Salted__') throw new Error('not salted');
  const salt = message.subarray(8, 16);
  let derived = Buffer.alloc(0);
  let block = Buffer.alloc(0);
  while (derived.length < 48) {
    block = createHash('md5')
      .update(Buffer.concat([block, passphrase, salt]))
      .digest();
    derived = Buffer.concat([derived, block]);
  }
  const decipher = createDecipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32, 48));
  return Buffer.concat([decipher.update(message.subarray(16)), decipher.final()]);
}
