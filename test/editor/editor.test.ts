import assert from 'node:assert/strict';
import { demoFlow, nodeNamed } from '../end-to-end/support/demo.js';
import { nodeTypes } from '../support/package.js';
import { until } from '../support/until.js';
import type { Editor } from './support/editor.js';
import { useDemo } from './support/running-demo.js';

const flow = demoFlow();
const flowNodeTypes = nodeTypes.filter((type) => flow.some((node) => node.type === type && 'z' in node));

/** A key that was shown because it has no text, such as `abb-tasks.label.name`. */
const rawKey = /\babb-[a-z-]+\.[a-z][\w-]*(\.[\w-]+)*/;

describe('the editor on the demo', () => {
  const demo = useDemo();

  for (const language of ['en-US', 'de']) {
    describe(`in ${language}`, () => {
      let editor: Editor;

      beforeEach(async () => {
        editor = await demo.open(language);
      });

      afterEach(async () => {
        await editor.close();
        assert.deepEqual(editor.complaints, []);
      });

      it('has our nodes in a palette category of their own', async () => {
        for (const nodeType of flowNodeTypes) {
          await editor.paletteNode(nodeType).scrollIntoViewIfNeeded();
          assert.doesNotMatch(await editor.paletteNode(nodeType).innerText(), rawKey);
        }
        const category = await editor.page.evaluate(`RED.nodes.getType('abb-tasks').category`);
        assert.equal(category, 'Synology Active Backup');
        await editor.screenshot(`palette-${language}`);
      });

      for (const nodeType of flowNodeTypes) {
        it(`opens the dialog of ${nodeType}, with its fields and no raw keys`, async () => {
          const dialog = await editor.openDialog(flow.find((node) => node.type === nodeType)?.id ?? '');
          const text = await dialog.innerText();
          assert.doesNotMatch(text, rawKey);
          const labels = await dialog.locator('.form-row:visible label').allInnerTexts();
          assert.ok(labels.length >= 2, labels.join());
          assert.ok((await dialog.locator('input:visible, select:visible').count()) >= 2);
          await editor.screenshot(`${nodeType}-${language}`);
          await editor.cancelDialog();
        });
      }

      it('opens the dialog of abb-session, which shows the address but not the password', async () => {
        await editor.openDialog(flow.find((node) => node.type === 'abb-tasks')?.id ?? '');
        const dialog = await editor.openConfigDialog('session');
        assert.doesNotMatch(await dialog.innerText(), rawKey);
        assert.equal(await editor.page.locator('#node-config-input-host').inputValue(), '127.0.0.1');
        assert.equal(await editor.page.locator('#node-config-input-password').inputValue(), '__PWRD__');
        await editor.screenshot(`abb-session-${language}`);
        await editor.cancelDialog();
        await editor.cancelDialog();
      });

      for (const nodeType of nodeTypes) {
        it(`shows the help of ${nodeType}`, async () => {
          const help = await editor.helpOf(nodeType);
          assert.ok(help.length > 100, help);
          assert.doesNotMatch(help, rawKey);
        });
      }

      it('marks no node of the demo as wrongly configured', async () => {
        const invalid = await editor.page.evaluate(
          `RED.nodes.filterNodes({}).filter((node) => node.valid === false).map((node) => node.type)`,
        );
        assert.deepEqual(invalid, []);
      });
    });
  }

  describe('at one click on "Run the backup"', () => {
    let editor: Editor;

    before(async () => {
      editor = await demo.open();
      await editor.showDebugSidebar();
      await editor.paletteNode('abb-run-backup').scrollIntoViewIfNeeded();
    });

    after(async () => {
      await editor.close();
    });

    it('shows progress and then the outcome in the debug sidebar', async function () {
      this.timeout(300_000);
      // At this minute the NAS backs the laptop up by itself: of that one, little may be left to be seen.
      const isQuiet = () => (new Date().toISOString().includes('T12:30:') ? undefined : true);
      await until('a quiet minute', 90, isQuiet);
      await editor.clickButtonOf(nodeNamed(flow, 'inject', 'Run the backup').id);
      await editor.debugMessages('progress').nth(2).waitFor({ timeout: 60_000 });
      await editor.screenshot('demo-progress');
      await editor.debugMessages('outcome').first().waitFor({ timeout: 120_000 });
      await editor.screenshot('demo-outcome');
      assert.match(await editor.debugMessages('outcome').first().innerText(), /outcome:\s*"/);
      assert.deepEqual(editor.complaints, []);
    });
  });
});
