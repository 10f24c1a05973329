import { cellName } from './cells.js';
import type { CellResult } from './matrix-words.js';

/** What the figures of a row count. */
export interface Figures {
  readonly cells: number;
  /** Messages that were answered in spite of the fault. */
  readonly recovered: number;
  /** Messages that ended with the error that the contract names. */
  readonly rightError: number;
  readonly wrong: number;
  readonly hung: number;
  readonly sentTwice: number;
  /** The longest that a message took, seconds. */
  readonly longest: number;
}

const HEADINGS = ['fault', 'cells', 'recovered', 'right error', 'wrong', 'hung', 'ran twice', 'longest'];

/** The matrix as text: a line for each fault and each place, and whatever is wrong. */
export function matrixText(results: readonly CellResult[]): string {
  const byFault = grouped(results, ({ cell }) => cell.row.name);
  const byPlace = grouped(results, ({ cell }) => cell.place.name);
  const wrong = results.filter((result) => result.wrong.length > 0);
  return [
    table('fault', byFault),
    table('struck request', byPlace),
    table('', new Map([['all', [...results]]])),
    ...wrong.map(({ cell, wrong: sentences }) => `wrong: ${cellName(cell)}: ${sentences.join('; ')}`),
  ].join('\n\n');
}

/** Counts cells. */
export function figuresOf(results: readonly CellResult[]): Figures {
  const count = (matches: (result: CellResult) => boolean) => results.filter(matches).length;
  const isRight = ({ wrong }: CellResult) => wrong.length === 0;
  const isAnswer = ({ ending }: CellResult) => ending === 'answered' || ending === 'timeout';
  return {
    cells: results.length,
    recovered: count((result) => isRight(result) && isAnswer(result)),
    rightError: count((result) => isRight(result) && !isAnswer(result)),
    wrong: count((result) => !isRight(result)),
    hung: count(({ ending }) => ending === 'hung'),
    sentTwice: count(({ ran }) => ran > 1),
    longest: Math.max(...results.map(({ seconds }) => seconds)),
  };
}

function grouped(
  results: readonly CellResult[],
  name: (result: CellResult) => string,
): Map<string, CellResult[]> {
  const groups = new Map<string, CellResult[]>();
  for (const result of results) groups.set(name(result), [...(groups.get(name(result)) ?? []), result]);
  return groups;
}

function table(title: string, groups: ReadonlyMap<string, readonly CellResult[]>): string {
  const lines = [...groups].map(([name, results]) => {
    const { cells, recovered, rightError, wrong, hung, sentTwice, longest } = figuresOf(results);
    const counts = [cells, recovered, rightError, wrong, hung, sentTwice].map(String);
    return [name, ...counts, `${longest.toFixed(1)} s`];
  });
  return [[title, ...HEADINGS.slice(1)], ...lines]
    .map(([name = '', ...rest]) => name.padEnd(WIDEST_NAME) + rest.map((text) => text.padStart(12)).join(''))
    .join('\n');
}

const WIDEST_NAME = 32;
