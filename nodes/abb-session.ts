import type { NodeAPI } from 'node-red';

import { ActiveBackup } from '../src/abb/active-backup.js';
import { AbbError } from '../src/dsm/errors.js';
import { DsmSession } from '../src/dsm/session.js';
import { setLanguage } from '../src/texts/texts.js';
import { serveConnectionTest } from './support/editor-connection.js';
import { serveEditorLists } from './support/editor-lists.js';
import { logStates } from './support/session-log.js';
import { sessionOptions } from './support/session-options.js';
import type { SessionConfig, SessionCredentials, SessionNode } from './support/session-node.js';
import { tlsOptions } from './support/tls-options.js';
import { dropDevice } from './support/trusted-devices.js';

/** Holds one DSM session, which all nodes that choose it share. Logs in when the first of them asks something. */
export = (RED: NodeAPI): void => {
  // The catalogue that Node-RED picked for the server says which language it is.
  setLanguage(RED._('abb-session.language'));
  serveEditorLists(RED);
  serveConnectionTest(RED);

  function createSession(this: SessionNode, config: SessionConfig): void {
    RED.nodes.createNode(this, config);
    const session = openable(() => {
      const options = sessionOptions(config, this.credentials, tlsOptions(RED, config));
      const onDeviceForgotten = () => {
        // One that stays is refused, and dropped, again.
        dropDevice(RED, credentialsId(config), options.credentials).catch(() => undefined);
      };
      return { ...options, onDeviceForgotten };
    });
    if (session instanceof DsmSession) logStates(this, session);
    const backup = session instanceof AbbError ? session : new ActiveBackup(session);
    Object.assign(this, { backup, label: labelOf(config) });
    this.on('close', (done: () => void) => {
      if (session instanceof AbbError) done();
      else session.close().then(done, done);
    });
  }

  RED.nodes.registerType<SessionNode, SessionConfig, object, SessionCredentials>(
    'abb-session',
    createSession,
    {
      // `trustedDevices` is left out: so Node-RED neither takes it from a browser nor tells one of it.
      credentials: {
        username: { type: 'text' },
        password: { type: 'password' },
        deviceId: { type: 'password' },
      },
    },
  );
};

/** What messages call the session. A flow that was written by hand may lack either. */
function labelOf({ name, host }: Partial<SessionConfig>): string {
  return name === undefined || name === '' ? (host ?? '') : name;
}

/** Under which id Node-RED stores the credentials: a session within a subflow uses those of its original. */
function credentialsId({ id, _alias }: SessionConfig & { _alias?: string }): string {
  return _alias ?? id;
}

function openable(options: () => ConstructorParameters<typeof DsmSession>[0]): DsmSession | AbbError {
  try {
    return new DsmSession(options());
  } catch (error) {
    if (error instanceof AbbError) return error;
    throw error;
  }
}
