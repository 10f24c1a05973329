import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { nodeTypes, readJson, root } from '../support/package.js';
import { type EditorPage, readEditorPage } from './support/editor-page.js';

interface ExampleNode {
  readonly id: string;
  readonly type: string;
  readonly credentials?: unknown;
}

const exampleFiles = readdirSync(path.join(root, 'examples')).filter((file) => file.endsWith('.json'));
const example = (file: string): ExampleNode[] => readJson(`examples/${file}`) as ExampleNode[];
const isConfigNode = (nodeType: string): boolean =>
  /category:\s*'config'/.test(readEditorPage(nodeType).code);

describe('every node', () => {
  it('is in package.json if it has a page, and has a page if it is in package.json', () => {
    const pages = readdirSync(path.join(root, 'nodes')).filter((file) => file.endsWith('.html'));
    assert.deepEqual(pages.map((file) => path.basename(file, '.html')).sort(), [...nodeTypes].sort());
  });

  for (const nodeType of nodeTypes) {
    describe(nodeType, () => {
      const page = (): EditorPage => readEditorPage(nodeType);

      it("registers itself with a literal name and an inline object, as the flow library's checks read it", () => {
        assert.match(page().code, new RegExp(`RED\\.nodes\\.registerType\\('${nodeType}',\\s*\\{`));
      });

      it('has a dialog', () => {
        const written = page().html.includes(`data-template-name="${nodeType}"`);
        assert.ok(written || page().code.includes(`abb.dialog('${nodeType}'`));
      });

      it('has no property under a name that the editor uses itself', () => {
        const [, defaults = ''] = /defaults: \{([^]*?)\n {4,8}\},/.exec(page().code) ?? [];
        const names = [...defaults.matchAll(/^\s+(\w+): \{/gm)].map(([, name = '']) => name);
        assert.ok(names.includes('name'), defaults);
        assert.deepEqual(
          names.filter((name) => OF_THE_EDITOR.has(name)),
          [],
        );
      });

      it('has an icon of this package, a colour and a palette category, or is a config node', () => {
        const { code } = page();
        const [, category] = /category:\s*'([^']*)'/.exec(code) ?? [];
        if (category === 'config') return;
        assert.equal(category, 'Synology Active Backup');
        const icons = [...iconOf(code).matchAll(/'([\w-]+\.svg)'/g)].map((match) => match[1] ?? '');
        assert.notEqual(icons.length, 0);
        for (const icon of icons) assert.ok(existsSync(path.join(root, 'nodes', 'icons', icon)), icon);
        assert.match(code, /color:\s*'#[0-9A-Fa-f]{6}'/);
      });

      it('occurs in an example, or is a config node', () => {
        if (isConfigNode(nodeType)) return;
        assert.ok(exampleFiles.some((file) => example(file).some((node) => node.type === nodeType)));
      });
    });
  }
});

/** What Node-RED's editor keeps on every node; a setting of the same name would be overwritten, or overwrite it. */
const OF_THE_EDITOR: ReadonlySet<string> = new Set(
  'id type z g x y w h l d wires status dirtyStatus dirty changed moved valid users inputs outputs ports credentials icon info label'.split(
    ' ',
  ),
);

/** What a page says of its icon: in place, or by a function that the dialogs share. */
function iconOf(code: string): string {
  const [, shared] = /icon:\s*abb\.(\w+)/.exec(code) ?? [];
  if (shared === undefined) return code;
  const [body = ''] = new RegExp(`function ${shared}\\(\\) \\{[^}]*\\}`).exec(editorScript()) ?? [];
  return body;
}

function editorScript(): string {
  return readFileSync(path.join(root, 'resources', 'editor.js'), 'utf8');
}

describe('every example', () => {
  for (const file of exampleFiles) {
    it(`${file} has no credentials, distinct ids and known references`, () => {
      const nodes = example(file);
      const ids = new Set(nodes.map((node) => node.id));
      assert.equal(ids.size, nodes.length);
      for (const node of nodes) assert.equal(node.credentials, undefined);
      const wired = JSON.stringify(nodes).matchAll(/"(?:z|session)":"([^"]+)"/g);
      for (const [, id = ''] of wired) assert.ok(ids.has(id), id);
    });
  }
});
