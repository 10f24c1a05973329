import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { manifest, nodeTypes, readJson, root } from '../../support/package.js';

type Catalogue = string | { readonly [key: string]: Catalogue };

/** The languages that the project has texts in. */
export const languages: readonly string[] = readdirSync(path.join(root, 'locales')).sort();

export const catalogueFile = (language: string, name: string): string => `locales/${language}/${name}.json`;

/** All keys of a catalogue, joined with dots, with the placeholders of each text. */
export function textsOf(language: string, name: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (node: Catalogue, prefix: string): void => {
    if (typeof node === 'string') {
      texts.set(prefix, node);
      return;
    }
    for (const [key, child] of Object.entries(node)) walk(child, prefix === '' ? key : `${prefix}.${key}`);
  };
  walk(readJson(catalogueFile(language, name)) as Catalogue, '');
  return texts;
}

/** The names of all catalogues of a language, whether they belong to a node or not. */
export function cataloguesOf(language: string): string[] {
  const files = readdirSync(path.join(root, 'locales', language));
  return files.filter((file) => file.endsWith('.json')).map((file) => path.basename(file, '.json'));
}

/**
 * Whether a key that a page of `nodeType` uses has a text. `node-red:...` names Node-RED's own catalogue, and
 * `<package>/<set>:...` that of another of our nodes.
 */
export function hasText(language: string, nodeType: string, key: string): boolean {
  const colon = key.indexOf(':');
  const namespace = colon < 0 ? undefined : key.slice(0, colon);
  const rest = key.slice(colon + 1);
  if (namespace === 'node-red') return true;
  const name = namespace?.replace(`${manifest.name}/`, '') ?? nodeType;
  if (!nodeTypes.includes(name) || !existsSync(path.join(root, catalogueFile(language, name)))) return false;
  const texts = textsOf(language, name);
  return texts.has(rest) || texts.has(`${rest}_other`);
}
