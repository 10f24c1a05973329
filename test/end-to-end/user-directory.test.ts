import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { prepareUserDirectory } from '../../scripts/demo/user-directory.js';

interface Session {
  type: string;
  id: string;
  host: string;
  trust: string;
  fingerprint: string;
  deviceName: string;
}

describe('the user directory of the demo, at a second start', () => {
  const nas = {
    protocol: 'https',
    host: 'nas.local',
    port: 5001,
    trust: 'system',
    fingerprint: '',
    username: 'reader',
    password: 'first',
    deviceId: '',
  };
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'abb-demo-'));
    prepareUserDirectory(directory, nas);
    // What a person does in the dialog: trust the certificate, and send a one-time code.
    change('flows.json', (flow) =>
      (flow as Session[]).map((node) =>
        node.type === 'abb-session'
          ? { ...node, trust: 'fingerprint', fingerprint: 'AB', deviceName: 'Node-RED 1' }
          : node,
      ),
    );
    change('flows_cred.json', (stored) => {
      const [[id, secrets] = ['', {}]] = Object.entries(stored as Record<string, object>);
      return { [id]: { ...secrets, trustedDevices: '{"Node-RED 1":"token"}' } };
    });
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(directory, file), 'utf8'));

  function change(file: string, by: (content: unknown) => unknown): void {
    writeFileSync(path.join(directory, file), JSON.stringify(by(read(file))));
  }

  function session(): Session {
    const found = (read('flows.json') as Session[]).find(({ type }) => type === 'abb-session');
    assert.ok(found);
    return found;
  }

  const credentials = () => Object.values(read('flows_cred.json') as Record<string, object>)[0];

  it('keeps what the dialog has found out about the NAS and the account', () => {
    prepareUserDirectory(directory, { ...nas, password: 'second' });
    const { trust, fingerprint, deviceName } = session();
    assert.deepEqual([trust, fingerprint, deviceName], ['fingerprint', 'AB', 'Node-RED 1']);
    assert.deepEqual(credentials(), {
      username: 'reader',
      password: 'second',
      deviceId: '',
      trustedDevices: '{"Node-RED 1":"token"}',
    });
  });

  it('forgets it for another NAS, and the device for another account', () => {
    prepareUserDirectory(directory, { ...nas, username: 'another' });
    assert.deepEqual([session().trust, session().deviceName], ['fingerprint', '']);
    assert.deepEqual(credentials(), { username: 'another', password: 'first', deviceId: '' });
    prepareUserDirectory(directory, { ...nas, host: 'other.local' });
    assert.deepEqual([session().trust, session().fingerprint], ['system', '']);
  });

  it('takes the token that was given over the device of the dialog', () => {
    prepareUserDirectory(directory, { ...nas, deviceId: 'typed' });
    assert.equal(session().deviceName, '');
    assert.deepEqual(credentials(), { username: 'reader', password: 'first', deviceId: 'typed' });
  });
});
