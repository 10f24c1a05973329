import { ROWS } from '../rows/index.js';
import type { Cell, Ending, FaultRow, Place, Sort, Times } from './matrix-words.js';
import { PLACES } from './places.js';

/** All cells of the matrix for which something is expected. */
export function allCells(): Cell[] {
  return ROWS.flatMap((row) => [...cellsOf(row, 'once'), ...cellsOf(row, 'lasting')]);
}

function cellsOf(row: FaultRow, times: Times): Cell[] {
  const places = row.alike ? ONE_OF_EACH_SORT : PLACES;
  return places.flatMap((place): Cell[] => {
    const expected = expectedAt(row, times, place);
    return expected === undefined ? [] : [{ row, place, times, expected }];
  });
}

function expectedAt({ fault, ...row }: FaultRow, times: Times, place: Place): Ending | undefined {
  if (place.looksFirst && 'begin' in fault) return undefined;
  const expected = row[times];
  return expected?.[place.sort] ?? (place.sort === 'look' ? expected?.read : undefined);
}

const ONE_OF_EACH_SORT = [...new Map<Sort, Place>(PLACES.map((place) => [place.sort, place])).values()];

/** A cell's name, as failures and logs show it. */
export function cellName({ row, place, times }: Cell): string {
  return `${row.name} (${times}), ${place.name}`;
}
