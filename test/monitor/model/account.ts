/** What was written down while a history was played: what happened on the NAS, and what each poll brought. */
import type { RESULT_STATUS } from '../../../simulator/world/codes.js';
import type { AbbEvent, MonitorState } from '../../../src/monitor/index.js';

type ResultStatus = (typeof RESULT_STATUS)[keyof typeof RESULT_STATUS];

/** A moment is how many things had happened before it, over all worlds: clocks jump, this only rises. */
export type Moment = number;

/** The part of one machine in a run. */
export interface MachinePart {
  readonly deviceId: number;
  readonly startedAt: number;
  endedAt: number;
  status: ResultStatus;
  transferredBytes: number;
}

/** One job of the NAS, backup or not, as the world knows it. Times are the NAS's, epoch seconds. */
export interface Run {
  readonly era: number;
  readonly resultId: number;
  readonly taskId: number;
  readonly deviceIds: readonly number[];
  readonly isBackup: boolean;
  /** When it could first be seen: what was before a NAS took its place can be seen from then on. */
  readonly startedWhen: Moment;
  readonly startedAt: number;
  end: { readonly when: Moment; readonly at: number; readonly status: ResultStatus } | undefined;
  readonly parts: MachinePart[];
  /** When its row vanished; infinite as long as it is there. */
  wipedWhen: Moment;
}

/** A restore point that has ended. */
export interface VersionFact {
  readonly taskId: number;
  readonly versionId: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A log row of a level that gives events. */
export interface LogFact {
  readonly logId: number;
  readonly at: number;
  readonly level: 'error' | 'warning';
  readonly taskId: number;
  readonly deviceId: number;
}

/** What a client that looks at this moment would see of everything that has a state. */
export interface Photo {
  /** Of each task, everything whose change is worth an event. */
  readonly tasks: ReadonlyMap<number, string>;
  /** Of each device with an agent and a task, whether it is on line. */
  readonly online: ReadonlyMap<number, boolean>;
  readonly versions: ReadonlyMap<string, VersionFact>;
  readonly logs: ReadonlyMap<string, LogFact>;
}

/** Follows from what was done to the requests of a poll, not from what the client made of it. */
export type Answer = 'whole' | 'doubtful' | 'network' | 'other';

/** One poll, and what it brought to one watcher. */
export interface Poll {
  readonly answer: Answer;
  readonly era: number;
  /** Counts the restarts of the watching. */
  readonly life: number;
  readonly begin: Moment;
  end: Moment;
  /** The clock of the NAS, epoch seconds. */
  readonly nasBegin: number;
  nasEnd: number;
  /** The clock of the watching computer when it ended, epoch seconds. */
  clientAt: number;
  /** The photo of every call that the NAS answered, the last one of its end. */
  readonly photos: Photo[];
  readonly events: AbbEvent[];
  readonly notices: string[];
  readonly errors: Error[];
  readonly states: MonitorState[];
  /** The process was killed after the events had been handed over and before the position was written. */
  undone: boolean;
}

/** A span in which results, logs and versions are counted on; a new one begins with a new installation or NAS. */
export interface Era {
  readonly begin: Moment;
  readonly why: 'beginning' | 'reinstalled' | 'replaced';
}

/** Everything there is to judge by, but for the polls of the watchers. */
export interface Account {
  readonly runs: Run[];
  readonly eras: Era[];
  /** When the clock of the NAS was set, and by how many seconds. */
  readonly jumps: { readonly when: Moment; readonly seconds: number }[];
  /** Whether the NAS lists runs before they have ended. */
  readonly listsRuns: boolean;
  /** Whether the NAS shows how far a run has come. */
  readonly showsPercent: boolean;
}
