/** When a result says that its run began, in epoch seconds. */
export interface Stamp {
  readonly resultId: number;
  readonly startedAt: number;
}

// A clock that is a few minutes off is no reason to doubt anything; nor are runs that wait in a queue.
const AHEAD_SECONDS = 3600;
const DISORDER_SECONDS = 6 * 3600;

// Active Backup for Business was first published in 2018: an earlier time is that of a NAS with an empty battery.
const FIRST_SECOND = Date.UTC(2018, 0, 1) / 1000;

/**
 * Finds times that a jump of the NAS's clock has falsified. Ids rise with every run, so most times rise with them;
 * one that lies in the future, or that does not fit among the others, is not believed. What has such a time counts
 * as having begun with the run before it: later than it says where the clock was behind, earlier where it was ahead,
 * and so never so late that a missing backup would not be noticed.
 * @returns by how many seconds the times of a result must be moved; results with a good time are not in it
 */
export function clockCorrections(stamps: readonly Stamp[], now: number): ReadonlyMap<number, number> {
  const sorted = [...stamps].sort((a, b) => a.resultId - b.resultId);
  const plausible = sorted.filter(
    ({ startedAt }) => startedAt >= FIRST_SECOND && startedAt <= now + AHEAD_SECONDS,
  );
  const believed = new Set(longestRise(plausible));
  const corrections = new Map<number, number>();
  if (believed.size === sorted.length) return corrections;
  const following = nextBelieved(sorted, believed);
  let before: Stamp | undefined;
  for (const [index, stamp] of sorted.entries()) {
    if (believed.has(stamp)) before = stamp;
    else {
      const shift = shiftOf(stamp, before, following[index], now);
      if (shift !== 0) corrections.set(stamp.resultId, shift);
    }
  }
  return corrections;
}

function shiftOf(
  { startedAt }: Stamp,
  before: Stamp | undefined,
  after: Stamp | undefined,
  now: number,
): number {
  const earliest = (before?.startedAt ?? FIRST_SECOND) - DISORDER_SECONDS;
  const latest = Math.min((after?.startedAt ?? now) + DISORDER_SECONDS, now + AHEAD_SECONDS);
  if (startedAt >= earliest && startedAt <= latest) return 0;
  const neighbour = before ?? after;
  return neighbour === undefined ? Math.min(0, now - startedAt) : neighbour.startedAt - startedAt;
}

function nextBelieved(
  sorted: readonly Stamp[],
  believed: ReadonlySet<Stamp>,
): readonly (Stamp | undefined)[] {
  let next: Stamp | undefined;
  return [...sorted]
    .reverse()
    .map((stamp) => (believed.has(stamp) ? (next = stamp) : next))
    .reverse();
}

/** The longest choice of stamps, in their order, whose times never fall. */
function longestRise(stamps: readonly Stamp[]): Stamp[] {
  // For each length the index of the stamp with the earliest time at which a rise of that length can end.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, { startedAt }] of stamps.entries()) {
    const length = countUpTo(ends, (end) => (stamps[end]?.startedAt ?? 0) <= startedAt);
    previous[index] = ends[length - 1];
    ends[length] = index;
  }
  const chosen: Stamp[] = [];
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) {
    const stamp = stamps[index];
    if (stamp) chosen.push(stamp);
  }
  return chosen;
}

/** How many items at the beginning fulfil the condition, where none does after the first that does not. */
function countUpTo(items: readonly number[], fulfils: (item: number) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && fulfils(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
