import type { operations } from '../../src/abb/operations/index.js';

export type OperationName = keyof typeof operations;

/** The fields of a form by name, each as the text that stands on the wire. */
export type WireTexts = Readonly<Record<string, string>>;

/** One call as the NAS is to receive it: `Task.list` stands for `SYNO.ActiveBackup.Task`, method `list`. */
export type ExpectedCall = readonly [method: string, texts: WireTexts];

/** Parameters of an operation, and all that the NAS is to receive for them, in order. */
export interface WireCase {
  readonly operation: OperationName;
  readonly given: Readonly<Record<string, unknown>>;
  readonly sends: readonly ExpectedCall[];
}

/** Parameters that make no sense: nothing is sent, and the error names the culprit. */
export interface BadCase {
  readonly operation: OperationName;
  readonly given: Readonly<Record<string, unknown>>;
  readonly names: string;
}

/** All cases of one operation. */
export interface WireTable {
  readonly good: readonly WireCase[];
  readonly bad: readonly BadCase[];
}

/** What is sent before and after the call itself. */
export interface Around {
  readonly before?: readonly ExpectedCall[];
  readonly after?: readonly ExpectedCall[];
}

type Given = Readonly<Record<string, unknown>>;

/**
 * Writes the table of an operation with one line per case.
 * @param call its method, and the texts that it is sent with whatever the parameters
 * @param good parameters, the texts that differ or come on top, and what else is sent
 * @param bad parameters that make no sense, and the name that the error must contain
 */
export function wireTable(
  operation: OperationName,
  [method, usual]: ExpectedCall,
  good: readonly (readonly [given: Given, texts: WireTexts, around?: Around])[],
  bad: readonly (readonly [given: Given, names: string])[],
  always: Around = {},
): WireTable {
  return {
    good: good.map(([given, texts, around = {}]) => ({
      operation,
      given,
      sends: [
        ...(around.before ?? always.before ?? []),
        [method, { ...usual, ...texts }],
        ...(around.after ?? always.after ?? []),
      ],
    })),
    bad: bad.map(([given, names]) => ({ operation, given, names })),
  };
}

/** The NAS that the cases are played on has these tasks; the numbers are what a case may name. */
export const TASK_NAMES = [
  'Workplace 1',
  'Server 2',
  'Virtual machines 3',
  'File server 4',
  'NAS 5',
] as const;

/** How names are looked up: all tasks, with everything that a row of them can show but versions. */
export const ALL_TASKS: ExpectedCall = [
  'Task.list',
  { load_status: 'true', load_result: 'true', load_devices: 'true', load_versions: 'false', filter: '{}' },
];

/** 2026-03-01T00:00:00Z and the day after, in the forms that flows have at hand, and as DSM counts. */
export const MARCH_1 = {
  iso: '2026-03-01T00:00:00Z',
  date: new Date('2026-03-01T00:00:00Z'),
  milliseconds: 1_772_323_200_000,
  seconds: 1_772_323_200,
} as const;
export const MARCH_2 = { iso: '2026-03-02T00:00:00Z', seconds: 1_772_409_600 } as const;

/** Stands in an expected text for the second in which the case is played, or so many seconds before it. */
export function ago(seconds: number): string {
  return `<now-${seconds}>`;
}
