import assert from 'node:assert/strict';

import { useBench } from '../support/nas.js';
import { useNodeRed } from '../support/node-red.js';
import { nodeTypes } from '../support/package.js';
import { until } from '../support/until.js';
import { readEditorPage } from '../package/support/editor-page.js';
import { coreTypes, exampleFiles, type ExampleNode, readExample, startExample } from './support/example.js';

/** Which debug node shows what a click on which inject node leads to. */
const clicks: Readonly<Record<string, readonly (readonly [inject: string, debug: string])[]>> = {
  'abb-tasks.json': [
    ['List all tasks', 'tasks'],
    ['List the tasks of PCs only', 'tasks'],
  ],
  'abb-versions.json': [['List versions', 'versions']],
  'abb-devices.json': [
    ['List all devices', 'devices'],
    ['List physical servers only', 'devices'],
  ],
  'abb-transfers.json': [
    ['Last 24 hours', 'transfers'],
    ['Last 7 days', 'transfers'],
  ],
  'abb-hypervisors.json': [['List hypervisors', 'hypervisors']],
  'abb-storage.json': [['List storages', 'storages']],
  'abb-logs.json': [
    ['The newest 20 lines', 'log'],
    ['Errors of the last 7 days', 'log'],
  ],
  'abb-history.json': [
    ['Jobs of the last 24 hours', 'results'],
    ['Failed backups of 30 days', 'failed backup'],
  ],
  'abb-result-details.json': [['Details of the newest backup', 'details']],
  'abb-health.json': [
    ['Judge everything', 'judgement'],
    ['At most a day old', 'alarms'],
  ],
  'abb-settings.json': [
    ['Read the settings', 'settings'],
    ['Write devices at a time', 'settings read back'],
  ],
  'abb-run-backup.json': [['Back up now', 'outcome']],
  'abb-cancel-backup.json': [
    ['Back up now', 'outcome'],
    ['Cancel it', 'accepted'],
  ],
  'abb-remove-task.json': [['What would be deleted?', 'would be deleted']],
  'abb-delete-versions.json': [['What would be deleted?', 'would be deleted']],
  'recipe-daily-summary.json': [['Every day at 07:30', 'send from here']],
  'abb-watch.json': [['Look now', 'events']],
  'recipe-nightly-report.json': [['Every day at 07:00', 'send from here']],
  'recipe-retry-failed.json': [['Every day at 06:00', 'outcome']],
  'recipe-keep-newest-versions.json': [['Clean up', 'would be deleted']],
  'recipe-notify.json': [
    ['Look now', 'send from here'],
    ['Every day at 08:00', 'send from here'],
  ],
  'recipe-backup-when-online.json': [['Pretend that a PC came online', 'outcome']],
};

const ERRORS = 'error: code and what to do';

describe('the examples', () => {
  it('are one per node, named like it, and recipes', () => {
    const operationTypes = nodeTypes.filter((type) => type !== 'abb-session');
    const ofNodes = exampleFiles.filter((file) => file.startsWith('abb-'));
    assert.deepEqual(ofNodes, operationTypes.map((type) => `${type}.json`).sort());
    assert.deepEqual([...exampleFiles].sort(), Object.keys(clicks).sort());
  });

  for (const file of exampleFiles) describe(file, () => describeExample(file));
});

