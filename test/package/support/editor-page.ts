import { readText } from '../../support/package.js';

/** What the tests read out of the editor half of a node, `nodes/<type>.html`. */
export interface EditorPage {
  readonly html: string;
  /** The code of `<script type="text/javascript">` blocks. */
  readonly code: string;
  /** The keys that the page's elements and code ask the node's catalogues for, as written. */
  readonly usedKeys: readonly string[];
}

const scripts = /<script type="text\/javascript">([^]*?)<\/script>/g;
const elementKeys = /data-i18n="([^"]+)"/g;
const codeKeys = /(?:this|RED|node|definition)\._\(\s*['"]([^'"]+)['"]/g;

function firstGroups(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** `[placeholder]a.b;c.d` asks for two keys. */
function keysOfAttribute(attribute: string): string[] {
  return attribute.split(';').map((part) => part.replace(/^\[[^\]]*\]/, '').trim());
}

export function readEditorPage(nodeType: string): EditorPage {
  const html = readText(`nodes/${nodeType}.html`);
  const keys = firstGroups(html, elementKeys).flatMap(keysOfAttribute);
  return {
    html,
    code: firstGroups(html, scripts).join('\n'),
    usedKeys: [...new Set([...keys, ...firstGroups(html, codeKeys)])],
  };
}
