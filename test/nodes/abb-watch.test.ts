import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import helper from 'node-red-node-test-helper';

import type { AbbEvent, MonitorState } from '../../src/monitor/index.js';
import { backUp } from '../support/back-up.js';
import { loginsOf, useBench } from '../support/nas.js';
import {
  account,
  credentials,
  flowOf,
  onTab,
  SESSION_ID,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';
import { until, untilSilent } from '../support/until.js';

/** A watch that sends events to the inbox `out` and states to `out2`. */
function watchNode(id: string, properties: object = {}) {
  return onTab(id, 'abb-watch', {
    session: SESSION_ID,
    events: [],
    machines: 'run',
    start: 'stopped',
    hours: 24,
    idle: 60,
    busy: 10,
    storageLow: 10,
    wires: [['out'], []],
    ...properties,
  });
}

const FAILED = { events: ['backup.failed'] };

describe('abb-watch', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();
  let userDir: string;

  beforeEach(async () => {
    userDir = await mkdtemp(path.join(tmpdir(), 'abb-watch-'));
    helper.settings({ userDir });
  });

  afterEach(async () => {
    await nodeRed.stop();
    helper.settings({});
    await rm(userDir, { recursive: true });
  });

  /** Makes a watch look, and waits until it has. */
  async function look(id: string): Promise<void> {
    nodeRed.send(id);
    await nodeRed.inbox('completed').next();
  }

  const eventOf = (message: { payload?: unknown }) => message.payload as AbbEvent;
  const files = () => readdir(path.join(userDir, 'abb-watch')).catch((): string[] => []);

  it('sends an event on its first output, named by its topic', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), watchNode('watch', FAILED)), account);
    await look('watch');
    backUp(nas, 1, 'failed');
    await look('watch');
    const message = await nodeRed.inbox('out').next();
    assert.equal(message['topic'], 'backup.failed');
    assert.deepEqual(message.abb, { operation: 'watch', session: 'Cellar' });
    const { event, session, task, result } = eventOf(message);
    assert.deepEqual([event, session, task?.id], ['backup.failed', 'Cellar', 1]);
    assert.equal(result?.outcome, 'fail');
    assert.equal(nodeRed.inbox('out').messages.length, 1);
  });

  it('sends the state on its second output, when something is wired to it', async () => {
    const nas = await startNas();
    const wires = [['out'], ['out2']];
    await nodeRed.start(flowOf(sessionNode(nas), watchNode('watch', { ...FAILED, wires })), account);
    const { topic, payload } = await nodeRed.inbox('out2').next();
    assert.equal(topic, 'state');
    const { reachable, tasks, devices, storages, running } = payload as MonitorState;
    assert.equal(reachable, true);
    assert.deepEqual([tasks.length, devices.length, running.length], [3, 3, 0]);
    assert.notEqual(storages.length, 0);
    await look('watch');
    assert.equal(nodeRed.inbox('out2').messages.length, 1);
  });

  it('sends the state as soon as something is wired to that output, though such a deploy does not start it again', async () => {
    const nas = await startNas();
    const wires = [['out'], ['out2']];
    const wired = flowOf(sessionNode(nas), watchNode('watch', { ...FAILED, wires }));
    await nodeRed.start(flowOf(sessionNode(nas), watchNode('watch', FAILED)), account);
    await look('watch');
    await nodeRed.deploy(wired, 'nodes', account);
    await look('watch');
    const { payload } = await nodeRed.inbox('out2').next();
    assert.equal((payload as MonitorState).tasks.length, 3);
    await nodeRed.deploy(flowOf(sessionNode(nas), watchNode('watch', FAILED)), 'nodes', account);
    await look('watch');
    await nodeRed.deploy(wired, 'nodes', account);
    await look('watch');
    assert.equal(nodeRed.inbox('out2').messages.length, 2);
    assert.equal(loginsOf(nas), 1);
  });

  it('begins by itself, and shows what it does', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), watchNode('watch')), account);
    const shown = await until('its status', 10, () =>
      nodeRed.inbox('statuses').messages.find(({ status }) => status?.fill === 'green'),
    );
    assert.equal(shown.status?.text, 'watching');
  });

  it('asks the NAS once for several nodes on a session', async () => {
    const nas = await startNas();
    const nodes = ['one', 'two', 'three'].map((id) => watchNode(id, FAILED));
    await nodeRed.start(flowOf(sessionNode(nas), ...nodes), account);
    const looks = () => nas.journal.calls('SYNO.ActiveBackup.Log', 'list_result').length;
    await until('the first look', 10, () => (looks() > 0 ? true : undefined));
    await look('one');
    const before = looks();
    backUp(nas, 1, 'failed');
    await look('one');
    assert.equal(looks() - before, 1);
    assert.equal(nodeRed.inbox('out').messages.length, 3);
  });

  it('ends the message that asked with an error when the NAS cannot be asked', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), watchNode('watch')), account);
    await look('watch');
    nas.setPackageInstalled(false);
    nodeRed.send('watch');
    const { error } = await nodeRed.inbox('caught').next();
    assert.equal(error?.code, 'ABB_NOT_INSTALLED');
  });

  it('does not log in again by itself once the login was refused', async () => {
    const nas = await startNas();
    const wrong = credentials('backup-reader', 'wrong password');
    await nodeRed.start(flowOf(sessionNode(nas), watchNode('watch', { idle: 0.1, busy: 0.1 })), wrong);
    for (let count = 0; count < 5; count++) {
      nodeRed.send('watch');
      assert.equal((await nodeRed.inbox('caught').next()).error?.code, 'ABB_LOGIN');
    }
    assert.equal(loginsOf(nas), 1);
  });

  it('writes one line when the NAS is lost and one when it is back, however often it looks', async () => {
    const nas = await startNas();
    const quick = watchNode('watch', { ...FAILED, idle: 0.05, busy: 0.05 });
    await nodeRed.start(flowOf(sessionNode(nas), quick), account);
    await look('watch');
    nas.setPackageInstalled(false);
    const lines = (text: string) => nodeRed.logged().split(text).length - 1;
    await until('a line', 10, () => (lines('has no Active Backup for Business') > 0 ? true : undefined));
    for (let count = 0; count < 3; count++) {
      nodeRed.send('watch');
      await nodeRed.inbox('caught').next();
    }
    nas.setPackageInstalled(true);
    await until('the line', 10, () => (lines('can be watched again') > 0 ? true : undefined));
    assert.equal(lines('can be watched again'), 1);
  });

  it('goes on after a restart where it stopped', async () => {
    const nas = await startNas();
    const flow = flowOf(sessionNode(nas), watchNode('watch', FAILED));
    await nodeRed.start(flow, account);
    await look('watch');
    await nodeRed.stop();
    assert.deepEqual(await files(), ['watch.json']);
    backUp(nas, 1, 'failed');
    backUp(nas, 2, 'failed');
    await nodeRed.start(flow, account);
    const told = await nodeRed.inbox('out').take(2);
    assert.deepEqual(
      told.map((message) => eventOf(message).task?.id),
      [1, 2],
    );
    await look('watch');
    assert.equal(nodeRed.inbox('out').messages.length, 2);
  });

  it('forgets where it was when it is deleted, and only then', async () => {
    const nas = await startNas();
    const session = sessionNode(nas);
    await nodeRed.start(flowOf(session, watchNode('kept', FAILED), watchNode('deleted', FAILED)), account);
    await look('kept');
    await nodeRed.deploy(
      flowOf(session, watchNode('kept', { ...FAILED, name: 'changed' })),
      'nodes',
      account,
    );
    assert.deepEqual(await files(), ['kept.json']);
  });

  it('forgets where it was when the subflow that it is in is deleted, and only then', async () => {
    const nas = await startNas();
    const watch = { ...watchNode('watch', FAILED), z: 'inner', wires: [[], []] };
    const subflows = [
      { id: 'inner', type: 'subflow', name: 'inner', in: [], out: [] },
      watch,
      { id: 'outer', type: 'subflow', name: 'outer', in: [], out: [] },
      onTab('nested', 'subflow:inner', { z: 'outer' }),
    ];
    const uses = (...ids: [string, string][]) => [
      ...flowOf(sessionNode(nas)),
      ...subflows,
      ...ids.map(([id, type]) => onTab(id, type)),
    ];
    await nodeRed.start(uses(['one', 'subflow:inner'], ['two', 'subflow:outer']), account);
    const known = ['one-watch.json', 'two-nested-watch.json'];
    const areSaved = async () => (isDeepStrictEqual((await files()).sort(), known) ? true : undefined);
    await until('both positions', 10, areSaved);
    await nodeRed.deploy(uses(['one', 'subflow:inner'], ['two', 'subflow:outer']), 'full', account);
    assert.deepEqual((await files()).sort(), known);
    await nodeRed.deploy(uses(['two', 'subflow:outer']), 'full', account);
    assert.deepEqual(await files(), ['two-nested-watch.json']);
    await nodeRed.stop();
    assert.deepEqual(await files(), ['two-nested-watch.json']);
  });

  it('goes on where it stopped when it was disabled meanwhile', async () => {
    const nas = await startNas();
    const flow = flowOf(sessionNode(nas), watchNode('watch', FAILED));
    await nodeRed.start(flow, account);
    await look('watch');
    const disabled = flow.map((node) => (node.id === 'watch' ? { ...node, d: true } : node));
    await nodeRed.deploy(disabled, 'nodes', account);
    assert.deepEqual(await files(), ['watch.json']);
    backUp(nas, 1, 'failed');
    await nodeRed.deploy(flow, 'nodes', account);
    await look('watch');
    assert.equal(nodeRed.inbox('out').messages.length, 1);
  });

  it('puts aside what it cannot read, says so, and begins anew', async () => {
    const nas = await startNas();
    const flow = flowOf(sessionNode(nas), watchNode('watch', FAILED));
    await nodeRed.start(flow, account);
    await look('watch');
    await nodeRed.stop();
    const file = path.join(userDir, 'abb-watch', 'watch.json');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 40));
    await nodeRed.start(flow, account);
    await look('watch');
    assert.deepEqual((await files()).sort(), ['watch.json', 'watch.json.corrupt']);
    assert.match(nodeRed.logged(), /What this watch remembered cannot be read/);
  });

  for (const [what, wrong] of [
    ['tasks cannot be read', { ...FAILED, taskIds: 'abc', taskIdsType: 'str' }],
    ['events do not exist', { events: 'backup.failed,backup.fail' }],
  ] as const) {
    it(`lets a Catch node know that it does not watch when its ${what}`, async () => {
      const nas = await startNas();
      await nodeRed.start(flowOf(sessionNode(nas), watchNode('watch', wrong)), account);
      nodeRed.send('watch');
      const { error } = await nodeRed.inbox('caught').next();
      assert.equal((error as { code?: string } | undefined)?.code, 'ABB_BAD_PARAMETER');
      assert.equal(nas.journal.entries.length, 0);
    });
  }

  it('says that it cannot read what it remembered, while another one on the session goes on', async () => {
    const nas = await startNas();
    await mkdir(path.join(userDir, 'abb-watch', 'broken.json'), { recursive: true });
    const nodes = [watchNode('watch', FAILED), watchNode('broken', FAILED)];
    await nodeRed.start(flowOf(sessionNode(nas), ...nodes), account);
    nodeRed.send('broken');
    const { error } = await nodeRed.inbox('caught').next();
    assert.match(String(error?.message), /cannot be read \(EISDIR/);
    assert.equal((error as { code?: string } | undefined)?.code, 'ABB_NOT_CONFIGURED');
    await look('watch');
    nodeRed.send('broken');
    await nodeRed.inbox('caught').next();
    assert.match(nodeRed.logged(), /What this watch remembers cannot be read/);
    assert.doesNotMatch(nodeRed.logged(), /can be watched again/);
    await until('its status', 10, () =>
      nodeRed
        .inbox('statuses')
        .messages.find(({ status }) => status?.text?.startsWith('position unreadable')),
    );
  });

  it('works from memory where it may not write, and says so once', async () => {
    const nas = await startNas();
    // A file where the folder should be.
    await writeFile(path.join(userDir, 'abb-watch'), '');
    await nodeRed.start(flowOf(sessionNode(nas), watchNode('watch', FAILED)), account);
    await look('watch');
    for (const task of [1, 2]) {
      backUp(nas, task, 'failed');
      await look('watch');
    }
    assert.equal(nodeRed.inbox('out').messages.length, 2);
    assert.equal(nodeRed.logged().split('Where this watch is cannot be written').length - 1, 1);
  });

  it('leaves the NAS alone once it is closed', async () => {
    const nas = await startNas();
    const quick = watchNode('watch', { idle: 0.05, busy: 0.05 });
    await nodeRed.start(flowOf(sessionNode(nas), quick), account);
    await look('watch');
    await nodeRed.stop();
    await untilSilent(nas);
  });

  it('says when it has no session', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), watchNode('watch', { session: '' })), account);
    nodeRed.send('watch');
    assert.equal((await nodeRed.inbox('caught').next()).error?.code, 'ABB_NOT_CONFIGURED');
  });
});
