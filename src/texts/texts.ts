/**
 * The texts that are made at run time: errors, states and log sentences, in the language of the server. What the
 * editor shows has catalogues of its own, one per node.
 */
import de from '../../locales/de/runtime.json';
import enUS from '../../locales/en-US/runtime.json';

/** Names a text of the catalogue `locales/<language>/runtime.json`. */
export type TextKey = keyof typeof enUS;

/** What stands for the `__name__` places of a text. */
export type TextValues = Readonly<Record<string, string | number>>;

type Catalogue = Readonly<Record<TextKey, string>>;

// The annotation makes the compiler compare the languages: a key that one of them lacks does not compile.
const catalogues: Readonly<Record<string, Catalogue>> = { 'en-US': enUS, de };

let current: Catalogue = enUS;

/**
 * Sets the language of all texts made from now on.
 * @param language a language tag such as `de`, `de-CH` or `en-US`; one without a catalogue gives English
 */
export function setLanguage(language: string): void {
  current = catalogues[language] ?? catalogues[language.split('-', 1)[0] ?? ''] ?? enUS;
}

/** The text in the language that is set, its places filled in. */
export function text(key: TextKey, values: TextValues = {}): string {
  return current[key].replace(/__(\w+?)__/g, (place, name: string) => String(values[name] ?? place));
}
