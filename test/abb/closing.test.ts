import assert from 'node:assert/strict';

import { ActiveBackup, operations } from '../../src/index.js';
import { useBackupBench } from '../support/backup.js';
import { forEachDialect } from '../support/dialects.js';
import { failure } from '../support/nas.js';

const LOG = 'SYNO.ActiveBackup.Log';

forEachDialect('a long list that is being read', (dialect) => {
  const { startNas, newSession, newBackup } = useBackupBench(dialect);
  const size = { tasks: 5, historyRows: 1000 };

  it('is given up with ABB_CLOSED when the session is closed, and no session stays open', async () => {
    const nas = await startNas({ size });
    const session = newSession(nas, { methods: [operations.history.method] });
    const backup = new ActiveBackup(session);
    const slow = nas.faults.add({ kind: 'slow', milliseconds: 30, api: LOG, times: Infinity });
    const reading = failure('ABB_CLOSED', backup.run(operations.history, { limit: 'all' }));
    while (slow.hits < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    await session.close();
    await reading;
    const asked = nas.journal.calls(LOG).length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(nas.journal.calls(LOG).length, asked);
    assert.deepEqual(nas.sessions, []);
  });

  it('is whole when the session ends in the middle and is opened anew', async () => {
    const nas = await startNas({ size });
    const ended = nas.faults.add({ kind: 'session_end', api: LOG, skip: 2 });
    const { result } = await newBackup(nas).run(operations.history, { limit: 'all' });
    assert.equal(ended.hits, 1);
    assert.equal(new Set(result.map(({ id }) => id)).size, result.length);
    assert.equal(result.length, size.historyRows);
  });
});
