/** What a soak has measured. */
export interface SoakFigures {
  readonly minutes: number;
  readonly simulatedHours: number;
  /** Messages into and out of the nodes, and failures by code. */
  readonly counts: Readonly<Record<string, number>>;
  readonly gracefulRestarts: number;
  readonly kills: number;
  readonly reboots: number;
  readonly otherBlows: number;
  /** Ends of Node-RED that nobody wanted, bad exit codes, lines of the log that speak of trouble. */
  readonly unhandled: readonly string[];
  readonly warnings: readonly string[];
  /** The most by which objects in memory grew between the first and the last look of one run, megabytes. */
  readonly heapGrowthMost: number;
  readonly heapFirst: number;
  readonly heapLast: number;
  readonly sessionsLeft: number;
  /** Two per kill since the last reboot: nobody could end them. */
  readonly sessionsExcused: number;
  readonly settingsSent: number;
  readonly settingsTwice: number;
  readonly backupsSent: number;
  readonly jobsEnded: number;
  readonly events: number;
  readonly eventsLost: readonly string[];
  readonly repeatsAfterKill: number;
  readonly repeatsOtherwise: readonly string[];
  readonly simulatorErrors: readonly string[];
}

const MOST_HEAP_GROWTH = 15;

/** What is wrong, as sentences; none when all is well. */
export function judge(figures: SoakFigures): string[] {
  const { counts } = figures;
  const strange = Object.keys(counts).filter((name) => /^error (?!ABB_)/.test(name));
  const silent = ['tasks', 'history', 'set', 'backup', 'health'].filter((name) => !counts[`${name} out`]);
  const complaints: [string, boolean][] = [
    ['something was not handled', figures.unhandled.length > 0],
    ['Node.js has warned', figures.warnings.length > 0],
    [`failures without a code: ${strange.join(', ')}`, strange.length > 0],
    [`nothing came out of: ${silent.join(', ')}`, silent.length > 0],
    ['memory grows', figures.heapGrowthMost > MOST_HEAP_GROWTH],
    ['sessions were left open', figures.sessionsLeft > figures.sessionsExcused],
    ['actions were sent twice', figures.settingsTwice > 0],
    ['events were lost', figures.eventsLost.length > 0],
    ['no job ended', figures.jobsEnded === 0],
    ['events came twice without a kill', figures.repeatsOtherwise.length > 0],
    ['the simulator failed', figures.simulatorErrors.length > 0],
    ['rows of the history were counted wrongly', counts['history wrong'] !== undefined],
  ];
  return complaints.filter(([, holds]) => holds).map(([complaint]) => complaint);
}
