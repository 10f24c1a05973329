import type { Dialect } from './dialect.js';
import { pick, seededRandom } from './random.js';

export type DialectName = 'dsm-6.2' | 'dsm-7.2' | 'dsm-7.4' | 'awkward';

/** How the caller of the simulator names a dialect: a preset, changes to `dsm-7.4`, or a seeded mix. */
export type DialectChoice = DialectName | Partial<Dialect> | { readonly random: number };

const dsm74: Dialect = {
  authPath: 'entry.cgi',
  authMaxVersion: 7,
  backupMaxVersion: 2,
  deviceTokenField: 'device_id',
  missingTokenCode: 119,
  runningShows: 'running_task_status',
  percentage: 'fraction',
  listOrder: 'newest_first',
  numbersAsStrings: false,
  emptyList: 'array',
  loadFlagsMatter: true,
  compound: 'accepted',
  stringParameters: 'both',
  resultLookUp: 'known',
};

/** The named variants of DSM and Active Backup that the simulator can play. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  'dsm-6.2': {
    ...dsm74,
    authPath: 'auth.cgi',
    authMaxVersion: 6,
    backupMaxVersion: 1,
    deviceTokenField: 'did',
    runningShows: 'pid',
    loadFlagsMatter: false,
    contentType: 'text/plain',
  },
  'dsm-7.2': { ...dsm74, backupMaxVersion: 1, listOrder: 'oldest_first' },
  'dsm-7.4': dsm74,
  awkward: {
    authPath: 'auth.cgi',
    authMaxVersion: 7,
    backupMaxVersion: 2,
    deviceTokenField: 'did',
    missingTokenCode: 103,
    runningShows: 'open_result',
    percentage: 'percent',
    listOrder: 'shuffled',
    numbersAsStrings: true,
    emptyList: 'null',
    loadFlagsMatter: true,
    compound: 'refused',
    stringParameters: 'quoted_only',
    resultLookUp: 'ignored',
    contentType: 'text/plain',
    compoundSession: 'outside',
  },
};

export const dialectNames = Object.keys(dialects).filter(isDialectName);

export function isDialectName(name: string): name is DialectName {
  return Object.hasOwn(dialects, name);
}

/** A mix of every variant, the same for the same seed. */
export function randomDialect(seed: number): Dialect {
  const random = seededRandom(seed);
  const yes = (): boolean => random() < 0.5;
  return {
    authPath: pick(random, ['auth.cgi', 'entry.cgi']),
    authMaxVersion: pick(random, [6, 7]),
    backupMaxVersion: pick(random, [1, 2]),
    deviceTokenField: pick(random, ['did', 'device_id']),
    missingTokenCode: pick(random, [119, 103]),
    runningShows: pick(random, ['running_task_status', 'pid', 'open_result', 'status_filter']),
    percentage: pick(random, ['fraction', 'percent']),
    listOrder: pick(random, ['newest_first', 'oldest_first', 'shuffled']),
    numbersAsStrings: yes(),
    emptyList: pick(random, ['array', 'null', 'missing']),
    loadFlagsMatter: yes(),
    compound: pick(random, ['accepted', 'refused']),
    // 'bare_only' is left out: a client that follows DSM's own web interface quotes, and must not be punished.
    stringParameters: pick(random, ['both', 'quoted_only']),
    resultLookUp: pick(random, ['known', 'ignored']),
    contentType: pick(random, ['application/json', 'text/json', 'text/plain']),
    compoundSession: pick(random, ['inside', 'outside']),
  };
}

/** Turns the caller's choice into a complete dialect. Without a choice: `dsm-7.4`. */
export function resolveDialect(choice: DialectChoice = 'dsm-7.4'): Dialect {
  if (typeof choice === 'string') return dialects[choice];
  if ('random' in choice) return randomDialect(choice.random);
  return { ...dsm74, ...choice };
}
