/**
 * The texts that are made at run time: errors and states, in the language of the server. What the editor shows has
 * catalogues of its own, one per node; the sentences of the log are in `../abb/log-text.ts`.
 */
import de from '../../locales/de/runtime.json';
import enUS from '../../locales/en-US/runtime.json';
import { Catalogue, type TextValues } from './catalogue.js';

export { setLanguage, type TextValues } from './catalogue.js';

const catalogue = new Catalogue(enUS, de);

/** Names a text of the catalogue `locales/<language>/runtime.json`. */
export type TextKey = keyof typeof enUS;

/** The text in the language that is set, its places filled in. */
export function text(key: TextKey, values: TextValues = {}): string {
  return catalogue.text(key, values);
}
