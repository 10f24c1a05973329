import assert from 'node:assert/strict';

import { demoFlow } from '../end-to-end/support/demo.js';
import { nodeTypes } from '../support/package.js';
import type { Editor } from './support/editor.js';
import { useDemo } from './support/running-demo.js';

const types = nodeTypes.filter((type) => type !== 'abb-session');
const session = demoFlow().find(({ type }) => type === 'abb-session')?.id ?? '';
const nodeOf = (type: string): string => `dialog-${type}`;

/** A tab with one node of each type as older flows may have them: without any of the properties of today. */
const bareNodes = [
  { id: 'tab-dialogs', type: 'tab', label: 'Dialogs', disabled: false, info: '' },
  ...types.map((type, row) => ({
    id: nodeOf(type),
    type,
    session,
    z: 'tab-dialogs',
    x: 200,
    y: 40 + 50 * row,
    wires: [[], []],
  })),
];

/** A key that was shown because it has no text, such as `abb-tasks.label.name`. */
const rawKey = /\babb-[a-z-]+\.[a-z][\w-]*(\.[\w-]+)*/;

const flaws = `(() => {
  const dialog = [...document.querySelectorAll('.red-ui-tray')].at(-1).querySelector('.red-ui-tray-body');
  const shown = [...dialog.querySelectorAll('*')].filter((element) => element.offsetParent);
  const labels = shown.filter((element) => element.matches('.form-row > label:first-child'));
  const edge = dialog.getBoundingClientRect().right;
  return [
    ...labels.filter((label) => label.getBoundingClientRect().height > 30).map((label) => 'wraps: ' + label.innerText),
    ...shown
      .filter((element) => element.matches('.form-row *') && element.getBoundingClientRect().right > edge)
      .map((element) => 'sticks out: ' + element.outerHTML.slice(0, 80)),
  ];
})()`;

/** What looks wrong in the dialog on top. */
async function flawsOf(editor: Editor): Promise<string[]> {
  return editor.page.evaluate(flaws);
}

