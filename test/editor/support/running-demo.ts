import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Browser } from 'playwright-core';

import { StartedDemo } from '../../end-to-end/support/started-demo.js';
import { freePort } from '../../support/free-port.js';
import { Editor, launchBrowser, type Theme } from './editor.js';

/** The demo and a browser, for the tests of the enclosing `describe`. */
export interface RunningDemo {
  /** Opens the demo's editor in a new page. */
  open(language?: string, theme?: Theme): Promise<Editor>;
}

/** Starts the demo in a directory of its own, and a browser; both are gone after the tests. */
export function useDemo(): RunningDemo {
  let directory: string;
  let demo: StartedDemo;
  let browser: Browser;
  let url: string;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'abb-editor-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    demo = StartedDemo.start({
      PORT: String(port),
      ABB_SIMULATOR_PORT: String(await freePort()),
      ABB_DEMO_DIRECTORY: path.join(directory, 'demo'),
    });
    await demo.ready();
    browser = await launchBrowser();
  });

  after(async () => {
    await browser.close();
    await demo.stop();
    await rm(directory, { recursive: true });
  });

  return { open: (language, theme) => Editor.open(browser, url, language, theme) };
}
