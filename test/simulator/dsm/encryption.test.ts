import assert from 'node:assert/strict';
import {
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { startSimulator } from '../../../simulator/index.js';
import type { Simulator } from '../../../simulator/index.js';
import { RoughClient } from '../rough-client.js';

interface EncryptionInfo {
  readonly cipherkey: string;
  readonly ciphertoken: string;
  readonly public_key: string;
  readonly server_time: number;
}

/** Hides form fields as the web page of DSM does before a login over plain HTTP. */
function hide(info: EncryptionInfo, form: Readonly<Record<string, string>>): Record<string, string> {
  const passphrase = Buffer.from(randomBytes(50).toString('hex'));
  const n = Buffer.from(info.public_key, 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
  const rsa = publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, passphrase);

  const salt = randomBytes(8);
  const md5 = (...parts: Buffer[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest();
  const first = md5(passphrase, salt);
  const second = md5(first, passphrase, salt);
  const third = md5(second, passphrase, salt);
  const cipher = createCipheriv('aes-256-cbc', Buffer.concat([first, second]), third);
  const clear = new URLSearchParams({ ...form, [info.ciphertoken]: String(info.server_time) }).toString();
  const aes = Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(clear), cipher.final()]);
  return { [info.cipherkey]: JSON.stringify({ rsa: rsa.toString('base64'), aes: aes.toString('base64') }) };
}

describe('the simulated encryption of parameters', () => {
  let simulator: Simulator;
  let client: RoughClient;
  let info: EncryptionInfo;
  const secrets = { account: 'anna', passwd: 'sécret & more', format: 'sid' };
  const login = { api: 'SYNO.API.Auth', method: 'login', version: '6' };

  beforeEach(async () => {
    const accounts = [{ name: secrets.account, password: secrets.passwd }];
    // The clock stands still, so that what the NAS told is still its time.
    simulator = await startSimulator({ protocol: 'http', accounts, encryptionBits: 1024, speed: 0 });
    client = new RoughClient(simulator);
    info = (await client.call('SYNO.API.Encryption', 'getinfo', { format: 'module' })).data as EncryptionInfo;
  });

  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  it('tells a key and the names of the fields', () => {
    assert.match(info.public_key, /^[0-9A-F]{256}$/);
    assert.equal(info.server_time, Math.floor(simulator.clock.now() / 1000));
  });

  it('reads a hidden account and password', async () => {
    const { body } = await client.post({ ...login, ...hide(info, secrets) });
    assert.equal(body.success, true);
  });

  it('lets what is sent in clear win over what is hidden', async () => {
    const { body } = await client.post({ ...login, ...hide(info, secrets), passwd: 'wrong' });
    assert.equal(body.error?.code, 400);
  });

  it('finds no account in what it cannot read', async () => {
    for (const value of ['{}', 'nonsense', JSON.stringify({ rsa: 'AAAA', aes: 'AAAA' })]) {
      const { body } = await client.post({ ...login, [info.cipherkey]: value });
      assert.equal(body.error?.code, 400);
    }
    assert.deepEqual(simulator.internalErrors, []);
  });

  it('is not needed: a login in clear works too', async () => {
    assert.equal((await client.post({ ...login, ...secrets })).body.success, true);
  });
});
