import type { NodeAPI } from 'node-red';

import { ActiveBackup } from '../src/abb/active-backup.js';
import { AbbError } from '../src/dsm/errors.js';
import { DsmSession } from '../src/dsm/session.js';
import type { TlsOptions } from '../src/dsm/trust.js';
import { setLanguage } from '../src/texts/texts.js';
import { serveEditorLists } from './support/editor-lists.js';
import { sessionOptions } from './support/session-options.js';
import type { SessionConfig, SessionCredentials, SessionNode } from './support/session-node.js';

/** Holds one DSM session, which all nodes that choose it share. Logs in when the first of them asks something. */
export = (RED: NodeAPI): void => {
  // The catalogue that Node-RED picked for the server says which language it is.
  setLanguage(RED._('abb-session.language'));
  serveEditorLists(RED);

  function createSession(this: SessionNode, config: SessionConfig): void {
    RED.nodes.createNode(this, config);
    const session = openable(() => sessionOptions(config, this.credentials, tlsOptions(config)));
    const backup = session instanceof AbbError ? session : new ActiveBackup(session);
    Object.assign(this, { backup, label: config.name === '' ? config.host : config.name });
    this.on('close', (done: () => void) => {
      if (session instanceof AbbError) done();
      else session.close().then(done, done);
    });
  }

  function tlsOptions({ trust, tls }: SessionConfig): TlsOptions {
    const options: TlsOptions = {};
    if (trust !== 'ca') return options;
    const node = RED.nodes.getNode(tls) as TlsConfigNode | null | undefined;
    node?.addTLSOptions?.(options);
    return options;
  }

  RED.nodes.registerType<SessionNode, SessionConfig, object, SessionCredentials>(
    'abb-session',
    createSession,
    {
      credentials: {
        username: { type: 'text' },
        password: { type: 'password' },
        deviceId: { type: 'password' },
      },
    },
  );
};

/** The core `tls-config` node, as far as it is used here. */
interface TlsConfigNode {
  addTLSOptions?(options: TlsOptions): void;
}

function openable(options: () => ConstructorParameters<typeof DsmSession>[0]): DsmSession | AbbError {
  try {
    return new DsmSession(options());
  } catch (error) {
    if (error instanceof AbbError) return error;
    throw error;
  }
}
