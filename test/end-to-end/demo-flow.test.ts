import assert from 'node:assert/strict';

import { demoAccount, type Simulator, startSimulator } from '../../simulator/index.js';
import { manifest, nodeTypes } from '../support/package.js';
import { until } from '../support/until.js';
import { Admin, type FlowNode } from './support/admin.js';
import { DebugSidebar } from './support/debug-sidebar.js';
import { demoFlowFor, nodeNamed } from './support/demo.js';
import { type InstalledPackage, installPackedPackage } from './support/installed-package.js';
import { type NodeRed, startNodeRed } from './support/node-red.js';

interface NodeSet {
  readonly name: string;
  readonly module: string;
  readonly enabled: boolean;
  readonly err?: unknown;
}

/** The id of the task "Anna's laptop" in the demo world. */
const annasLaptop = 1;
/** A Monday on which no backup of the demo world is about to start by itself. */
const quietHour = Date.UTC(2026, 5, 15, 9, 0);

describe('the packed package, installed in a fresh user directory of Node-RED', function () {
  this.timeout(300_000);

  let installed: InstalledPackage;
  let simulator: Simulator;
  let nodeRed: NodeRed;
  let admin: Admin;
  let sidebar: DebugSidebar;
  let flow: FlowNode[];

  const errorLines = (): string[] =>
    nodeRed
      .log()
      .split('\n')
      .filter((line) => line.includes('[error]'));

  async function start(): Promise<void> {
    nodeRed = await startNodeRed(installed.userDirectory);
    admin = new Admin(nodeRed.url);
    sidebar = await DebugSidebar.open(nodeRed.url);
  }

  before(async () => {
    installed = await installPackedPackage();
    simulator = await startSimulator({ speed: 0, startAt: quietHour });
    await start();
    const { host, port, fingerprint } = simulator;
    const { name: username, password } = demoAccount;
    flow = demoFlowFor({ host, port, fingerprint, username, password });
    await admin.deploy(flow);
  });

  after(async () => {
    await nodeRed.stop('SIGTERM');
    await simulator.close();
    await installed.remove();
  });

  it('runs on the Node-RED and undici that are meant for this Node.js', async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const newest = major > 22 || (major === 22 && minor >= 19);
    assert.equal((await installed.versionOf('undici')).split('.')[0], newest ? '8' : '7');
    assert.match(nodeRed.version, process.env['E2E_NODE_RED'] === undefined ? /^4\.1\./ : /^5\./);
  });

  it('is loaded whole: every set is enabled and none has an error', async () => {
    const sets = ((await admin.json('/nodes')) as NodeSet[]).filter((set) => set.module === manifest.name);
    assert.deepEqual(sets.map((set) => set.name).sort(), [...nodeTypes].sort());
    for (const set of sets) assert.ok(set.enabled && set.err === undefined, JSON.stringify(set));
  });

  it('has its icon in the palette', async () => {
    const icons = (await admin.json('/icons')) as Record<string, string[]>;
    assert.deepEqual(icons[manifest.name], ['abb.svg']);
    assert.match(await admin.text(`/icons/${manifest.name}/abb.svg`, 'image/svg+xml'), /<svg/);
  });

  for (const language of ['en-US', 'de']) {
    it(`has its texts in ${language}`, async () => {
      const catalogues = (await admin.json(`/nodes/messages?lng=${language}`)) as Record<string, object>;
      for (const nodeType of nodeTypes) {
        assert.deepEqual(Object.keys(catalogues[`${manifest.name}/${nodeType}`] ?? {}), [nodeType]);
      }
    });
  }

  it('serves the dialog and the help of every node to the editor', async () => {
    const pages = await admin.text('/nodes');
    for (const nodeType of nodeTypes) {
      const dialogs = [`data-template-name="${nodeType}"`, `abb.dialog('${nodeType}'`];
      assert.ok(
        dialogs.some((dialog) => pages.includes(dialog)),
        nodeType,
      );
      assert.ok(pages.includes(`data-help-name="${nodeType}"`), nodeType);
    }
  });

  it('serves what the dialogs share', async () => {
    assert.match(await admin.text(`/resources/${manifest.name}/editor.js`, '*/*'), /window\.abb/);
  });

  it('does not log in before a node is asked for something', () => {
    assert.equal(simulator.journal.calls('SYNO.API.Auth', 'login').length, 0);
  });

  it('lists the tasks at one click', async () => {
    await admin.clickInject(nodeNamed(flow, 'inject', 'List the tasks').id);
    const [tasks] = await sidebar.waitFor(nodeNamed(flow, 'debug', 'tasks').id, 1, 20);
    const names = (tasks as { name: string }[]).map((task) => task.name);
    assert.ok(names.includes("Anna's laptop"), names.join(', '));
  });

  it('runs a backup at one click: progress appears, then the outcome arrives', async () => {
    simulator.world.nextOutcome(annasLaptop, { outcome: 'success', durationSeconds: 30 });
    const progressNode = nodeNamed(flow, 'debug', 'progress').id;
    await admin.clickInject(nodeNamed(flow, 'inject', 'Run the backup').id);
    // The backup ends only when it has been seen to run.
    await sidebar.waitFor(progressNode, 1, 60);
    simulator.clock.advance(60_000);
    const [shown] = await sidebar.waitFor(nodeNamed(flow, 'debug', 'outcome').id, 1, 60);
    const answer = shown as {
      outcome: string;
      task: { name: string };
      result: { endedAt: string } | null;
    };
    assert.equal(answer.task.name, "Anna's laptop");
    assert.equal(answer.outcome, 'success');
    assert.ok(answer.result?.endedAt);
    const progress = sidebar.valuesOf(progressNode).map(String);
    assert.ok(
      progress.some((line) => /^Anna's laptop: running, \d+ %$/.test(line)),
      progress.join('\n'),
    );
    assert.equal(simulator.journal.calls('SYNO.ActiveBackup.Task', 'backup').length, 1);
    assert.equal(simulator.journal.calls('SYNO.API.Auth', 'login').length, 1);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`logs out of the NAS when Node-RED is stopped with ${signal}`, async () => {
      await admin.clickInject(nodeNamed(flow, 'inject', 'List the tasks').id);
      await until('a DSM session', 20, () => (simulator.sessions.length > 0 ? true : undefined));
      await sidebar.close();
      assert.equal(await nodeRed.stop(signal), 0);
      assert.deepEqual(simulator.sessions, []);
      assert.deepEqual(errorLines(), []);
      await start();
    });
  }

  it('starts again with the deployed flow and its stored password, and still has nothing to complain about', async () => {
    await admin.clickInject(nodeNamed(flow, 'inject', 'List the tasks').id);
    await sidebar.waitFor(nodeNamed(flow, 'debug', 'tasks').id, 1, 20);
    assert.deepEqual(errorLines(), []);
    assert.deepEqual(simulator.internalErrors, []);
    await sidebar.close();
  });
});
