/** Orders things by name as people do, numbers by their value, and things of the same name by id. */
export function byName(a: Sortable, b: Sortable): number {
  return compare(a.name ?? '', b.name ?? '') || (a.id ?? 0) - (b.id ?? 0);
}

// Made once: comparing ten thousand names with `localeCompare` takes many times as long.
const { compare } = new Intl.Collator('en', { numeric: true });

interface Sortable {
  readonly id: number | null;
  readonly name: string | null;
}
