import assert from 'node:assert/strict';

import { demoFlow } from '../end-to-end/support/demo.js';
import { nodeTypes } from '../support/package.js';
import type { Editor } from './support/editor.js';
import { useDemo } from './support/running-demo.js';

/** How a person uses a node: what they enter in its dialog, and what they then see in the debug sidebar. */
interface Use {
  readonly type: string;
  readonly fill: (editor: Editor) => Promise<void>;
  readonly shown: RegExp;
}

const LAPTOP = "Anna's laptop";

const uses: readonly Use[] = [
  { type: 'abb-tasks', fill: (editor) => editor.chooseFromList('task', LAPTOP), shown: /array\[1\]/ },
  { type: 'abb-versions', fill: (editor) => editor.chooseFromList('task', LAPTOP), shown: /array\[\d+\]/ },
  { type: 'abb-devices', fill: (editor) => editor.chooseWord('backupType', 'pc'), shown: /array\[\d+\]/ },
  { type: 'abb-transfers', fill: (editor) => editor.type('from', '7d'), shown: /array\[\d+\]/ },
  { type: 'abb-hypervisors', fill: () => Promise.resolve(), shown: /array\[\d+\]|empty/ },
  { type: 'abb-storage', fill: () => Promise.resolve(), shown: /array\[\d+\]/ },
  {
    type: 'abb-logs',
    async fill(editor) {
      await editor.chooseWord('level', 'information');
      await editor.type('limit', '5');
    },
    shown: /array\[5\]/,
  },
  {
    type: 'abb-history',
    async fill(editor) {
      await editor.chooseFromList('task', LAPTOP);
      await editor.type('limit', '3');
    },
    shown: /array\[3\]/,
  },
  {
    type: 'abb-result-details',
    fill: (editor) => editor.type('resultId', 'payload[0].id', 'msg'),
    shown: /array\[\d+\]/,
  },
  {
    type: 'abb-health',
    async fill(editor) {
      await editor.type('window', '14d');
      await editor.type('maxAge', '48');
      await editor.chooseWord('views', 'overview');
    },
    shown: /summary:\s*object/,
  },
  {
    type: 'abb-settings',
    async fill(editor) {
      await editor.page.selectOption('#node-input-operation', 'setConcurrentDevices');
      await editor.type('value', '3');
    },
    shown: /maxConcurrentDevices:\s*3/,
  },
  {
    type: 'abb-run-backup',
    async fill(editor) {
      await editor.chooseFromList('task', LAPTOP, 'Office server');
      await editor.chooseWord('wait', 'false');
    },
    shown: /accepted:\s*true/,
  },
  {
    type: 'abb-cancel-backup',
    fill: (editor) => editor.chooseFromList('task', LAPTOP),
    shown: /accepted:\s*true/,
  },
  {
    type: 'abb-remove-task',
    fill: (editor) => editor.chooseFromList('task', LAPTOP),
    shown: /dryRun:\s*true/,
  },
  {
    type: 'abb-delete-versions',
    async fill(editor) {
      await editor.chooseFromList('task', LAPTOP);
      await editor.chooseFromList('versionIds', '(');
    },
    shown: /dryRun:\s*true/,
  },
  {
    type: 'abb-watch',
    async fill(editor) {
      await editor.chooseFromList('device', 'anna');
      await editor.page.check('#abb-watch-events input[value="backup.succeeded"]');
      await editor.page.selectOption('#node-input-start', 'hours');
      await editor.page.fill('#node-input-hours', '240');
    },
    shown: /backup\.succeeded/,
  },
];

const nodeOf = (type: string): string => `used-${type}`;
const injectOf = (type: string): string => `inject-${type}`;

/** A tab on which every node has an inject before and a debug node behind it, and nothing is filled in. */
function tabOfNodes(session: string): { id: string; type: string }[] {
  const rows = uses.flatMap(({ type }, row) => {
    const at = { z: 'tab-used', y: 40 + 50 * row };
    const inject = { props: [{ p: 'payload' }], repeat: '', crontab: '', payload: '', payloadType: 'date' };
    const debug = { complete: 'payload', targetType: 'msg', tosidebar: true, active: true, wires: [] };
    return [
      { id: injectOf(type), type: 'inject', name: '', ...inject, wires: [[nodeOf(type)]], x: 120, ...at },
      { id: nodeOf(type), type, session, name: '', wires: [[`debug-${type}`], []], x: 330, ...at },
      { id: `debug-${type}`, type: 'debug', name: `from ${type}`, x: 600, ...debug, ...at },
    ];
  });
  return [{ id: 'tab-used', type: 'tab', label: 'Every node', disabled: false, info: '' }, ...rows].map(
    (node) =>
      // A result that is asked for comes from the history.
      node.id === nodeOf('abb-history') && 'wires' in node
        ? { ...node, wires: [['debug-abb-history', nodeOf('abb-result-details')]] }
        : node,
  );
}

describe('every node, used once in the editor', () => {
  const demo = useDemo();
  let editor: Editor;

  before(async () => {
    editor = await demo.open();
    const session = demoFlow().find(({ type }) => type === 'abb-session')?.id ?? '';
    await editor.importFlow(tabOfNodes(session));
  });

  after(async () => {
    await editor.close();
    assert.deepEqual(editor.complaints, []);
  });

  it('means every node of the package that has a place in a flow', () => {
    assert.deepEqual(
      uses.map(({ type }) => type).sort(),
      nodeTypes.filter((type) => type !== 'abb-session').sort(),
    );
  });

  for (const { type, fill } of uses) {
    it(`fills in the dialog of ${type}`, async () => {
      await editor.reveal(nodeOf(type));
      await editor.openDialog(nodeOf(type));
      await fill(editor);
      await editor.screenshot(`filled-${type}`);
      await editor.finishDialog();
      assert.equal(await editor.page.evaluate(`RED.nodes.node('${nodeOf(type)}').valid`), true);
    });
  }

  it('deploys them all', async () => {
    await editor.deploy();
    await editor.showDebugSidebar();
  });

  for (const { type, shown } of uses) {
    it(`shows the answer of ${type} in the debug sidebar`, async () => {
      await editor.reveal(injectOf(type));
      if (type !== 'abb-result-details') await editor.clickButtonOf(injectOf(type));
      const message = editor.debugMessages(`from ${type}`).first();
      await message.waitFor();
      assert.match(await message.innerText(), shown);
      await editor.screenshot(`used-${type}`);
    });
  }
});
