import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

import { root } from '../../support/package.js';
import { until } from '../../support/until.js';

const screenshots = path.join(root, '.cache', 'screenshots');
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a step on the page may take, in milliseconds: a busy machine needs ten seconds to load the editor. */
const patience = 30_000;

/** Whether the dialog in sight, if there is one, has stopped moving. */
const isStill = `[...document.querySelectorAll('.red-ui-tray')].every(
  (tray) => getComputedStyle(tray).right === '0px' && tray.getAnimations().length === 0,
)`;

export type Theme = 'light' | 'dark';

/** Starts the browser that CHROMIUM names, or the one that Debian installs. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, headless: true, args: flags });
}

/** Node-RED's editor in a browser page. */
export class Editor {
  /** What the page complained about: console errors and uncaught exceptions. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** Opens the editor at `url` in a language and theme, and waits until it is there and the flows run. */
  static async open(
    browser: Browser,
    url: string,
    language = 'en-US',
    theme: Theme = 'light',
  ): Promise<Editor> {
    const viewport = { width: 1360, height: 720 };
    const page = await browser.newPage({ locale: language, colorScheme: theme, viewport });
    page.setDefaultTimeout(patience);
    await page.route('https://catalogue.nodered.org/**', (route) => route.fulfill({ json: { modules: [] } }));
    const editor = new Editor(page);
    await page.goto(url);
    await page.waitForFunction(
      "typeof RED === 'object' && !!RED.nodes && !!RED.nodes.getType('abb-tasks') && RED.workspaces.count() > 0",
    );
    await page.locator('#red-ui-main-container').waitFor();
    await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
    // Node-RED serves its editor before that. It tells the page, which from then on hears of debug nodes, too.
    await page.waitForFunction('RED.runtime.started');
    return editor;
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** Takes a picture of the page for people to look at, below `.cache/screenshots/`. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  }

  /** The palette's entry of a node type. */
  paletteNode(nodeType: string): Locator {
    return this.page.locator(`.red-ui-palette-node[data-palette-type="${nodeType}"]`);
  }

  /** A node on the workspace. */
  flowNode(nodeId: string): Locator {
    return this.page.locator(`[id="${nodeId}"]`);
  }

  /** Opens the dialog of a node on the workspace, as a double click does; answers the dialog. */
  async openDialog(nodeId: string): Promise<Locator> {
    const node = this.flowNode(nodeId).locator('.red-ui-flow-node');
    // Node-RED takes two clicks for two when a stall comes between them, or not even a millisecond.
    await until('the dialog', 30, async () => {
      await node.dblclick();
      return (await this.page.locator('.red-ui-tray').count()) > 0 ? true : undefined;
    });
    return this.settledTray('#node-dialog-ok');
  }

  /** Opens the dialog of the config node that the open dialog has chosen for `property`. */
  async openConfigDialog(property: string): Promise<Locator> {
    const current = '#node-input-btn-' + property + '-edit, #node-input-lookup-' + property;
    await this.page.locator(current).first().click();
    return this.settledTray('#node-config-dialog-ok');
  }

  async cancelDialog(): Promise<void> {
    await this.leaveDialog('#node-dialog-cancel, #node-config-dialog-cancel');
  }

  /** Clicks "Done" in the dialog on top. */
  async finishDialog(): Promise<void> {
    await this.leaveDialog('#node-dialog-ok, #node-config-dialog-ok');
  }

  /** Imports nodes through the import dialog, on a tab of their own that they bring along, and shows that tab. */
  async importFlow(nodes: readonly { readonly id: string; readonly type: string }[]): Promise<void> {
    await this.page.evaluate("RED.actions.invoke('core:show-import-dialog')");
    const text = this.page.locator('#red-ui-clipboard-dialog-import-text');
    await text.fill(JSON.stringify(nodes));
    await text.press('End');
    await this.page.locator('#red-ui-clipboard-dialog-ok').click();
    // Nodes that keep their ids are pasted where they were; the dialog asks nothing then.
    await this.page.waitForFunction(`!!RED.nodes.node('${nodes.at(-1)?.id ?? ''}')`);
    const tab = nodes.find(({ type }) => type === 'tab')?.id ?? '';
    await this.page.evaluate(`RED.workspaces.show('${tab}')`);
  }

