import { readText } from '../../support/package.js';

/** What the tests read out of the two halves of a node, `nodes/<type>.html` and `nodes/<type>.ts`. */
export interface EditorPage {
  readonly html: string;
  /** The code of `<script type="text/javascript">` blocks. */
  readonly code: string;
  /** The keys that the page's elements and the code of both halves ask the catalogues for, as written. */
  readonly usedKeys: readonly string[];
  /** The parameters of the node's operation that have a field in the dialog. */
  readonly parameters: readonly string[];
}

const scripts = /<script type="text\/javascript">([^]*?)<\/script>/g;
const elementKeys = /data-i18n="([^"]+)"/g;
const typedInputs = /^\s+(\w+)Type: \{ value:/gm;

function firstGroups(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** `[placeholder]a.b;c.d` asks for two keys. */
function keysOfAttribute(attribute: string): string[] {
  return attribute.split(';').map((part) => part.replace(/^\[[^\]]*\]/, '').trim());
}

/** Literals that begin with the name of a node type and a dot are keys of its catalogue. */
function keysInCode(code: string): string[] {
  return firstGroups(code, /'((?:[@\w/-]+:)?abb-[a-z-]+\.[\w.-]*\w)'/g);
}

export function readEditorPage(nodeType: string): EditorPage {
  const html = readText(`nodes/${nodeType}.html`);
  const code = firstGroups(html, scripts).join('\n');
  const keys = [
    ...firstGroups(html, elementKeys).flatMap(keysOfAttribute),
    ...keysInCode(code),
    ...keysInCode(readText(`nodes/${nodeType}.ts`)),
  ];
  const usedKeys = [...new Set(keys)].filter((key) => !/\.(svg|js|html)$/.test(key));
  const fields = firstGroups(code, typedInputs);
  // The one field that cannot be called as its parameter is, see nodes/support/parameters.ts.
  const parameters = fields.map((name) => (name === 'statusFilter' ? 'status' : name));
  return { html, code, usedKeys, parameters };
}
