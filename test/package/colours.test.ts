import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { readText, root } from '../support/package.js';

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file}`);

const fixedColour =
  /#[0-9a-f]{3,8}\b(?!-)|\b(?:rgb|hsl)a?\(|(?:color|background)['"]?:\s*['"]?(?:black|white|red|gr[ae]y)/gi;

describe('what the editor shows of us', () => {
  const sources = [...filesIn('resources', '.js'), ...filesIn('nodes', '.html')];

  for (const file of sources) {
    it(`has no colours of its own in ${file}, so that it fits every theme; nodes in the palette excepted`, () => {
      const code = readText(file).replace(/^ +color: '#[0-9A-F]{6}',$/m, '');
      assert.deepEqual(code.match(fixedColour) ?? [], []);
    });
  }
});
