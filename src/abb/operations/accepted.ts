import type { Answer } from '../operation.js';

/** The answer of an action: DSM says only that it accepts it, not that it is done. */
export interface Accepted {
  readonly taskIds: readonly number[];
  readonly accepted: true;
}

/** What an action answers is our own, raw or not: DSM says nothing beside its yes. */
export function actionAnswer<R>(result: R, count: number): Answer<R> {
  return { result: () => result, raw: result, total: count, count };
}
