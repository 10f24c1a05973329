import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Browser } from 'playwright-core';

import type { Simulator } from '../../simulator/index.js';
import { Admin } from '../end-to-end/support/admin.js';
import { userDirectoryWithClone } from '../end-to-end/support/linked-package.js';
import { type NodeRed, startNodeRed } from '../end-to-end/support/node-red.js';
import { useBench } from '../support/nas.js';
import { onTab, operationNode, SESSION_ID, sessionNode } from '../support/node-red.js';
import { until } from '../support/until.js';
import { Editor, launchBrowser } from './support/editor.js';

// As some authenticators make them: six digits can be in a random number of Node-RED's files by chance.
const CODE = '27182818';
const PASSWORD = 'not-in-any-answer';
// The tour for newcomers would lie over the page.
const SETTINGS = { editorTheme: { tours: false } };

for (const dialect of ['dsm-6.2', 'dsm-7.4'] as const) {
  describe(`a one-time code that was entered once in the editor, as ${dialect} speaks`, function () {
    this.timeout(300_000);
    const { startNas } = useBench(dialect);
    let browser: Browser;
    let directory: string;
    let nodeRed: NodeRed | undefined;

    beforeEach(async () => {
      browser = await launchBrowser();
      directory = await userDirectoryWithClone();
    });

    afterEach(async () => {
      await browser.close();
      await nodeRed?.stop('SIGTERM');
      nodeRed = undefined;
      await rm(directory, { recursive: true });
    });

    /** Starts Node-RED with a session that nobody has given an account, and a node that uses it. */
    async function start(nas: Simulator): Promise<NodeRed> {
      const never = { props: [], repeat: '', crontab: '', once: false, onceDelay: 0.1 };
      const inject = onTab('go', 'inject', { ...never, wires: [['tasks']], y: 40 });
      const tasks = operationNode('tasks', 'abb-tasks', { wires: [[]] });
      const flow = [{ id: 'tab', type: 'tab', label: 'test' }, sessionNode(nas), inject, tasks];
      await writeFile(path.join(directory, 'flows.json'), JSON.stringify(flow));
      return startNodeRed(directory, SETTINGS);
    }

    /** Enters account and code, tests, and deploys; answers every text that the browser has received. */
    async function enterCode(url: string): Promise<string[]> {
      const editor = await Editor.open(browser, url);
      const { page } = editor;
      const bodies: Promise<string>[] = [];
      page.on('response', (response) => {
        if (response.status() === 200) bodies.push(response.text().catch(() => ''));
      });
      await editor.openDialog('tasks');
      await editor.openConfigDialog('session');
      await page.fill('#node-config-input-username', 'anna');
      await page.fill('#node-config-input-password', PASSWORD);
      await page.locator('#abb-test').click();
      await page.fill('#abb-test-code', CODE);
      await page.press('#abb-test-code', 'Enter');
      await page.locator('#abb-device-name').filter({ hasText: 'Node-RED' }).waitFor();
      await editor.finishDialog();
      await editor.finishDialog();
      await editor.deploy();
      // What is read of an answer after a reload is lost.
      const texts = await Promise.all(bodies.splice(0));
      await page.reload();
      await page.waitForFunction("typeof RED === 'object' && !!RED.workspaces && RED.workspaces.count() > 0");
      const told = await page.evaluate(`$.getJSON('credentials/abb-session/${SESSION_ID}')`);
      assert.deepEqual(editor.complaints, []);
      return [...texts, ...(await Promise.all(bodies)), JSON.stringify(told)];
    }

    /** Everything that Node-RED has written below its user directory. */
    async function files(): Promise<Map<string, string>> {
      const names = (await readdir(directory, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name));
      return new Map(
        await Promise.all(names.map(async (name) => [name, await readFile(name, 'utf8')] as const)),
      );
    }

    it('is never needed again, and neither it nor the token can be seen anywhere', async () => {
      const nas = await startNas({ accounts: [{ name: 'anna', password: PASSWORD, otpCodes: [CODE] }] });
      nodeRed = await start(nas);
      const bodies = await enterCode(nodeRed.url);
      const exported = await new Admin(nodeRed.url).text('/flows', 'application/json');
      await nodeRed.stop('SIGTERM');

      nas.journal.clear();
      nodeRed = await startNodeRed(directory, SETTINGS);
      const restarted = nodeRed;
      const isStarted = () => (restarted.log().includes('Started flows') ? true : undefined);
      await until('the flows to start', 30, isStarted);
      await new Admin(nodeRed.url).clickInject('go');
      const listed = () => nas.journal.calls('SYNO.ActiveBackup.Task', 'list').find(({ code }) => code === 0);
      await until('the tasks to be listed', 30, listed);
      // It writes its files now and then, each under another name first.
      await nodeRed.stop('SIGTERM');
      const [login, ...more] = nas.journal.calls('SYNO.API.Auth', 'login');
      assert.deepEqual(more, []);
      assert.equal(login?.code, 0);
      assert.equal(login.parameters['otp_code'], undefined);
      const token = String(login.parameters['device_id']);
      assert.ok(token.length > 20, token);

      for (const body of [...bodies, exported]) assert.ok(!body.includes(token));
      assert.ok(bodies.some((body) => body.includes('has_deviceId')));
      for (const [name, text] of [...(await files()), ['log', nodeRed.log()] as const]) {
        for (const secret of [token, CODE]) assert.ok(!text.includes(secret), name);
      }
    });
  });
}
