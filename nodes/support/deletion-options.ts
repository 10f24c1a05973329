import type { RunOptions } from '../../src/abb/active-backup.js';
import { isFalse, isTrue } from './flags.js';
import type { OperationConfig } from './operation-node.js';

/** What the dialog of a node that deletes stores besides. */
export interface DeletionConfig extends OperationConfig {
  armed?: boolean | string;
  dryRun?: boolean | string;
}

/**
 * The first key to a deletion. It is turned in the node's settings and nowhere else: no message can arm a node.
 * A node that does not say otherwise only rehearses while it is not armed; one that says something unclear rehearses.
 */
export function deletionOptions({ armed, dryRun }: DeletionConfig): RunOptions {
  const isArmed = isTrue(armed);
  const says = dryRun !== undefined && dryRun !== '';
  return { deletion: { armed: isArmed, dryRun: says ? !isFalse(dryRun) : !isArmed } };
}
