import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { nodeTypes, readText, root } from '../support/package.js';

describe('README.md', () => {
  const readme = readText('README.md');

  it('has a table with exactly the nodes that exist', () => {
    const rows = [...readme.matchAll(/^\| `(abb-[a-z-]+)` +\|/gm)].map((match) => match[1]);
    assert.deepEqual(rows, [...nodeTypes]);
  });

  it('names no other node', () => {
    const named = new Set([...readme.matchAll(/`(abb-[a-z-]+)`/g)].map((match) => match[1]));
    assert.deepEqual(
      [...named].filter((name) => !nodeTypes.includes(name ?? '') && name !== 'abb-simulator'),
      [],
    );
  });

  it('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
    assert.notEqual(links.length, 0);
    assert.deepEqual(
      links.filter((link) => !existsSync(path.join(root, link))),
      [],
    );
  });
});

describe('CHANGELOG.md', () => {
  it('begins with what is not released yet', () => {
    assert.match(readText('CHANGELOG.md'), /^# Changelog\n[^]*?\n## \[(Unreleased|0\.1\.0)\]/);
  });
});
