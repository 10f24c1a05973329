/** The languages that there are texts in. */
export type Language = 'en-US' | 'de';

const languages: readonly Language[] = ['en-US', 'de'];

let current: Language = 'en-US';

/**
 * Sets the language of all texts made from now on, in every catalogue.
 * @param language a language tag such as `de`, `de-CH` or `en-US`; one without texts gives English
 */
export function setLanguage(language: string): void {
  const [main] = language.split('-', 1);
  current =
    languages.find((known) => known === language) ?? languages.find((known) => known === main) ?? 'en-US';
}

/** The language of all texts, such as `Intl` takes it. */
export function currentLanguage(): Language {
  return current;
}

/** What stands for the `__name__` places of a text. */
export type TextValues = Readonly<Record<string, string | number>>;

/** A template cut at its places: texts at even indexes, the names of the places between them. */
type Cut = readonly string[];

/** Texts by key, in every language. */
export class Catalogue<K extends string> {
  readonly #texts: Readonly<Record<Language, Readonly<Record<K, string>>>>;
  // Every message of a flow has a state with places in it.
  readonly #cuts = new Map<string, Cut>();

  /** Gets the languages one by one, so that the compiler refuses a key that any of them lacks. */
  constructor(enUS: Readonly<Record<K, string>>, de: Readonly<Record<K, string>>) {
    this.#texts = { 'en-US': enUS, de };
  }

  has(key: string): key is K {
    return Object.hasOwn(this.#texts['en-US'], key);
  }

  /** The text in the language that is set, its places still open. */
  template(key: K): string {
    return this.#texts[current][key];
  }

  /** The text in the language that is set, its places filled in. */
  text(key: K, values: TextValues = {}): string {
    let text = '';
    let isPlace = false;
    for (const part of this.#cut(this.template(key))) {
      text += isPlace ? String(values[part] ?? `__${part}__`) : part;
      isPlace = !isPlace;
    }
    return text;
  }

  #cut(template: string): Cut {
    const known = this.#cuts.get(template);
    if (known) return known;
    const cut = template.split(/__(\w+?)__/);
    this.#cuts.set(template, cut);
    return cut;
  }
}
