/** Which rows of a long list a page shows; the list is known by positions only, 0 is the oldest row. */
export interface Page {
  readonly offset: number;
  /** `Infinity` for everything. */
  readonly limit: number;
  readonly newestFirst: boolean;
}

/** The positions on the page, and how many rows match in all. */
export interface Selection {
  readonly count: number;
  readonly positions: readonly number[];
}

function slice(low: number, high: number, page: Page): Selection {
  const count = Math.max(0, high - low);
  const end = Math.min(count, page.offset + page.limit);
  const positions: number[] = [];
  for (let rank = page.offset; rank < end; rank += 1) {
    positions.push(page.newestFirst ? high - 1 - rank : low + rank);
  }
  return { count, positions };
}

/**
 * Selects a page out of the positions `low` to `high - 1`.
 *
 * @param matches tells which positions count; `null` means all of them, and then nothing is visited but the page
 */
export function selectPage(
  low: number,
  high: number,
  matches: ((position: number) => boolean) | null,
  page: Page,
): Selection {
  if (matches === null) return slice(low, high, page);
  const positions: number[] = [];
  let count = 0;
  const step = page.newestFirst ? -1 : 1;
  for (
    let position = page.newestFirst ? high - 1 : low;
    position >= low && position < high;
    position += step
  ) {
    if (!matches(position)) continue;
    if (count >= page.offset && positions.length < page.limit) positions.push(position);
    count += 1;
  }
  return { count, positions };
}
