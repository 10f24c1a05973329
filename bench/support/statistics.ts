/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** One line of the report. */
export interface Line {
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: number;
  readonly goal: string;
}

export function print(title: string, lines: readonly Line[]): void {
  const rows = lines.map(({ what, ours, theirs, ratio, goal }) => [
    what,
    ours,
    theirs,
    ratio.toFixed(2),
    goal,
  ]);
  const table = [['', 'ours', 'compared with', 'ratio', 'goal'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const shown = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  process.stdout.write(`\n${title}\n${shown.map((line) => `  ${line.trimEnd()}`).join('\n')}\n`);
}
