/**
 * The words that flows use, and DSM's numbers for them. The numbers come from Active Backup's own web pages;
 * those of backup types, results and jobs have also been seen in replies of real systems.
 */

/** Words with their numbers, readable in both directions. */
export class Words<W extends string> {
  readonly #byCode: ReadonlyMap<number, W>;

  /** @param codes the number of each word */
  constructor(readonly codes: Readonly<Record<W, number>>) {
    this.#byCode = new Map(this.words.map((word) => [codes[word], word]));
  }

  /** All words, in the order in which they were declared. */
  get words(): W[] {
    return Object.keys(this.codes) as W[];
  }

  /** The word for a number; one without a word survives as `unknown(n)`, so that nothing gets a wrong meaning. */
  word(code: number): W | Unknown {
    return this.#byCode.get(code) ?? `unknown(${code})`;
  }

  /** The word for a number that a reply may lack. */
  wordOrNull(code: number | null): W | Unknown | null {
    return code === null ? null : this.word(code);
  }
}

/** A number of DSM's that has no word here. */
export type Unknown = `unknown(${number})`;

/** What kind of machine a task protects. */
export const BACKUP_TYPE = new Words({ vm: 1, pc: 2, physical_server: 3, file_server: 4, nas: 5 });

/** Which part of a machine a task protects. */
export const SOURCE = new Words({ entire_device: 1, system_volume: 2, custom_volumes: 3 });

/** How a job ended. */
export const OUTCOME = new Words({
  running: 1,
  success: 2,
  partial_success: 3,
  fail: 4,
  cancel: 5,
  no_backup: 6,
});

/** What a job did. DSM has three numbers for restoring; all of them read as `restore`. */
export const ACTION = new Words({
  backup: 1,
  dedup_data: 1048576,
  restore: 128,
  migrate: 256,
  delete_target: 65536,
  delete_version: 131072,
  delete_host: 262144,
  relink: 2097152,
  create_task: 268435456,
});

/** The numbers behind `restore`: a device, files, a physical machine. */
export const RESTORE_CODES = [128, 1024, 2048] as const;

/** Whether a job was a backup; the number is a set of flags. */
export function isBackup(jobAction: number): boolean {
  return (jobAction & ACTION.codes.backup) !== 0;
}

/** The word for a job's number. */
export function actionWord(jobAction: number): ActionWord {
  if (isBackup(jobAction)) return 'backup';
  if (RESTORE_CODES.some((code) => (jobAction & code) !== 0)) return 'restore';
  return ACTION.word(jobAction);
}

/** How a version of a task stands. */
export const VERSION_STATUS = new Words({
  backing_up: 0,
  deleting: 1,
  paused: 2,
  complete: 3,
  fail: 4,
  partial_success: 5,
  cancel: 6,
  delete_failed: 7,
  cloning: 8,
  waiting: 777,
});

/** The operating system of a device. */
export const PLATFORM = new Words({ windows: 1, linux: 2, macos: 3, dsm: 4 });

/** How serious a line of a log is. */
export const LOG_LEVEL = new Words({ error: 0, warning: 1, information: 2 });

/** What runs virtual machines. */
export const HYPERVISOR_TYPE = new Words({
  esxi: 1,
  vcenter: 2,
  hyper_v: 3,
  system_center: 4,
  scvmm: 5,
  failover_cluster: 6,
});

/** The words by which DSM's task list can be filtered; they go over the wire as they are. */
export const TASK_STATUS = ['backingup', 'waiting', 'deleting', 'unscheduled'] as const;

export type TaskStatusWord = (typeof TASK_STATUS)[number];
export type BackupTypeWord = ReturnType<typeof BACKUP_TYPE.word>;
export type SourceWord = ReturnType<typeof SOURCE.word>;
export type OutcomeWord = ReturnType<typeof OUTCOME.word>;
export type ActionWord = ReturnType<typeof ACTION.word>;
export type VersionStatusWord = ReturnType<typeof VERSION_STATUS.word>;
export type PlatformWord = ReturnType<typeof PLATFORM.word>;
export type LogLevelWord = ReturnType<typeof LOG_LEVEL.word>;
export type HypervisorTypeWord = ReturnType<typeof HYPERVISOR_TYPE.word>;