function describeExample(file: string): void {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();
  const nodes = readExample(file);

  it('uses our nodes and core nodes only', () => {
    for (const { type } of nodes) assert.ok(nodeTypes.includes(type) || coreTypes.includes(type), type);
    if (file.startsWith('abb-')) assert.ok(nodes.some(({ type }) => `${type}.json` === file));
  });

  it('holds each property that the dialogs of our nodes store, and no other', () => {
    for (const node of nodes.filter(({ type }) => nodeTypes.includes(type))) {
      const stored = Object.keys(node).filter((name) => !EVERY_NODE.includes(name));
      assert.deepEqual(stored.sort(), defaultsOf(node.type).sort(), node.id);
    }
  });

  it('has distinct ids, and nodes that are wired to nodes that exist', () => {
    const ids = nodes.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const target of nodes.flatMap(({ wires = [] }) => wires.flat()))
      assert.ok(ids.includes(target), target);
  });

  it('has one session, without credentials, on a NAS that cannot exist', () => {
    const sessions = nodes.filter(({ type }) => type === 'abb-session');
    assert.deepEqual(
      sessions.map((session) => session['host']),
      ['nas.example'],
    );
    for (const node of nodes) assert.equal(node['credentials'], undefined);
    for (const { session } of nodes) assert.ok(session === undefined || session === sessions[0]?.id);
  });

  it('is tidy: on the grid, and no node over another', () => {
    const placed = nodes.filter(({ z }) => z !== undefined);
    for (const { id, x = 0, y = 0 } of placed) assert.ok(x % 10 === 0 && y % 20 === 0, id);
    for (const a of placed) for (const b of placed) assert.ok(a === b || !overlap(a, b), `${a.id}, ${b.id}`);
  });

  it('says first what to enter, then what to click', () => {
    const comments = nodes.filter(({ type }) => type === 'comment').map(({ name = '' }) => name);
    assert.match(comments[0] ?? '', /^1\. .*session/);
    assert.ok(
      comments.slice(1).some((name) => /^[23]\. Click/.test(name)),
      comments.join('\n'),
    );
  });

  it('leads at each click to a result in the debug sidebar, and to no error', async () => {
    const nas = await startNas({ size: 'demo', speed: 60, startAt: Date.now() - HOUR });
    // Twice in a row: once is no alarm yet. No schedule comes in between and succeeds.
    for (let count = 0; count < 2; count++) {
      nas.world.nextOutcome(SPARE_MACBOOK, { outcome: 'failed', durationSeconds: 60 });
      nas.world.startBackup([SPARE_MACBOOK]);
      nas.clock.advance(HOUR / 2);
    }
    const example = await startExample(nodeRed, file, nas);
    const injects = nodes.filter(({ type }) => type === 'inject').map(({ name = '' }) => name);
    assert.deepEqual(
      injects,
      clicks[file]?.map(([name]) => name),
    );
    for (const [inject, debug] of clicks[file] ?? []) {
      example.click(inject);
      const { payload } = await example.next(debug);
      assert.ok(typeof payload === 'string' || (typeof payload === 'object' && payload !== null), inject);
      if (Array.isArray(payload)) assert.notEqual(payload.length, 0, inject);
    }
    assert.deepEqual(example.seen(ERRORS), []);
  });

  if (file === 'abb-cancel-backup.json') {
    it('cancels the backup that it has started', async () => {
      const nas = await startNas({ size: 'demo', speed: 1 });
      const example = await startExample(nodeRed, file, nas);
      example.click('Back up now');
      await until('the backup to run', 5, () => nas.world.runs.of(ANNAS_LAPTOP));
      example.click('Cancel it');
      const { payload } = await example.next('outcome');
      assert.equal((payload as { outcome: string }[])[0]?.outcome, 'cancel');
    });
  }

  if (/delete-versions|remove-task|keep-newest/.test(file)) {
    it('deletes nothing, wherever one clicks', async () => {
      const nas = await startNas({ size: 'demo', speed: 0 });
      const example = await startExample(nodeRed, file, nas);
      for (const [inject, debug] of clicks[file] ?? []) {
        example.click(inject);
        assert.equal(((await example.next(debug)).payload as { dryRun?: boolean }).dryRun, true);
      }
      const methods = nas.journal.calls().map(({ method }) => method);
      assert.ok(!methods.includes('delete') && !methods.includes('remove'), methods.join(', '));
    });
  }

  it('names the error when the NAS cannot be reached', async () => {
    const nas = await startNas();
    await nas.close();
    const example = await startExample(nodeRed, file, nas);
    const [first] = clicks[file] ?? [];
    assert.ok(first);
    example.click(first[0]);
    assert.equal((await example.next(ERRORS)).error?.code, 'ABB_UNREACHABLE');
  });
}

const HOUR = 3_600_000;
/** The id of a task in the demo world that has no schedule. */
const SPARE_MACBOOK = 8;
/** The one of the task that the examples name. */
const ANNAS_LAPTOP = 1;

/** What every node of a flow file has. */
const EVERY_NODE = ['id', 'type', 'z', 'x', 'y', 'wires'];

/** The properties that the dialog of a node type stores. */
function defaultsOf(type: string): string[] {
  const [, defaults = ''] =
    /defaults: \{\n([^]*?)\n\s+\},\n\s+(?:credentials|inputs)/.exec(readEditorPage(type).code) ?? [];
  const names = [...defaults.matchAll(/^ {6}(?: {2})?(\w+): \{/gm)].map((match) => match[1] ?? '');
  assert.ok(names.includes('name'), type);
  return names;
}

/** Whether the boxes of two nodes touch, as wide as the editor would draw them. */
function overlap(a: ExampleNode, b: ExampleNode): boolean {
  const apart = Math.abs((a.x ?? 0) - (b.x ?? 0)) >= (widthOf(a) + widthOf(b)) / 2;
  return !apart && Math.abs((a.y ?? 0) - (b.y ?? 0)) < 40;
}

// The editor's letters are at most 7 pixels wide on average, and there are icon and margins.
function widthOf({ name = '', type }: ExampleNode): number {
  return Math.max(100, 20 * Math.ceil(((name === '' ? type : name).length * 7 + 50) / 20));
}