  /** Deploys, and waits until the new flows run. */
  async deploy(): Promise<void> {
    // Node-RED answers when it has taken them, and tells later which revision runs.
    await this.page.evaluate(
      "RED.comms.subscribe('notification/runtime-deploy', (topic, { revision }) => (window.runs = revision))",
    );
    await this.page.locator('#red-ui-header-button-deploy').click();
    await this.page.waitForFunction('!RED.nodes.dirty() && window.runs === RED.nodes.version()');
  }

  /** Scrolls the workspace so that a node can be clicked on. */
  async reveal(nodeId: string): Promise<void> {
    await this.page.evaluate(`RED.view.reveal('${nodeId}', false)`);
    await this.page.waitForFunction("!$('#red-ui-workspace-chart').is(':animated')");
  }

  /** Types into the field of a property; into a TypedInput as one of its types. */
  async type(property: string, value: string, type?: string): Promise<void> {
    const field = `$('#node-input-${property}')`;
    if (type !== undefined) await this.page.evaluate(`${field}.typedInput('type', '${type}')`);
    const input = this.page.locator(`#node-input-${property}`);
    // A TypedInput hides it behind one of its own.
    if (await input.isVisible()) return input.fill(value);
    const row = this.page.locator('.form-row', { has: input });
    await row.locator('input.red-ui-typedInput-input, .red-ui-typedInput-input input').first().fill(value);
  }

  /** Chooses one of the words that the TypedInput of a property offers. */
  async chooseWord(property: string, word: string): Promise<void> {
    await this.page.evaluate(`$('#node-input-${property}').typedInput('value', '${word}')`);
  }

  /** Opens the list beside a property's field, and clicks on the rows that have these texts in them. */
  async chooseFromList(property: string, ...texts: readonly string[]): Promise<void> {
    const row = this.page.locator('.form-row', { has: this.page.locator(`#node-input-${property}`) });
    await row
      .getByRole('button')
      .filter({ has: this.page.locator('.fa-search') })
      .click();
    const list = this.page.locator('.abb-live');
    for (const text of texts) await list.locator('.red-ui-treeList-label', { hasText: text }).first().click();
    if (await list.isVisible()) await this.page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
  }

  /** Clicks the button at the left end of an inject node. */
  async clickButtonOf(nodeId: string): Promise<void> {
    await this.flowNode(nodeId).locator('.red-ui-flow-node-button-button').click();
  }

  async showDebugSidebar(): Promise<void> {
    await this.page.evaluate("RED.sidebar.show('debug')");
  }

  /** Shows the help of a node type in the sidebar; answers its text. */
  async helpOf(nodeType: string): Promise<string> {
    await this.page.evaluate(`RED.sidebar.help.show('${nodeType}')`);
    const help = this.page.locator('.red-ui-sidebar-help-stack .red-ui-help').first();
    await help.locator('p').first().waitFor();
    return help.innerText();
  }

  /** The entries of the debug sidebar that come from a node of this name, oldest first. */
  debugMessages(nodeName: string): Locator {
    const from = this.page.locator('.red-ui-debug-msg-name', { hasText: nodeName });
    return this.page.locator('.red-ui-debug-msg').filter({ has: from });
  }

  private async leaveDialog(buttons: string): Promise<void> {
    const button = await this.page.locator('.red-ui-tray').last().locator(buttons).elementHandle();
    await button.click();
    await button.waitForElementState('hidden');
    // The dialog below it, if there is one, comes back.
    await this.page.waitForFunction(isStill);
  }

  /** Waits until the dialog with this button is the one in sight, and ready to be used. */
  private async settledTray(button: string): Promise<Locator> {
    const tray = `.red-ui-tray:has(${button})`;
    // Node-RED puts the cursor into a dialog when nothing in it changes any more.
    const hasCursor = `!!document.activeElement?.closest('${tray} .red-ui-tray-body')`;
    await this.page.waitForFunction(`${hasCursor} && ${isStill} && document.fonts.status === 'loaded'`);
    return this.page.locator(tray);
  }
}
