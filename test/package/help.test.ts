import assert from 'node:assert/strict';

import { nodeTypes, readText } from '../support/package.js';
import { languages } from './support/catalogues.js';

const DEFINITION = /^: .*$/gm;
const CODE_BLOCK = /^```json\n([^]*?)^```$/gm;
const INLINE_CODE = /`[^`\n]+`/g;

const help = (nodeType: string, language: string): string =>
  /<script type="text\/markdown"[^>]*>\n([^]*?)<\/script>/.exec(
    readText(`locales/${language}/${nodeType}.html`),
  )?.[1] ?? '';

const definitions = (nodeType: string, language: string): string[] =>
  help(nodeType, language).match(DEFINITION) ?? [];

const examples = (nodeType: string, language: string): string[] =>
  [...help(nodeType, language).matchAll(CODE_BLOCK)].map(([, code = '']) => code);

const codeWords = (nodeType: string, language: string): string[] => {
  const prose = help(nodeType, language).replace(CODE_BLOCK, '');
  return [...new Set(prose.match(INLINE_CODE))].sort();
};

describe('the help', () => {
  for (const nodeType of nodeTypes) {
    for (const language of languages) {
      it(`of ${nodeType} in ${language} is Markdown from the first column on`, () => {
        assert.match(help(nodeType, language), /^\S.*\n\n### /);
      });

      it(`of ${nodeType} in ${language} writes properties so that Node-RED sees them`, () => {
        // Node-RED takes a line for a property only with exactly this form: a colon in the text would end it.
        const unseen = definitions(nodeType, language).filter(
          (line) => !/^: [^:]+ \([^:()]+\) : [^:]+$/.test(line),
        );
        assert.notEqual(definitions(nodeType, language).length, 0);
        assert.deepEqual(unseen, []);
      });

      it(`of ${nodeType} in ${language} has examples that are JSON`, () => {
        for (const example of examples(nodeType, language))
          assert.doesNotThrow(() => JSON.parse(example), example);
      });

      it(`of ${nodeType} in ${language} names only errors that exist`, () => {
        const known = readText('src/dsm/errors.ts');
        const named = help(nodeType, language).match(/ABB_[A-Z_]+/g) ?? [];
        assert.deepEqual(
          named.filter((code) => !known.includes(`'${code}'`)),
          [],
        );
      });
    }

    it(`of ${nodeType} says the same in every language, as far as code goes`, () => {
      const [first = '', ...others] = languages;
      for (const language of others) {
        assert.deepEqual(codeWords(nodeType, language), codeWords(nodeType, first));
        assert.equal(definitions(nodeType, language).length, definitions(nodeType, first).length);
      }
    });
  }
});
