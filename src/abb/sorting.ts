/** Orders things by name as people do, numbers by their value, and things of the same name by id. */
export function byName(a: Sortable, b: Sortable): number {
  return (a.name ?? '').localeCompare(b.name ?? '', 'en', { numeric: true }) || (a.id ?? 0) - (b.id ?? 0);
}

interface Sortable {
  readonly id: number | null;
  readonly name: string | null;
}
