import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { helpText } from '../../simulator/cli-arguments.js';
import * as library from '../../src/index.js';
import { readJson, readText, root } from '../support/package.js';

const inDocs = readdirSync(path.join(root, 'docs')).filter((file) => file.endsWith('.md'));
const pages = [...inDocs.map((file) => `docs/${file}`), 'SECURITY.md'];

/** The first groups of all matches. */
function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

describe('the documentation', () => {
  for (const page of pages) {
    it(`${page} links to files and headings that exist`, () => {
      for (const link of all(readText(page), /\]\((?!https?:)([^)]+)\)/g)) {
        const [file = '', heading] = link.split('#');
        const target = file === '' ? page : path.join(path.dirname(page), file);
        assert.ok(existsSync(path.join(root, target)), link);
        if (heading !== undefined) assert.ok(headingsOf(target).includes(heading), link);
      }
    });

    it(`${page} names files of the repository that exist`, () => {
      const named = all(
        readText(page),
        /`((?:src|nodes|simulator|test|scripts|locales|examples|resources)\/[\w./-]+)`/g,
      );
      for (const file of named) assert.ok(existsSync(path.join(root, file)), file);
    });
  }
});

/** The anchors of a page's headings. */
function headingsOf(file: string): string[] {
  return all(readText(file), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('docs/operations.md', function () {
  this.timeout(120_000);

  it('is what the declarations of the operations give', async () => {
    const script = path.join(root, 'scripts', 'docs.js');
    await promisify(execFile)(process.execPath, [script, '--check'], { cwd: root });
  });
});

describe('docs/errors.md', () => {
  it('has a section for each error code, and for no other', () => {
    const known = Object.keys(readJson('locales/en-US/runtime.json') as object).filter((key) =>
      key.startsWith('short.'),
    );
    const described = all(readText('docs/errors.md'), /^## (ABB_\w+)$/gm);
    assert.deepEqual(described.sort(), known.map((key) => key.slice('short.'.length)).sort());
  });
});

describe('docs/simulator.md', () => {
  it('has every option of the command, and no other', () => {
    const described = all(readText('docs/simulator.md'), /^\| `(--[a-z-]+)/gm);
    assert.deepEqual(described.sort(), [...new Set(all(helpText, /^ {2}(--[a-z-]+)/gm))].sort());
  });
});

describe('docs/library.md', () => {
  it('imports only what the library exports', () => {
    const imports = all(readText('docs/library.md'), /^import \{ ([^}]+) \} from '@synoflow/gm);
    const names = imports.flatMap((list) => list.split(', '));
    assert.notEqual(names.length, 0);
    for (const name of names) assert.ok(name in library, name);
  });
});
