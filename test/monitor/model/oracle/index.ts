/** Compares what came with what must have come, by the record of the world alone. */
import type { History } from '../history.js';
import type { Played } from '../player.js';
import { judgeIds } from './identity.js';
import { judgeOrder } from './order.js';
import { judgeProgress } from './progress.js';
import { judgeReachability } from './reachability.js';
import { judgeRuns } from './runs.js';
import { segmentsOf } from './segment.js';
import { judgeStates } from './states.js';
import { judgeTelling } from './telling.js';

const JUDGES = [judgeRuns, judgeStates, judgeReachability, judgeOrder, judgeIds, judgeProgress, judgeTelling];

/** Everything that is wrong with what the watchers of a history were told; nothing when all is well. */
export function judge({ watchers, ahead }: History, { account, polls }: Played): string[] {
  return watchers.flatMap((plan, number) =>
    segmentsOf(account, plan, ahead, polls[number] ?? []).flatMap((segment) =>
      JUDGES.flatMap((one) => one(segment).map((complaint) => `watcher ${String(number)}: ${complaint}`)),
    ),
  );
}
