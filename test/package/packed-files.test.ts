import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { manifest, nodeTypes, packPackage } from '../support/package.js';
import { languages } from './support/catalogues.js';

describe('the packed package', () => {
  let files: readonly string[];

  before(async function () {
    this.timeout(180_000);
    const folder = await mkdtemp(path.join(tmpdir(), 'abb-packed-'));
    ({ files } = await packPackage(folder));
    await rm(folder, { recursive: true });
  });

  const has = (file: string): void => {
    assert.ok(files.includes(file), file);
  };

  for (const nodeType of nodeTypes) {
    it(`has both halves of ${nodeType}, and its texts and help beside them`, () => {
      has(`dist/nodes/${nodeType}.js`);
      has(`dist/nodes/${nodeType}.html`);
      for (const language of languages) {
        has(`dist/nodes/locales/${language}/${nodeType}.json`);
        has(`dist/nodes/locales/${language}/${nodeType}.html`);
      }
    });
  }

  it('has the icon where the loader looks for it', () => {
    has('dist/nodes/icons/abb.svg');
  });

  it('has the library, its types and the simulator', () => {
    for (const file of [manifest.main, manifest.types, ...Object.values(manifest.bin)]) has(file);
  });

  it('has the examples, and what a reader looks for first', () => {
    for (const file of ['examples/demo.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md'])
      has(file);
  });

  it('has nothing else: no sources, tests, tools or leftovers of a build', () => {
    const expected =
      /^(dist\/(src|nodes|simulator|locales)\/|examples\/|resources\/|package\.json$|[A-Z]+(\.md)?$)/;
    assert.deepEqual(
      files.filter((file) => !expected.test(file)),
      [],
    );
    const unwanted = files.filter((file) =>
      /(?<!\.d)\.ts$|\.test\.|tsbuildinfo|\.log$|(^|\/)\.(?!d\.ts)/.test(file),
    );
    assert.deepEqual(unwanted, []);
  });
});
