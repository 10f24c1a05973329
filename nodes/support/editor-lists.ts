import type { NodeAPI } from 'node-red';

import type { ActiveBackup } from '../../src/abb/active-backup.js';
import { operations } from '../../src/abb/operations/index.js';
import type { Given } from '../../src/abb/parameters/read.js';
import { AbbError } from '../../src/dsm/errors.js';
import { answer, type Query } from './editor-answers.js';
import type { SessionNode } from './session-node.js';

/** How long a dialog waits for a list, milliseconds: then people would rather type. */
const PATIENCE_MS = 10_000;

/**
 * Serves the lists that dialogs offer to choose from, to whoever may read flows. They go through deployed sessions
 * alone, and say no more than a node of the same session would.
 */
export function serveEditorLists(RED: NodeAPI): void {
  const mayRead = RED.auth.needsPermission('abb.read');

  RED.httpAdmin.get('/abb/:session/tasks', mayRead, (request, response) => {
    void answer(response, () => listTasks(...deployed(RED, request.params['session'])));
  });

  RED.httpAdmin.get('/abb/:session/devices', mayRead, (request, response) => {
    void answer(response, () => listDevices(...deployed(RED, request.params['session'])));
  });

  RED.httpAdmin.get('/abb/:session/versions', mayRead, (request, response) => {
    void answer(response, () =>
      listVersions(...deployed(RED, request.params['session']), taskIn(request.query)),
    );
  });
}

async function listTasks(backup: ActiveBackup, label: string): Promise<unknown> {
  const { result } = await patiently(label, (signal) => backup.run(operations.tasks, {}, { signal }));
  return result.map(({ id, name, backupType }) => ({ id, name, backupType }));
}

async function listDevices(backup: ActiveBackup, label: string): Promise<unknown> {
  const { result } = await patiently(label, (signal) => backup.run(operations.devices, {}, { signal }));
  return result.map(({ id, name, backupType }) => ({ id, name, backupType }));
}

async function listVersions(backup: ActiveBackup, label: string, task: Given): Promise<unknown> {
  const { result } = await patiently(label, (signal) => backup.run(operations.versions, task, { signal }));
  return result.map(({ id, startedAt, locked }) => ({ id, startedAt, locked }));
}

/** The NAS and the name of a session. */
function deployed(RED: NodeAPI, id: unknown): [ActiveBackup, string] {
  const node = typeof id === 'string' ? RED.nodes.getNode(id) : undefined;
  const session = node?.type === 'abb-session' ? (node as SessionNode) : undefined;
  if (!session) throw new AbbError('ABB_NOT_CONFIGURED', 'editor.notDeployed');
  if (session.backup instanceof AbbError) throw session.backup;
  return [session.backup, session.label];
}

function taskIn({ taskId, taskName }: Query): Given {
  return typeof taskName === 'string' ? { taskName } : { taskId };
}

async function patiently<T>(host: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const patience = new AbortController();
  const seconds = PATIENCE_MS / 1000;
  const timer = setTimeout(
    () => patience.abort(new AbbError('ABB_TIMEOUT', 'network.timeout', { host, seconds })),
    PATIENCE_MS,
  );
  try {
    return await ask(patience.signal);
  } finally {
    clearTimeout(timer);
  }
}
