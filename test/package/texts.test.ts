import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { nodeTypes, readText, root } from '../support/package.js';
import { cataloguesOf, hasText, languages, textsOf } from './support/catalogues.js';
import { readEditorPage } from './support/editor-page.js';

const placeholdersOf = (text: string): string[] => (text.match(/__\w+__|\{\{?\s*\w+\s*\}?\}/g) ?? []).sort();

describe('the texts', () => {
  it('exist in English and German', () => {
    assert.deepEqual(languages, ['de', 'en-US']);
  });

  it('have the same catalogues in every language', () => {
    assert.deepEqual(cataloguesOf('de'), cataloguesOf('en-US'));
  });

  for (const name of cataloguesOf('en-US')) {
    it(`of ${name} have the same keys and placeholders in every language, and none is blank`, () => {
      const english = textsOf('en-US', name);
      const german = textsOf('de', name);
      assert.deepEqual([...german.keys()].sort(), [...english.keys()].sort());
      for (const [key, text] of english) {
        assert.notEqual(text.trim(), '', key);
        assert.notEqual(german.get(key)?.trim(), '', key);
        assert.deepEqual(placeholdersOf(german.get(key) ?? ''), placeholdersOf(text), key);
      }
    });
  }

  it('have every key that the dialogs share', () => {
    const scripts = readdirSync(path.join(root, 'resources')).map((file) => readText(`resources/${file}`));
    const keys = [...scripts.join('\n').matchAll(/shared\(\s*'([^'`$]+)'/g)].map((match) => match[1] ?? '');
    assert.notEqual(keys.length, 0);
    const missing = keys.filter(
      (key) => !languages.every((language) => hasText(language, 'abb-session', `abb-session.${key}`)),
    );
    assert.deepEqual(missing, []);
  });

  for (const nodeType of nodeTypes) {
    it(`of ${nodeType} have the node's name as their only root`, () => {
      const roots = new Set([...textsOf('en-US', nodeType).keys()].map((key) => key.split('.')[0]));
      assert.deepEqual([...roots], [nodeType]);
    });

    it(`of ${nodeType} have every key that its dialog asks for`, () => {
      const { usedKeys } = readEditorPage(nodeType);
      const missing = usedKeys.filter(
        (key) => !languages.every((language) => hasText(language, nodeType, key)),
      );
      assert.deepEqual(missing, []);
    });

    for (const language of languages) {
      it(`of ${nodeType} come with help in ${language}, whose first paragraph introduces the node`, () => {
        const file = `locales/${language}/${nodeType}.html`;
        assert.ok(existsSync(path.join(root, file)), file);
        const help = readText(file);
        assert.match(help, new RegExp(`data-help-name="${nodeType}"`));
        const html = help.includes('type="text/html"');
        const introduction = html
          ? /<p>([^]*?)<\/p>/.exec(help)?.[1]
          : /data-help-name="[^"]+">\s*(\S.*)/.exec(help)?.[1];
        assert.ok((introduction ?? '').length > 40, 'an introductory paragraph');
      });

      it(`of ${nodeType} name every parameter in the help in ${language}`, () => {
        const help = readText(`locales/${language}/${nodeType}.html`);
        const { parameters } = readEditorPage(nodeType);
        assert.deepEqual(
          parameters.filter((name) => !new RegExp(`\\b${name}\\b`).test(help)),
          [],
        );
      });
    }
  }
});
