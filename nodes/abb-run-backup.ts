import type { NodeAPI } from 'node-red';

import type { RunProgress } from '../src/abb/operation.js';
import { operations } from '../src/abb/operations/index.js';
import type { Started } from '../src/abb/operations/run-backup.js';
import type { RunOutcome } from '../src/abb/run-backup/run-wait.js';
import { DAY_SECONDS, HOUR_SECONDS } from '../src/abb/seconds.js';
import { text } from '../src/texts/texts.js';
import { inRange, SHORTEST_SECONDS } from './support/in-range.js';
import { type OperationConfig, registerOperation } from './support/operation-node.js';

interface RunBackupConfig extends OperationConfig {
  /** Seconds between two looks at a running backup. */
  pollInterval: string | number;
  /** Seconds within which an accepted backup must begin. */
  startWithin: string | number;
}

/** Starts backups and, if wanted, waits for their outcome; its second output tells how they come along. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-run-backup',
    operation: operations.runBackup,
    summary: (result) => ('accepted' in result ? acceptedText(result) : outcomesText(result)),
    options: (config: RunBackupConfig, tell, status) => ({
      patience: {
        ...milliseconds('pollMs', inRange(config.pollInterval, SHORTEST_SECONDS, HOUR_SECONDS)),
        ...milliseconds('startWithinMs', inRange(config.startWithin, SHORTEST_SECONDS, 7 * DAY_SECONDS)),
      },
      onProgress: (progress) => {
        status.working(progressText(progress));
        tell(progress);
      },
    }),
  });

function milliseconds<N extends string>(name: N, seconds: number | undefined): Partial<Record<N, number>> {
  return seconds === undefined ? {} : ({ [name]: seconds * 1000 } as Record<N, number>);
}

function acceptedText({ taskIds, alreadyRunning }: Started): string {
  return alreadyRunning ? text('status.alreadyRunning') : text('status.accepted', { count: taskIds.length });
}

function outcomesText(outcomes: readonly RunOutcome[]): string {
  const count = outcomes.filter(({ outcome }) => outcome === 'success').length;
  const total = outcomes.length;
  return count === total
    ? text('status.succeeded', { count })
    : text('status.notAllSucceeded', { count, total });
}

function progressText({ task: { name }, state, progress }: RunProgress): string {
  if (state === 'waiting') return text('status.waiting', { name });
  if (state === 'cancelling') return text('status.cancelling', { name });
  const percent = progress?.percent;
  return typeof percent === 'number'
    ? text('status.running', { name, percent: Math.round(percent) })
    : text('status.runningUnknown', { name });
}
