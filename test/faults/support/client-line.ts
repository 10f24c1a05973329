import { ActiveBackup } from '../../../src/abb/active-backup.js';
import { AbbError } from '../../../src/dsm/errors.js';
import { DsmSession } from '../../../src/dsm/session.js';
import { allowedMethods, operations } from '../../../src/abb/operations/index.js';
import { sessionOptions } from '../../support/nas.js';
import type { End, Line } from './run-cell.js';
import type { Stage } from './run-matrix.js';

/**
 * Sends messages through the client, as the nodes do, with a limit for which they have no setting.
 * @param replyBytes largest reply
 */
export function clientLine(
  { cell: { place }, nas }: Stage,
  replyBytes: number,
): Line & { close(): Promise<void> } {
  const session = new DsmSession(sessionOptions(nas, { methods: allowedMethods, limits: { replyBytes } }));
  const backup = new ActiveBackup(session);
  const options = { deletion: { armed: true, dryRun: false }, patience: { pollMs: 50 } };
  return {
    warmUp: () => ended(backup.run(operations.hypervisors)),
    send: (params) => ended(backup.run(place.operation, params, options)),
    close: () => session.close(),
  };
}

async function ended(run: Promise<{ result: unknown }>): Promise<End> {
  try {
    return { ending: 'answered', payload: (await run).result };
  } catch (error) {
    return { ending: error instanceof AbbError ? error.code : String(error) };
  }
}
