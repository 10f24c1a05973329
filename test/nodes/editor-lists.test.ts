import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { freePort } from '../support/free-port.js';
import { useBench } from '../support/nas.js';
import { account, credentials, flowOf, operationNode, sessionNode, useNodeRed } from '../support/node-red.js';

describe('the lists that dialogs choose from', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  it('are the tasks of a deployed session: id, name and kind, and nothing else', async () => {
    const nas = await startNas();
    const session = sessionNode(nas);
    await nodeRed.start(flowOf(session), account);
    const { status, body } = await nodeRed.admin(`/abb/${session.id}/tasks`);
    assert.equal(status, 200);
    const rows = body as Record<string, unknown>[];
    const known = [...nas.world.fleet.tasks.values()].map(({ id, name }) => ({ id, name }));
    const byId = (left: { id: number }, right: { id: number }): number => left.id - right.id;
    const listed = rows.map(({ id, name }) => ({ id: Number(id), name: String(name) }));
    assert.deepEqual(listed.sort(byId), known.sort(byId));
    for (const row of rows) assert.deepEqual(Object.keys(row), ['id', 'name', 'backupType']);
  });

  it('are the versions of a task, asked for by name or by id', async () => {
    const nas = await startNas({ size: { tasks: 1, devicesPerTask: 1, historyDays: 30 } });
    const session = sessionNode(nas);
    await nodeRed.start(flowOf(session), account);
    const [task = { id: 0, name: '' }] = nas.world.fleet.tasks.values();
    const byId = await nodeRed.admin(`/abb/${session.id}/versions?taskId=${task.id}`);
    const byName = await nodeRed.admin(
      `/abb/${session.id}/versions?taskName=${encodeURIComponent(task.name)}`,
    );
    assert.deepEqual([byId.status, byName.status], [200, 200]);
    assert.deepEqual(byId.body, byName.body);
    const rows = byId.body as Record<string, unknown>[];
    assert.notEqual(rows.length, 0);
    for (const row of rows) assert.deepEqual(Object.keys(row), ['id', 'startedAt', 'locked']);
  });

  it('are refused for what is not a deployed session, whatever else it may be', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('other', 'abb-tasks')), account);
    for (const id of ['nobody', 'other', '..%2Fflows']) {
      const { status, body } = await nodeRed.admin(`/abb/${id}/tasks`);
      assert.equal(status, 404);
      assert.equal((body as { code: string }).code, 'ABB_NOT_CONFIGURED');
    }
    assert.deepEqual(nas.journal.entries, []);
  });

  it('are refused with a sentence where no task is named', async () => {
    const nas = await startNas();
    const session = sessionNode(nas);
    await nodeRed.start(flowOf(session), account);
    const { status, body } = await nodeRed.admin(`/abb/${session.id}/versions`);
    assert.equal(status, 400);
    assert.match((body as { message: string }).message, /taskId/);
  });

  it('say why they cannot be had while the NAS is away', async () => {
    const nas = await startNas();
    const session = sessionNode(nas, { port: String(await freePort()) });
    await nodeRed.start(flowOf(session), account);
    const { status, body } = await nodeRed.admin(`/abb/${session.id}/tasks`);
    assert.equal(status, 502);
    const { code, message, ...others } = body as Record<string, string>;
    assert.equal(code, 'ABB_UNREACHABLE');
    assert.match(message ?? '', /Nothing answers at/);
    assert.deepEqual(others, {});
  });

  it('cost one login at most when it is refused, however often they are asked for', async () => {
    const nas = await startNas();
    const session = sessionNode(nas);
    await nodeRed.start(flowOf(session), credentials('backup-reader', randomUUID()));
    for (let round = 0; round < 3; round += 1) {
      const { body } = await nodeRed.admin(`/abb/${session.id}/tasks`);
      assert.equal((body as { code: string }).code, 'ABB_LOGIN');
    }
    assert.equal(nas.journal.calls('SYNO.API.Auth', 'login').length, 1);
  });
});