describe('every dialog', () => {
  const demo = useDemo();

  for (const language of ['en-US', 'de']) {
    describe(`in ${language}`, () => {
      let editor: Editor;

      before(async () => {
        editor = await demo.open(language);
        await editor.importFlow(bareNodes);
      });

      after(async () => {
        await editor.close();
        assert.deepEqual(editor.complaints, []);
      });

      it('is of a node that is in order, although it has nothing but a session', async () => {
        const wrong = await editor.page.evaluate(
          `RED.nodes.filterNodes({ z: 'tab-dialogs' }).filter(({ valid }) => !valid).map(({ type }) => type)`,
        );
        assert.deepEqual(wrong, []);
      });

      for (const type of types) {
        it(`of ${type} has no raw keys, no cut or wrapped labels, and nothing that sticks out`, async () => {
          await editor.reveal(nodeOf(type));
          const dialog = await editor.openDialog(nodeOf(type));
          assert.doesNotMatch(await dialog.innerText(), rawKey);
          assert.deepEqual(await flawsOf(editor), []);
          await editor.screenshot(`dialog-${type}-${language}`);
          await editor.cancelDialog();
        });
      }

      it('of abb-settings is as tidy for each of its operations', async () => {
        await editor.reveal(nodeOf('abb-settings'));
        await editor.openDialog(nodeOf('abb-settings'));
        const operation = editor.page.locator('#node-input-operation');
        for (const option of await operation.locator('option').all()) {
          await operation.selectOption(await option.getAttribute('value'));
          assert.deepEqual(await flawsOf(editor), []);
        }
        await editor.cancelDialog();
      });
    });
  }

  describe('with a value that cannot be right', () => {
    let editor: Editor;

    before(async () => {
      editor = await demo.open();
      await editor.importFlow(bareNodes);
    });

    after(async () => {
      await editor.close();
      assert.deepEqual(editor.complaints, []);
    });

    for (const { type, property, value, valueType, sentence } of [
      { type: 'abb-tasks', property: 'from', value: 'yesterday', sentence: /must be a time such as/i },
      { type: 'abb-logs', property: 'limit', value: '0', sentence: /above 0, or all/ },
      { type: 'abb-result-details', property: 'resultId', value: '-1', sentence: /whole number above 0/ },
      { type: 'abb-run-backup', property: 'timeout', value: '0', sentence: /number, 1 or more/ },
      {
        type: 'abb-delete-versions',
        property: 'versionIds',
        value: '[1',
        valueType: 'json',
        sentence: /JSON/i,
      },
      { type: 'abb-watch', property: 'idle', value: '0', sentence: /from 1 to 604800/ },
      { type: 'abb-run-backup', property: 'pollInterval', value: '0.1', sentence: /from 1 to 3600/ },
      { type: 'abb-health', property: 'window', value: '400d', sentence: /1 to 365 days/ },
      { type: 'abb-health', property: 'timeZone', value: 'Berlin', sentence: /Europe\/Berlin/ },
      { type: 'abb-health', property: 'maxAge', value: 'soon', sentence: /hours such as 48/ },
      { type: 'abb-history', property: 'keyword', value: 'a[', valueType: 'msg', sentence: /property/i },
    ]) {
      it(`${type} says before a deploy what is wrong with ${property} = ${value}`, async () => {
        await editor.reveal(nodeOf(type));
        await editor.openDialog(nodeOf(type));
        await editor.type(property, value, valueType);
        await editor.finishDialog();
        const [valid, errors] = await editor.page.evaluate<[boolean, unknown]>(
          `(({ valid, validationErrors }) => [valid, validationErrors])(RED.nodes.node('${nodeOf(type)}'))`,
        );
        assert.equal(valid, false);
        assert.match(JSON.stringify(errors), sentence);
      });
    }

    it('does not mind ${NAME}, which stands for an environment variable', async () => {
      await editor.reveal(nodeOf('abb-transfers'));
      await editor.openDialog(nodeOf('abb-transfers'));
      await editor.type('from', '${SINCE}');
      await editor.finishDialog();
      assert.equal(await editor.page.evaluate(`RED.nodes.node('${nodeOf('abb-transfers')}').valid`), true);
    });
  });

  describe('with environment variables in place of values', () => {
    let editor: Editor;
    const variables = {
      'abb-run-backup': { pollInterval: '${POLL}', startWithin: '${START}' },
      'abb-delete-versions': { armed: '${ARM}', dryRun: '${REHEARSE}' },
      'abb-watch': { events: '${EVENTS}', idle: '${IDLE}' },
      'abb-tasks': { split: '${SPLIT}' },
    };

    before(async () => {
      editor = await demo.open();
      await editor.importFlow(
        bareNodes.map((node) => ({ ...node, ...(variables as Record<string, object>)[node.type] })),
      );
    });

    after(async () => {
      await editor.close();
      assert.deepEqual(editor.complaints, []);
    });

    for (const [type, properties] of Object.entries(variables)) {
      it(`keeps them in ${type} when it is opened and closed with Done`, async () => {
        await editor.reveal(nodeOf(type));
        await editor.openDialog(nodeOf(type));
        await editor.finishDialog();
        const kept = await editor.page.evaluate<Record<string, unknown>>(
          `Object.fromEntries(${JSON.stringify(Object.keys(properties))}.map((name) => [name, RED.nodes.node('${nodeOf(type)}')[name]]))`,
        );
        assert.deepEqual(kept, properties);
      });
    }

    it('takes a node that a variable may arm for armed', async () => {
      const type = 'abb-delete-versions';
      const icon = await editor.page.evaluate(
        `RED.utils.getNodeIcon(RED.nodes.getType('${type}'), RED.nodes.node('${nodeOf(type)}'))`,
      );
      assert.match(String(icon), /exclamation/);
      await editor.openDialog(nodeOf(type));
      assert.match(await editor.page.locator('.abb-deleting').innerText(), /for good/);
      await editor.screenshot('armed-by-variable');
      await editor.finishDialog();
    });
  });

  describe('of a node that deletes', () => {
    let editor: Editor;

    before(async () => {
      editor = await demo.open();
      await editor.importFlow(bareNodes);
    });

    after(async () => {
      await editor.close();
      assert.deepEqual(editor.complaints, []);
    });

    for (const type of ['abb-remove-task', 'abb-delete-versions']) {
      it(`warns as soon as ${type} is armed and no longer rehearses, and so does its icon`, async () => {
        const icon = (): Promise<unknown> =>
          editor.page.evaluate(
            `RED.utils.getNodeIcon(RED.nodes.getType('${type}'), RED.nodes.node('${nodeOf(type)}'))`,
          );
        const tip = editor.page.locator('.abb-deleting');
        await editor.reveal(nodeOf(type));
        await editor.openDialog(nodeOf(type));
        assert.match(await tip.innerText(), /nothing is deleted/);
        assert.doesNotMatch(String(await icon()), /exclamation/);
        await editor.page.check('#node-input-armed');
        assert.match(await tip.innerText(), /dry run/);
        await editor.page.uncheck('#node-input-dryRun');
        assert.match(await tip.innerText(), /for good/);
        await editor.screenshot(`armed-${type}`);
        await editor.finishDialog();
        assert.match(String(await icon()), /exclamation/);
      });
    }
  });
});
