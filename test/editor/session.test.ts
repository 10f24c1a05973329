import assert from 'node:assert/strict';

import type { Locator } from 'playwright-core';

import { demoFlow } from '../end-to-end/support/demo.js';
import { useBench } from '../support/nas.js';
import { until } from '../support/until.js';
import type { Editor } from './support/editor.js';
import { useDemo } from './support/running-demo.js';

const user = demoFlow().find(({ type }) => type === 'abb-tasks')?.id ?? '';

/** Clicks on *Test connection* and waits for what it says. */
async function test(editor: Editor): Promise<string> {
  await editor.page.locator('#abb-test').click();
  return outcome(editor);
}

async function outcome(editor: Editor): Promise<string> {
  const isIdle = async (): Promise<true | undefined> =>
    (await editor.page.locator('#abb-test').isEnabled()) ? true : undefined;
  await until('the connection test to end', 30, isIdle);
  return editor.page.locator('#abb-test-report').innerText();
}

/** How many steps have passed, failed and were not tried. */
async function marks(report: Locator): Promise<number[]> {
  return Promise.all(['check', 'times', 'circle-o'].map((icon) => report.locator(`.fa-${icon}`).count()));
}

describe('the dialog of a session', () => {
  const demo = useDemo();
  const { startNas } = useBench();
  let editor: Editor;
  let report: Locator;

  beforeEach(async () => {
    editor = await demo.open();
    report = editor.page.locator('#abb-test-report');
    await editor.openDialog(user);
    await editor.openConfigDialog('session');
  });

  afterEach(async () => {
    await editor.close();
    assert.deepEqual(editor.complaints, []);
  });

  async function enter(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      await editor.page.fill(`#node-config-input-${name}`, value);
    }
  }

  it('tests the deployed session with its stored password', async () => {
    const said = await test(editor);
    assert.deepEqual(await marks(report), [6, 0, 0]);
    assert.match(said, /DSM found: DS\d+\+, DSM 7/);
    assert.match(said, /SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}/);
    await editor.screenshot('connection-tested');
  });

  it('offers to trust a certificate that is not, and then passes', async () => {
    await editor.page.selectOption('#node-config-input-trust', 'system');
    assert.match(await test(editor), /is not trusted/);
    assert.deepEqual(await marks(report), [1, 1, 4]);
    await editor.screenshot('connection-not-trusted');
    await editor.page.locator('#abb-test-trust').click();
    assert.equal(await editor.page.inputValue('#node-config-input-trust'), 'fingerprint');
    await test(editor);
    assert.deepEqual(await marks(report), [6, 0, 0]);
    assert.equal(await editor.page.locator('#abb-test-trust').count(), 0);
  });

  it('makes Node-RED a trusted device with one code, which it does not keep, and forgets it at a click', async () => {
    const nas = await startNas({ accounts: [{ name: 'anna', password: 'secret', otpCodes: ['123456'] }] });
    await enter({
      port: String(nas.port),
      username: 'anna',
      password: 'secret',
      fingerprint: nas.fingerprint,
    });
    const code = editor.page.locator('#abb-test-code');
    assert.ok(await code.isHidden());
    assert.match(await test(editor), /one-time code/);
    await code.fill('123456');
    await editor.screenshot('connection-code');
    await code.press('Enter');
    const said = await outcome(editor);
    assert.match(said, /trusted device/);
    assert.equal(await code.inputValue(), '');
    assert.ok(await code.isHidden());
    assert.equal(await editor.page.inputValue('#node-config-input-deviceId'), '');
    const name = editor.page.locator('#abb-device-name');
    assert.match(await name.innerText(), /^Node-RED [0-9a-f]{6}$/);
    await test(editor);
    assert.deepEqual(await marks(report), [6, 0, 0]);
    await editor.screenshot('connection-trusted-device');
    await editor.page.locator('#abb-device-forget').click();
    assert.ok(await name.isHidden());
    assert.match(await test(editor), /one-time code/);
  });

  it('says in a sentence what is missing', async () => {
    await enter({ host: '' });
    assert.match(await test(editor), /no host/);
    assert.deepEqual(await marks(report), [0, 1, 0]);
    // The browser itself remarks on an answer with status 400, when it comes to it.
    await until('the remark', 10, () => editor.complaints.at(0));
    assert.equal(editor.complaints.splice(0).length, 1);
  });
});
